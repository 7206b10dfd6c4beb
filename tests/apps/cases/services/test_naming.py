# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An organisation is named when the rule says so, unless a handler puts it off; no event carries its name."""

from datetime import UTC, datetime, timedelta

import pytest

from mendsky.apps.cases import queries, services
from mendsky.apps.cases.services import HoldRefusedError
from mendsky.core.terms.answers import Answer, Purpose
from mendsky.core.terms.cases import EventKind


def deadline(case, kind):
    return next((one.due for one in queries.deadlines(case.id) if one.kind == kind), None)


@pytest.fixture
def told_to_the_nation(case, story):
    while due := deadline(case, "escalate"):
        story.until(due)
    return case


@pytest.fixture
def confirmed(case, story):
    story.repaired(case)
    story.until(deadline(case, "recheck"))
    story.see(Answer.NOT_EXPOSED, Purpose.RECHECK)
    story.work()
    return case


def test_who_stays_silent_after_the_nation_was_told_is_named(told_to_the_nation, story, event):
    case = told_to_the_nation
    assert queries.named() == {}
    story.until(deadline(case, "disclose"))
    story.state(case)
    assert (case.stage, queries.named()) == ("named", {case.public_id: case.organisation})
    assert event("disclose").public == {"reason": "unrepaired"}
    assert (event("disclose").rule, event("disclose").stage) == ("disclosure/2", "named")
    assert deadline(case, "disclose") is None


def test_who_repaired_is_named_for_it_when_it_has_held(confirmed, story, event):
    story.until(deadline(confirmed, "disclose"))
    assert event("disclose").public == {"reason": "repaired"}
    assert story.state(confirmed) == "confirmed"


def test_nobody_is_named_before_the_day(told_to_the_nation, story):
    due = deadline(told_to_the_nation, "disclose")
    assert services.disclose(told_to_the_nation.id, now=due - timedelta(minutes=1)) is False


def test_a_dispute_keeps_the_name_back(told_to_the_nation, story):
    services.dispute(told_to_the_nation.id, "It is not so.", at=story.later(hours=1))
    assert deadline(told_to_the_nation, "disclose") is None


def test_a_handler_keeps_the_name_back_until_a_day_and_says_why_under_seal(told_to_the_nation, story):
    until = datetime(2015, 7, 1, 10, tzinfo=UTC)
    services.hold(told_to_the_nation.id, until, reason="An inquiry is under way.", at=story.later(hours=1))
    assert deadline(told_to_the_nation, "disclose") == until
    assert queries.case(told_to_the_nation.id).held_until == until
    assert queries.last_words(told_to_the_nation.id, EventKind.HOLD) == "An inquiry is under way."


@pytest.mark.parametrize(("days", "reason"), [(1, " "), (-1, "late"), (400, "for ever")])
def test_a_name_is_not_kept_back_without_a_reason_nor_for_ever(told_to_the_nation, story, days, reason):
    at = story.later(hours=1)
    with pytest.raises(HoldRefusedError):
        services.hold(told_to_the_nation.id, at + timedelta(days=days), reason=reason, at=at)


def test_who_was_named_on_a_day_past_can_be_told_later(told_to_the_nation, story):
    due = deadline(told_to_the_nation, "disclose")
    story.until(due)
    case = told_to_the_nation
    services.transfer(case.id, story.another_owner().id, at=story.later(days=1))
    assert queries.named(due) == {case.public_id: told_to_the_nation.organisation}
    assert queries.named() == {}


def test_the_next_naming_is_known_to_the_clock(told_to_the_nation):
    assert queries.next_due() == deadline(told_to_the_nation, "disclose")
