# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deadlines follow where a case stands; what no longer holds is done."""

from datetime import UTC, date, datetime, timedelta

from mendsky.apps.cases import services
from mendsky.apps.cases.models import Deadline


def open_deadlines(case):
    return dict(Deadline.objects.filter(case=case, done_at=None).values_list("kind", "due"))


def evening(month, day):
    return datetime(2015, month, day, 10, tzinfo=UTC)


def test_a_told_owner_has_days_to_answer_and_weeks_to_repair(case):
    assert open_deadlines(case) == {
        "answer": evening(3, 5),
        "repair": evening(3, 23),
        "escalate": evening(3, 5),
    }


def test_an_answer_ends_the_wait_for_it(case, story):
    services.acknowledge(case.id, at=story.later(hours=1))
    assert open_deadlines(case) == {"repair": evening(3, 23), "escalate": evening(3, 23)}


def test_a_later_date_that_was_named_counts(case, story):
    services.plan(case.id, date(2015, 4, 1), at=story.later(hours=1))
    assert open_deadlines(case) == {"repair": evening(4, 1), "escalate": evening(4, 1)}


def test_a_dispute_stops_the_clocks(case, story):
    services.dispute(case.id, "There is no such page.", at=story.later(hours=1))
    assert open_deadlines(case) == {}


def test_a_verified_repair_leaves_only_the_recheck(case, story):
    story.repaired(case)
    (kind, due), *others = open_deadlines(case).items()
    assert (kind, others) == ("recheck", [])
    assert due == story.later() + timedelta(days=3)


def test_replaced_deadlines_are_kept_as_done(case, story):
    at = story.later(hours=1)
    services.acknowledge(case.id, at=at)
    assert set(Deadline.objects.filter(case=case, done_at=at).values_list("kind", flat=True)) == {
        "answer",
        "escalate",
    }


def test_a_returned_exposure_starts_the_clocks_anew(case, story):
    services.acknowledge(case.id, at=story.later(hours=1))
    story.repaired(case)
    story.returned()
    assert set(open_deadlines(case)) == {"answer", "repair", "escalate"}
