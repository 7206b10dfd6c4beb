# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import uuid
from datetime import timedelta

import pytest

from mendsky.apps.watch import queries
from mendsky.apps.watch.models import KnownPlace, RetestOrder, SystemSchedule
from mendsky.core.terms.answers import Purpose

KIND, PLACE = "directory-listing", "/backup/"


@pytest.fixture
def ordered(db, monday):
    """Give the function that writes an order of some minutes after monday."""
    system_id = uuid.uuid4()

    def _ordered(minutes=0, **columns):
        asked_at = monday + timedelta(minutes=minutes)
        columns = {"purpose": "retest", "asked_by": "owner", "next_due": asked_at, **columns}
        return RetestOrder.objects.create(
            system=system_id, kind=KIND, place_group=PLACE, asked_at=asked_at, **columns
        )

    _ordered.system_id = system_id
    return _ordered


def test_attempts_are_told_newest_first(ordered):
    first = ordered(0, status="clean")
    second = ordered(60, purpose="recheck", asked_by="schedule")
    attempts = queries.attempts(ordered.system_id, KIND, PLACE)
    assert [attempt.order_id for attempt in attempts] == [second.id, first.id]
    assert [attempt.purpose for attempt in attempts] == [Purpose.RECHECK, Purpose.RETEST]
    assert attempts[0].passes == ()


def test_attempts_at_another_place_are_not_told(ordered):
    ordered()
    assert queries.attempts(ordered.system_id, KIND, "/data/") == []
    assert queries.attempts(ordered.system_id, "sql-injection", PLACE) == []


def test_only_open_orders_are_pending(ordered):
    ordered(0, status="clean")
    ordered(1, status="exposed")
    assert queries.pending_orders() == 0
    ordered(2, status="undetermined-waiting")
    assert queries.pending_orders() == 1


def test_nothing_is_due_in_an_empty_directory(db, monday):
    assert queries.next_due(monday) is None


def test_the_earliest_of_sweeps_second_looks_and_passes_is_due_next(ordered, monday):
    SystemSchedule.objects.create(system=ordered.system_id, next_due=monday + timedelta(hours=24))
    assert queries.next_due(monday) == monday + timedelta(hours=24)
    KnownPlace.objects.create(
        system=ordered.system_id,
        probe=KIND,
        place_group=PLACE,
        answer="exposed",
        since=monday,
        last_at=monday,
        first_positive_at=monday,
        first_observation=uuid.uuid4(),
        confirm_due=monday + timedelta(hours=2),
    )
    assert queries.next_due(monday) == monday + timedelta(hours=2)
    ordered(60)
    assert queries.next_due(monday) == monday + timedelta(hours=1)


def test_an_order_that_was_answered_is_not_due(ordered, monday):
    ordered(0, status="clean", next_due=None)
    assert queries.next_due(monday) is None
