# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case is closed when its repair has held for long enough, and is still watched."""

from datetime import timedelta

import pytest

from mendsky.apps.cases import desk, queries, services
from mendsky.core.statistics.loopholes import loopholes
from mendsky.core.terms.answers import Answer, Purpose
from mendsky.core.terms.cases import State


def deadline(case, kind):
    return next((one.due for one in queries.deadlines(case.id) if one.kind == kind), None)


@pytest.fixture
def confirmed(case, story):
    story.repaired(case)
    story.until(deadline(case, "recheck"))
    story.see(Answer.NOT_EXPOSED, Purpose.RECHECK)
    story.work()
    return case


@pytest.fixture
def closed(confirmed, story):
    story.until(deadline(confirmed, "disclose"))
    story.until(deadline(confirmed, "close"))
    return confirmed


def counted(case):
    facts = [one.fact for _, one in queries.committed(0, 100) if one.fact is not None]
    (loophole,) = loopholes(facts, provinces={case.division: None})
    return loophole.open, loophole.repaired_at


def test_a_confirmed_repair_that_held_closes_its_case(closed, story, event):
    assert story.state(closed) == "closed"
    assert (event("close").rule, event("close").actor) == ("closing/1", "mendsky")
    assert queries.deadlines(closed.id) == ()


def test_a_closed_case_counts_as_repaired_from_the_same_instant(confirmed, story):
    before = counted(confirmed)
    assert before[0] is False
    story.until(deadline(confirmed, "disclose"))
    story.until(deadline(confirmed, "close"))
    assert (story.state(confirmed), counted(confirmed)) == ("closed", before)


def test_a_repair_that_nobody_confirmed_yet_closes_nothing(case, story):
    story.repaired(case)
    assert deadline(case, "close") is None


def test_nothing_is_closed_before_its_day(confirmed, story):
    early = deadline(confirmed, "close") - timedelta(minutes=1)
    assert services.close(confirmed.id, now=early) is False
    assert story.state(confirmed) == "confirmed"


def test_a_name_that_is_held_back_keeps_the_case_open_until_it_is_said(confirmed, story):
    until = deadline(confirmed, "close") + timedelta(days=30)
    services.hold(confirmed.id, until, reason="An inquiry is under way.", at=story.later(hours=1))
    assert deadline(confirmed, "close") == until
    story.until(until)
    assert (story.state(confirmed), confirmed.stage) == ("closed", "named")


def test_the_closing_is_known_to_the_clock_and_to_the_desk(confirmed, story):
    story.until(deadline(confirmed, "disclose"))
    assert queries.next_due() == deadline(confirmed, "close")
    assert [move.kind for move in desk.outlook(confirmed.id).moves] == ["close"]


def test_an_exposure_that_comes_back_reopens_a_closed_case(closed, story):
    story.returned()
    assert story.state(closed) == State.NOTIFIED
    assert deadline(closed, "close") is None
