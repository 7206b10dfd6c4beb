# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.identity import contacts


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (b"<a@b.cn>", b"a@b.cn"), (b"mail: x.y+z@mail.example.com.", b"x.y+z@mail.example.com"),
        (rb"\na@b.cn", b"a@b.cn"), (b"logo@2x.png", None), (b"a@b", None), (b"@b.cn", None),
        (b"a@b..cn", None),
        (b"user@1000.service", None), (b"a@4.17.2", None),
    ],
)  # fmt: skip
def test_an_address_is_found_around_its_sign(text, address):
    found = contacts.email(text, text.index(b"@"), utf8=True)
    assert (None if found is None else text[found[0] : found[0] + found[1]]) == address


def test_an_iban_checks_and_has_its_countrys_length():
    assert contacts.is_iban(b"DE89370400440532013000")
    assert not contacts.is_iban(b"DE89370400440532013001")
    assert not contacts.is_iban(b"DE8937040044053201300")


def test_a_telephone_number_is_given_in_one_form():
    text = b"tel: +49 (30) 123456"
    assert contacts.international(text, 5, "CN") == (5, 15, b"+4930123456")
    assert contacts.with_area(b"(010) 84600000", 6, 14, "CN") == (0, 14, b"+861084600000")
    assert contacts.with_area(b"84600000", 0, 8, "CN") is None
