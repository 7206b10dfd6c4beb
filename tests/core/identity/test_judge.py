# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.identity.judge import born_within, luhn, verdicts
from mendsky.core.identity.tables import tables
from tests.core.identity.written import CN
from tests.core.identity.written import luhn as checked


@pytest.mark.parametrize("length", [13, 16, 18, 19])
def test_luhn_is_what_others_compute(length):
    whole = checked("62" + "7" * (length - 3))
    assert luhn(whole.encode())
    assert not luhn((whole[:-1] + str((int(whole[-1]) + 1) % 10)).encode())


def test_eight_digits_that_are_a_date_mean_the_date():
    asked = tables(CN, (1800, 1899))
    assert list(verdicts(b"20150424", asked)) == []
    assert [verdict.context for verdict in verdicts(b"81500424", asked)] == [True]


def test_a_verdict_does_not_show_what_it_is_about():
    (verdict,) = verdicts(b"13800000000", tables(CN, (1800, 1899)))
    assert "138" not in repr(verdict)


def test_what_is_no_number_is_no_date():
    assert not born_within(b"18500a01", (1800, 1899))
