# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.rules.deadlines import add_working_days, is_working_day, working_days_between
from mendsky.nations.load import load

CALENDAR = load("cn").calendar
BEIJING = ZoneInfo("Asia/Shanghai")


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


TERMS = [
    ("2015-03-02 09:00", 1, "2015-03-03", "an ordinary Monday"),
    ("2015-03-02 23:59", 1, "2015-03-03", "the hour of the start does not matter"),
    ("2015-03-06 17:00", 1, "2015-03-09", "a Friday's next working day is Monday"),
    ("2015-03-07 10:00", 1, "2015-03-09", "so is a Saturday's"),
    ("2015-02-13 09:00", 1, "2015-02-15", "Sunday 15 February 2015 was worked for the Spring Festival"),
    ("2015-02-17 09:00", 1, "2015-02-25", "the Spring Festival of 2015 lasted from 18 to 24 February"),
    ("2015-02-27 09:00", 1, "2015-02-28", "Saturday 28 February 2015 was worked for it"),
    ("2015-02-28 09:00", 1, "2015-03-02", "a worked Saturday is followed by Sunday"),
    ("2015-02-13 09:00", 3, "2015-02-17", "three days over a worked Sunday"),
    ("2015-02-13 09:00", 5, "2015-02-26", "five days over the festival"),
    ("2015-04-03 09:00", 1, "2015-04-07", "Tomb-sweeping Day 2015 fell on a Sunday; Monday was off"),
    ("2015-04-30 09:00", 1, "2015-05-04", "1 May was a Friday"),
    ("2015-09-02 09:00", 1, "2015-09-06", "3 and 4 September 2015 were off, Sunday the 6th worked"),
    ("2015-09-30 09:00", 1, "2015-10-08", "the National Day week"),
    ("2015-12-31 09:00", 1, "2016-01-04", "over New Year"),
    ("2014-12-31 09:00", 1, "2015-01-04", "Sunday 4 January 2015 was worked"),
    ("2015-04-24 09:00", 15, "2015-05-18", "the term of repair over 1 May"),
    ("2013-09-30 09:00", 1, "2013-10-01", "before the calendar begins only the week is known"),
    ("2030-10-01 09:00", 3, "2030-10-04", "after it ends too"),
]


@pytest.mark.parametrize(("start", "days", "end", "reason"), TERMS, ids=[row[3] for row in TERMS])
def test_a_term_ends_at_the_close_of_a_working_day(start, days, end, reason):
    due = add_working_days(CALENDAR, local(start), days)
    assert due == local(f"{end} 18:00")
    assert due.tzinfo is UTC


def test_the_local_day_counts_not_that_of_utc():
    late = datetime(2015, 3, 2, 16, 30, tzinfo=UTC)  # Tuesday 00:30 in Beijing
    assert add_working_days(CALENDAR, late, 1) == local("2015-03-04 18:00")


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2015-03-02 09:00", "2015-03-02 18:00", 0),
        ("2015-03-02 09:00", "2015-03-03 00:01", 1),
        ("2015-03-06 09:00", "2015-03-08 09:00", 0),
        ("2015-02-17 09:00", "2015-02-24 09:00", 0),
        ("2015-02-13 09:00", "2015-02-28 09:00", 7),
        ("2015-03-03 09:00", "2015-03-02 09:00", 0),
    ],
)
def test_working_days_that_have_passed(start, end, days):
    assert working_days_between(CALENDAR, local(start), local(end)) == days


def test_naive_instants_and_empty_terms_are_refused():
    naive = datetime(2015, 3, 2)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        add_working_days(CALENDAR, naive, 1)
    with pytest.raises(ValueError, match="time zone"):
        working_days_between(CALENDAR, local("2015-03-02"), naive)
    with pytest.raises(ValueError, match="at least one working day, not 0"):
        add_working_days(CALENDAR, local("2015-03-02"), 0)


@given(
    st.datetimes(datetime(2013, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(1, 40),
)
def test_a_term_lasts_as_many_working_days_as_it_says(start, days):
    due = add_working_days(CALENDAR, start, days)
    assert working_days_between(CALENDAR, start, due) == days
    assert due > start
    assert is_working_day(CALENDAR, due.astimezone(BEIJING).date())


def test_every_exception_to_the_week_is_one():
    assert all(day.weekday() < 5 and not is_working_day(CALENDAR, day) for day in CALENDAR.holidays)
    assert all(day.weekday() >= 5 and is_working_day(CALENDAR, day) for day in CALENDAR.workdays)


def test_a_year_has_its_working_days():
    # 104 days of weekends, 11 days of holidays, and once, in 2015, the 3rd of September.
    days = [date(2015, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum(is_working_day(CALENDAR, day) for day in days) == 365 - 104 - 11 - 1
