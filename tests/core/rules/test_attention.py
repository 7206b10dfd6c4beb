# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A need is due some working days after it arose; what is due first is read first."""

from datetime import datetime, timedelta

import pytest

from mendsky.core.rules.attention import WORKING_DAYS, Need, due, urgency


def test_each_need_has_a_term():
    assert set(WORKING_DAYS) == set(Need)


@pytest.mark.parametrize(
    ("need", "day"),
    [(Need.LETTER_WAITS, 3), (Need.DISPUTE, 5), (Need.HELD, 9)],
)
def test_a_need_is_due_at_the_close_of_a_working_day(need, day, monday, nation):
    by = due(need, monday, nation.calendar).astimezone(nation.calendar.zone)
    assert (by.day, by.hour) == (day, 18)


def test_an_instant_without_zone_is_refused(nation):
    with pytest.raises(ValueError, match="time zone"):
        due(Need.DISPUTE, datetime(2015, 3, 2), nation.calendar)  # noqa: DTZ001 - the refusal is the test


def test_what_is_due_first_stands_first_and_a_dispute_before_a_statement(monday):
    later = monday + timedelta(days=1)
    given = [(Need.STATEMENT, monday), (Need.DISPUTE, later), (Need.DISPUTE, monday)]
    ordered = sorted(given, key=lambda one: urgency(*one))
    assert ordered == [(Need.DISPUTE, monday), (Need.STATEMENT, monday), (Need.DISPUTE, later)]
