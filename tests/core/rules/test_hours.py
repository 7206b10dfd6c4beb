# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from mendsky.core.rules.hours import always_open, opens_at, within
from mendsky.core.terms.grants import Hours

BEIJING = ZoneInfo("Asia/Shanghai")
OFFICE = Hours(start=time(9), end=time(17), zone=BEIJING, weekdays=frozenset(range(5)))
NIGHT = Hours(start=time(22), end=time(5), zone=BEIJING, weekdays=frozenset({0}))
WHOLE_SUNDAY = Hours(start=time(8), end=time(8), zone=BEIJING, weekdays=frozenset({6}))


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of March 2015, which began on a Sunday."""
    return datetime(2015, 3, day, hour, minute, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("hours", "at", "opening"),
    [
        (OFFICE, local(2, 10), local(2, 10)),
        (OFFICE, local(2, 8, 59), local(2, 9)),
        (OFFICE, local(2, 17), local(3, 9)),
        (OFFICE, local(6, 18), local(9, 9)),
        (NIGHT, local(2, 23), local(2, 23)),
        (NIGHT, local(3, 4), local(3, 4)),
        (NIGHT, local(3, 5), local(9, 22)),
        (NIGHT, local(2, 4), local(2, 22)),
        (WHOLE_SUNDAY, local(1, 23), local(1, 23)),
        (WHOLE_SUNDAY, local(2, 0), local(8, 0)),
    ],
)
def test_hours_open_now_or_at_their_next_beginning(hours, at, opening):
    assert opens_at(hours, at) == opening
    assert within(hours, at) == (at == opening)


def test_hours_without_a_weekday_never_open():
    never = Hours(start=time(9), end=time(17), zone=BEIJING, weekdays=frozenset())
    assert opens_at(never, local(2, 10)) is None


def test_no_instant_before_the_opening_lies_within():
    at = local(6, 18)
    opening = opens_at(OFFICE, at)
    assert opening is not None
    assert not any(within(OFFICE, at + timedelta(hours=hour)) for hour in range(63))
    assert not within(OFFICE, opening - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("hours", "always"),
    [
        (Hours(start=time(8), end=time(8), zone=BEIJING), True),
        (Hours(start=time(0), end=time(23, 59), zone=BEIJING), False),
        (WHOLE_SUNDAY, False),
        (OFFICE, False),
    ],
)
def test_only_the_whole_day_of_every_day_is_always_open(hours, always):
    assert always_open(hours) is always
    hours_of_a_week = (local(1, 0) + timedelta(hours=number) for number in range(168))
    assert all(within(hours, at) for at in hours_of_a_week) is (always or hours.end == time(23, 59))
