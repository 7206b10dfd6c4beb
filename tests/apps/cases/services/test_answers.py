# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The owner's words are taken as words: none of them makes a repair."""

from datetime import UTC, date, datetime

import pytest

from mendsky.apps.cases import queries, services
from mendsky.apps.cases.models import Party
from mendsky.apps.cases.services import DisputeRefusedError, PlanRefusedError
from mendsky.apps.watch import queries as watch
from mendsky.core.lifecycle.fold import IllegalMove
from mendsky.core.terms.answers import Answer


def test_seen_is_an_answer(case, story):
    at = story.later(hours=1)
    services.acknowledge(case.id, at=at)
    assert story.state(case) == "acknowledged"
    assert Party.objects.get(case=case, role="owner").answered_at == at


def test_a_named_day_ends_at_six_in_the_nations_zone(case, story, event):
    services.plan(case.id, date(2015, 3, 20), at=story.later(hours=1))
    assert story.state(case) == "planned"
    assert event("plan").public == {"promised": "2015-03-20T10:00:00Z"}
    assert case.promised == datetime(2015, 3, 20, 10, tzinfo=UTC)


@pytest.mark.parametrize("day", [date(2015, 3, 1), date(2016, 3, 4)])
def test_a_day_that_is_past_or_far_away_is_refused(case, story, day):
    with pytest.raises(PlanRefusedError, match="from 2015-03-02 on"):
        services.plan(case.id, day, at=story.later(hours=1))
    assert story.state(case) == "notified"


def test_a_claim_orders_a_retest_at_once(case, story):
    at = story.later(hours=1)
    services.claim(case.id, at=at)
    (attempt,) = watch.attempts(case.system, case.kind, case.place_group)
    assert story.state(case) == "claimed"
    assert (attempt.asked_by, attempt.asked_at, case.testing_since) == ("owner", at, at)


def test_no_word_of_the_owner_repairs_anything(case, story):
    services.claim(case.id, at=story.later(hours=1))
    services.claim(case.id, at=story.later(hours=1))
    assert story.state(case) == "claimed"


def test_a_claim_of_what_is_repaired_is_refused_and_orders_nothing(case, story):
    story.repaired(case)
    before = len(watch.attempts(case.system, case.kind, case.place_group))
    with pytest.raises(IllegalMove):
        services.claim(case.id, at=story.later(hours=1))
    assert len(watch.attempts(case.system, case.kind, case.place_group)) == before


def test_the_words_of_a_dispute_are_sealed(case, story, event):
    services.dispute(case.id, "  There is no such page.  ", at=story.later(hours=1))
    assert story.state(case) == "disputed"
    assert event("dispute").public == {}
    assert queries.dispute(case.id) == "There is no such page."


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_a_dispute_says_why_in_a_few_words(case, story, text):
    with pytest.raises(DisputeRefusedError, match="says why"):
        services.dispute(case.id, text, at=story.later(hours=1))
    assert story.state(case) == "notified"


def test_a_handler_overrules_a_dispute(case, story, event):
    services.dispute(case.id, "There is no such page.", at=story.later(hours=1))
    services.overrule(case.id, at=story.later(days=1))
    assert story.state(case) == "notified"
    assert event("overrule").actor == "handler"


def test_an_overruled_owner_is_not_silent(case, story, event):
    services.dispute(case.id, "There is no such page.", at=story.later(hours=1))
    services.overrule(case.id, at=story.later(days=1))
    due = next(one.due for one in queries.deadlines(case.id) if one.kind == "escalate")
    story.until(due)
    assert event("escalate").public["reason"] == "repair-overdue"


def test_an_unanswered_retest_is_no_longer_pending_once_it_answers(case, story):
    services.claim(case.id, at=story.later(hours=1))
    story.retested(Answer.EXPOSED)
    story.state(case)
    assert case.testing_since is None
