# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A receipt code is long enough not to be guessed, and read as people write it."""

from mendsky.apps.leaks.receipts import ALPHABET, draw, lookup
from mendsky.keys.vault import Vault


def test_codes_are_sixteen_letters_that_are_not_mistaken_for_one_another():
    codes = {draw() for _ in range(50)}
    assert len(codes) == 50
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
        assert set(code) <= {*ALPHABET, "-"}
    assert not set("01IOL") & set(ALPHABET)


def test_a_code_is_known_however_it_is_typed_and_only_by_this_vault(tmp_path):
    vault, other = Vault(tmp_path / "a" / "vault"), Vault(tmp_path / "b" / "vault")
    code = draw()
    assert lookup(vault, code) == lookup(vault, f" {code.replace('-', ' ').lower()} ")
    assert lookup(vault, code) != lookup(other, code)


def test_what_cannot_be_a_code_is_none(tmp_path):
    vault = Vault(tmp_path / "vault")
    assert [lookup(vault, text) for text in ("", "7F3K", "0" * 16, "7F3K-22AB-9XYZ-QQQQ-2")] == [None] * 4
