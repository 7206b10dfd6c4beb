# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an owner learns about the head of a request that its server received."""

from datetime import UTC, datetime

import pytest

from mendsky.core.requests.published_keys import key_document, read_keys
from mendsky.keys.requests import request_key, request_signer
from mendsky.keys.vault import Vault
from mendsky.verify.request import MOST_BYTES, RequestError, verify_request

AT = 1_429_668_000


@pytest.fixture
def vault(tmp_path):
    return Vault(tmp_path / "vault.sqlite3")


@pytest.fixture
def keys(vault):
    return read_keys(key_document(request_key(vault)))


@pytest.fixture
def head(vault):
    """Give the function that writes the head of a signed request."""

    def write(host="yb.lab.test", signed="yb.lab.test"):
        fields = request_signer(vault, "https://mendsky.example")(signed, AT)
        return "\r\n".join(("GET /backup/ HTTP/1.1", f"Host: {host}", "Accept: */*", *fields)) + "\r\n\r\n"

    return write


@pytest.mark.parametrize(
    ("host", "signed"),
    [
        ("yb.lab.test", "yb.lab.test"),
        ("YB.lab.test", "yb.lab.test"),
        ("yb.lab.test:443", "yb.lab.test"),
        ("yb.lab.test:8080", "yb.lab.test:8080"),
    ],
)
def test_a_request_of_ours_is_verified(head, keys, host, signed):
    verdict = verify_request(head(host, signed), keys, None)
    assert (verdict.ok, verdict.authority) == (True, signed)
    assert verdict.created == datetime.fromtimestamp(AT, UTC)
    assert verdict.key_id in keys


def test_the_head_may_come_without_request_line_and_with_bare_lines(head, keys):
    text = head().partition("\r\n")[2].replace("\r\n", "\n")
    assert verify_request(text, keys, None).ok


def test_a_body_behind_the_head_is_not_read(head, keys):
    assert verify_request(head() + "user=x", keys, None).ok


def test_a_request_to_another_host_is_not_ours(head, keys):
    verdict = verify_request(head(host="other.lab.test"), keys, None)
    assert (verdict.ok, "not for this host" in verdict.says) == (False, True)


@pytest.mark.parametrize("field", ["created=1429668000", "Signature: mendsky=:", "https://mendsky.example"])
def test_a_request_that_was_changed_is_not_ours(head, keys, field):
    changed = {"created=1429668000": "created=1429668001", "https://mendsky.example": "https://other.example"}
    text = head()
    assert field in text
    if field in changed:
        text = text.replace(field, changed[field])
    else:
        place = text.index(field) + len(field)
        text = text[:place] + ("B" if text[place] == "A" else "A") + text[place + 1 :]
    assert not verify_request(text, keys, None).ok


def test_a_request_signed_by_somebody_else_is_not_ours(head, tmp_path):
    others = read_keys(key_document(request_key(Vault(tmp_path / "other.sqlite3"))))
    verdict = verify_request(head(), others, None)
    assert (verdict.ok, verdict.says) == (False, "signed with a key that is not among those given")


def test_a_request_that_only_says_that_it_is_ours_is_not(keys):
    verdict = verify_request("GET / HTTP/1.1\nHost: yb.lab.test\nUser-Agent: Mendsky/0.1.0", keys, None)
    assert (verdict.ok, verdict.key_id) == (False, "")


@pytest.mark.parametrize(
    ("after", "ok"), [(-1, False), (0, True), (100, True), (180, False), (10_000, False)]
)
def test_a_signature_is_good_for_its_time_only_where_the_time_is_told(head, keys, after, ok):
    assert verify_request(head(), keys, datetime.fromtimestamp(AT + after, UTC)).ok is ok


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no Host"),
        ("GET / HTTP/1.1", "no Host"),
        ("Host: yb.lab.test\n110101185001010017", "line 2 is no header field"),
        ("x" * (MOST_BYTES + 1), "no more than"),
    ],
)
def test_what_is_no_head_is_refused_without_repeating_it(keys, text, says):
    with pytest.raises(RequestError, match=says) as refused:
        verify_request(text, keys, None)
    assert "110101185001010017" not in str(refused.value)


def test_an_instant_outside_the_calendar_is_not_said(vault, keys):
    signer = request_signer(vault, "https://mendsky.example")
    text = "\n".join(("Host: yb.lab.test", *signer("yb.lab.test", 999_999_000_000)))
    assert verify_request(text, keys, None).created is None
