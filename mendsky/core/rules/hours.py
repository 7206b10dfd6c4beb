# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a grant's hours are open, and when they open next."""

from datetime import UTC, datetime, time, timedelta

from mendsky.core.terms.grants import Hours

EVERY_DAY = frozenset(range(7))
DAYS_AHEAD = 8
"""From a day on, the same weekday comes again within these days."""


def always_open(hours: Hours) -> bool:
    """Say whether hours are the whole day of every day."""
    return hours.start == hours.end and hours.weekdays >= EVERY_DAY


def within(hours: Hours, at: datetime) -> bool:
    """Say whether an instant lies in a grant's hours; the end is outside."""
    local = at.astimezone(hours.zone)
    clock = local.time()
    if hours.start == hours.end:
        return local.weekday() in hours.weekdays
    if hours.start < hours.end:
        return hours.start <= clock < hours.end and local.weekday() in hours.weekdays
    if clock >= hours.start:
        return local.weekday() in hours.weekdays
    # After midnight the window still belongs to the evening on which it began.
    return clock < hours.end and (local.date() - timedelta(days=1)).weekday() in hours.weekdays


def opens_at(hours: Hours, at: datetime) -> datetime | None:
    """Give the first instant from `at` on that lies in the hours, in UTC; None where they never open."""
    if within(hours, at):
        return at
    begin = time.min if hours.start == hours.end else hours.start
    today = at.astimezone(hours.zone).date()
    for days in range(DAYS_AHEAD):
        start = datetime.combine(today + timedelta(days=days), begin, hours.zone).astimezone(UTC)
        if start > at and within(hours, start):
            return start
    return None
