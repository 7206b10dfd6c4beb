# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk is told what waits for a person, since when and by when, and what moves by itself."""

import pytest

from mendsky.apps.cases import desk, queries, services
from mendsky.core.rules.attention import Need
from mendsky.core.terms.answers import Answer, Purpose
from mendsky.core.terms.cases import Actor, EventKind, Level


def morning(divisions=("CN",)):
    from mendsky.runtime import clocks

    return desk.morning(divisions, now=clocks.now())


def needs():
    return [decision.need for decision in morning().decide]


def overrule(case, story):
    services.record(case.id, EventKind.OVERRULE, at=story.later(minutes=1), actor=Actor.HANDLER)


@pytest.mark.parametrize(("divisions", "found"), [(["220122"], 1), (["220000"], 1), (["330000"], 0), ([], 0)])
def test_cases_are_read_within_their_divisions(case, divisions, found):
    assert len(morning(divisions).moving) == found


def test_all_of_it_takes_one_query(case, django_assert_num_queries):
    with django_assert_num_queries(2):  # one for the clock
        morning()


def test_what_moves_by_itself_needs_nobody_and_says_who_is_told_and_why(case):
    assert needs() == []
    (move,) = morning().moving
    assert (move.kind.value, move.level, move.reason) == ("escalate", Level.CITY, "silence")
    assert desk.outlook(case.id).moves == (move,)


def test_a_flag_waits_for_its_review_and_no_more_once_the_case_is_repaired(case, story):
    services.flag(case.id, "A specimen.", by=1, at=story.later(hours=1))
    assert needs() == [Need.FLAG]
    story.repaired(case)
    assert needs() == []


def test_when_the_city_was_told_the_province_is_next(case, story):
    story.until(desk.outlook(case.id).moves[0].due)
    assert [move.level for move in desk.outlook(case.id).moves] == [Level.PROVINCE]


def test_a_dispute_waits_for_a_person_from_the_instant_it_came(case, story, nation):
    at = story.later(hours=1)
    services.dispute(case.id, "There is no such page.", at=at)
    (decision,) = morning().decide
    assert (decision.case.id, decision.need, decision.since) == (case.id, Need.DISPUTE, at)
    assert decision.due.astimezone(nation.calendar.zone).hour == 18
    overrule(case, story)
    assert needs() == []


def test_a_letter_that_does_not_leave_waits_for_a_person_and_a_fresh_one_for_nobody(case):
    case.letters.update(posted_at=None, attempts=1)
    assert (needs(), morning().letters) == ([], 1)
    case.letters.update(attempts=3)
    assert (needs(), morning().letters) == ([Need.LETTER_WAITS], 0)


def test_an_owner_without_an_address_that_works_needs_a_contact(story):
    story.enter(mute=("owner",))
    story.found()
    assert needs() == [Need.UNDELIVERABLE]


def test_a_false_claim_is_shown_and_a_running_retest_counted(case, story):
    services.claim(case.id, at=story.later(hours=1))
    assert morning().retests == 1
    story.see(Answer.EXPOSED, Purpose.RETEST)
    story.work()
    assert (needs(), morning().retests) == ([Need.FALSE_CLAIM], 0)


def rechecked(case, story, answer):
    """Look at a repaired case's place when its recheck is due."""
    story.until(next(row.due for row in queries.deadlines(case.id) if row.kind == "recheck"))
    story.see(answer, Purpose.RECHECK)
    story.work()
    case.refresh_from_db()


def unseen(case):
    return desk.outlook(case.id).unseen_since


def test_a_repair_that_two_looks_in_a_row_could_not_see_waits_for_a_person(case, story, event):
    story.repaired(case)
    assert unseen(case) is None
    rechecked(case, story, Answer.UNDETERMINED)
    first = event("retest-undetermined").recorded_at
    assert (needs(), unseen(case)) == ([], first)
    rechecked(case, story, Answer.UNDETERMINED)
    (decision,) = morning().decide
    assert (decision.need, decision.since, case.state) == (Need.REPAIR_UNSEEN, first, "repaired")
    assert unseen(case) == first
    rechecked(case, story, Answer.NOT_EXPOSED)
    assert (needs(), unseen(case), case.state) == ([], None, "confirmed")


def test_a_note_takes_an_unseen_repair_off_the_list_and_the_case_still_says_it(case, story):
    story.repaired(case)
    rechecked(case, story, Answer.UNDETERMINED)
    rechecked(case, story, Answer.UNDETERMINED)
    services.note(case.id, "The office says that the system is gone.", at=story.later(hours=1))
    rechecked(case, story, Answer.UNDETERMINED)
    assert needs() == []
    assert unseen(case) is not None


def test_looks_before_the_repair_say_nothing_of_it(case, story):
    services.claim(case.id, at=story.later(hours=1))
    story.retested(Answer.UNDETERMINED)
    story.retested(Answer.NOT_EXPOSED)
    assert story.state(case) == "repaired"
    assert (needs(), unseen(case)) == ([], None)
