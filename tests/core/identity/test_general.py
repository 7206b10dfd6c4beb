# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from mendsky.core.identity.general import IBAN_LENGTHS, ROWS


def test_lengths_of_ibans_are_within_the_standards():
    assert IBAN_LENGTHS["DE"] == 22
    assert min(IBAN_LENGTHS.values()) >= 15
    assert max(IBAN_LENGTHS.values()) <= 34


def test_each_kind_is_there_once():
    kinds = [row.kind for row in ROWS]
    assert len(set(kinds)) == len(kinds)
