# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.consoles import CONSOLES, DEBUGGER, HEAP, SHOWN_KEY


@pytest.mark.parametrize(
    "shown",
    [
        b'"spring.datasource.password":{"value":"Zq71kk"}',
        b'"spring.datasource.password": "Zq71kk"',
        b'"app.access-key-secret":"Zq71kk"',
        b'<td class="e">DB_PASSWORD </td><td class="v">Zq71kk </td>',
    ],
)
def test_a_key_in_the_clear_is_told(shown):
    assert SHOWN_KEY.search(shown)


@pytest.mark.parametrize(
    "masked",
    [
        b'"spring.datasource.password":{"value":"******"}',
        b'"spring.datasource.password":"******"',
        b'"spring.datasource.password":{"value":"${secret}"}',
        b'"password":null',
        b'"password":""',
        b'<td class="e">mysql.default_password</td><td class="v"><i>no value</i></td>',
        b'<td class="e">mysql.default_password</td><td class="v">no value</td>',
    ],
)
def test_a_masked_or_missing_key_is_none(masked):
    assert SHOWN_KEY.search(masked) is None


def test_a_debugger_with_a_pin_is_shut():
    assert DEBUGGER.search(b"EVALEX = true, SECRET = 'x'")
    assert DEBUGGER.search(b"EVALEX = true, EVALEX_TRUSTED = true")
    assert DEBUGGER.search(b"EVALEX = true, EVALEX_TRUSTED = false") is None
    assert DEBUGGER.search(b"EVALEX = false") is None


@pytest.mark.parametrize("head", [b"JAVA PROFILE 1.0.2\x00", b"\x1f\x8b\x08\x00"])
def test_a_heap_is_known_by_its_head(head):
    assert HEAP.search(head)
    assert HEAP.search(b"<" + head) is None


def test_each_console_has_a_place_of_its_own_and_is_asked_for_no_more_than_proves_it():
    assert len({console.opens for console in CONSOLES}) == len(CONSOLES)
    for console in CONSOLES:
        assert console.opens.startswith("/")
        assert console.names is not None or not console.at
    assert all(console.most <= 64 for console in CONSOLES if console.opens.endswith(("dump", "session.json")))
