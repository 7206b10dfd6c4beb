# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import date, timedelta

import numpy as np

from mendsky.core.identity.lookup import ISSUED, days, lookup
from mendsky.core.identity.tables import tables
from tests.core.identity.written import CN


def test_every_day_of_a_window_is_one_and_nothing_else():
    table, day, count = days((1896, 1904)), date(1896, 1, 1), 0
    while day.year < 1905:
        assert table[(day.year - 1896) * 16 + day.month] >> day.day & 1
        day, count = day + timedelta(days=1), count + 1
    assert sum(bits.bit_count() for bits in table.tolist()) == count


def test_codes_and_beginnings_are_known_by_their_digits():
    look = lookup(tables(CN, (1800, 1899)))
    assert look.division[110101] == ISSUED
    assert look.division[990101] == 0
    assert look.beginning[look.slot[11], 138000]
    assert not look.beginning[look.slot[11], 128000]


def test_four_digits_say_what_six_say_where_they_say_anything():
    look = lookup(tables(CN, (1800, 1899)))
    exact = look.beginning.reshape(len(look.beginning), -1, 100)
    clear = look.coarse < 256
    assert (exact[clear] == look.coarse[clear][:, None].astype(np.uint8)).all()
