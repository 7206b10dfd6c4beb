# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Count in working days of a nation's calendar, so that no holiday runs against an owner.

The day on which a term starts does not count (China's Civil Code, article 201; Regulation (EEC,
Euratom) 1182/71, article 3): a letter of Friday evening with a term of one working day is due at
the close of business on Monday.
"""

from datetime import UTC, date, datetime, time, timedelta

from mendsky.core.terms.nations import Calendar

CLOSE_OF_BUSINESS = time(18, 0)
"""Local time at which a term ends."""
SATURDAY = 5


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Say whether a day is worked; outside the days that the calendar knows, Monday to Friday are."""
    if day in calendar.workdays:
        return True
    return day.weekday() < SATURDAY and day not in calendar.holidays


def add_working_days(calendar: Calendar, start: datetime, days: int) -> datetime:
    """Give the close of business, in UTC, of the working day that lies so many after the start's day.

    Raises `ValueError` for a naive start and for less than one day.
    """
    if days < 1:
        msg = f"a term has at least one working day, not {days}"
        raise ValueError(msg)
    day = _local_day(calendar, start)
    while days:
        day += timedelta(days=1)
        days -= is_working_day(calendar, day)
    return datetime.combine(day, CLOSE_OF_BUSINESS, calendar.zone).astimezone(UTC)


def working_days_between(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Count the working days after the start's day, up to and including the end's day; 0 where none passed.

    Raises `ValueError` for naive instants.
    """
    day, last = _local_day(calendar, start), _local_day(calendar, end)
    return sum(is_working_day(calendar, day + timedelta(days=n)) for n in range(1, (last - day).days + 1))


def _local_day(calendar: Calendar, moment: datetime) -> date:
    if moment.tzinfo is None:
        msg = "a term needs instants with a time zone"
        raise ValueError(msg)
    return moment.astimezone(calendar.zone).date()
