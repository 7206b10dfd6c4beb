# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Looks that were put off are counted by division and day; the desk is told of today and yesterday."""

from datetime import timedelta
from uuid import uuid4

from mendsky.apps.watch import put_off, services
from mendsky.apps.watch.tallies import PutOffCause
from mendsky.core.terms.answers import Purpose

DAY = timedelta(days=1)


def everywhere(division):
    return True


def test_looks_are_told_by_cause_for_two_days_in_one_query(system_id, monday, django_assert_num_queries):
    for days in (0, 0, 1, 2):
        put_off.note([system_id], PutOffCause.BUSY, monday - days * DAY)
    put_off.note([system_id], PutOffCause.BUDGET, monday)
    with django_assert_num_queries(1):
        assert put_off.lately(monday, everywhere) == {"busy": 3, "budget": 1}
    assert put_off.lately(monday, {"220000"}.__contains__) == {}


def test_a_system_that_nobody_knows_counts_for_nothing(system_id, monday):
    put_off.note([uuid4()], PutOffCause.BUSY, monday)
    assert put_off.lately(monday, everywhere) == {}


def test_a_visit_cut_short_by_the_budget_of_the_day_is_counted(enter, office, monday):
    (system_id,) = enter(office, daily_budget=3)
    services.run([services.Item(system_id=system_id)], Purpose.SWEEP)
    services.run([services.Item(system_id=system_id)], Purpose.SWEEP)
    assert put_off.lately(monday, everywhere) == {"budget": 2}


def test_a_visit_within_the_budget_is_not_counted(system_id, monday):
    services.run([services.Item(system_id=system_id)], Purpose.SWEEP)
    assert put_off.lately(monday, everywhere) == {}
