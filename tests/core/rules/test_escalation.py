# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Silence moves up, level by level, in the nation's working days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mendsky.core.rules import escalation
from mendsky.core.rules.escalation import ABOVE, WAITING, Reason, Standing, next_step
from mendsky.core.terms.cases import Level, State
from mendsky.core.terms.nations import DivisionLevel

BEIJING = ZoneInfo("Asia/Shanghai")
OPEN = [state for state, reason in WAITING.items() if reason is not None]


def evening(year, month, day):
    return datetime(year, month, day, 18, tzinfo=BEIJING)


@pytest.fixture
def told(monday):
    """A county's office, told on Monday 2 March, that has not answered."""
    return Standing(
        state=State.NOTIFIED,
        owner_level=DivisionLevel.COUNTY,
        started_at=monday,
        told=Level.OWNER,
        told_at=monday,
        answered=False,
        reached=True,
        promised=None,
    )


def test_every_state_has_a_row():
    assert set(WAITING) == set(State)


def test_every_level_has_a_row_and_the_ladder_ends_at_the_nation():
    assert set(ABOVE) == set(Level)
    level, climbed = Level.OWNER, []
    while (level := ABOVE[level]) is not None:
        climbed.append(level)
    assert climbed == [Level.CITY, Level.PROVINCE, Level.NATION]


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (State.NOTIFIED, Reason.SILENCE),
        (State.ACKNOWLEDGED, Reason.REPAIR_OVERDUE),
        (State.CLAIMED, Reason.REPAIR_OVERDUE),
        (State.REFUTED, Reason.REPAIR_OVERDUE),
    ],
)
def test_open_states_move_up_for_a_reason(told, nation, state, reason):
    step = next_step(replace(told, state=state, answered=reason is Reason.REPAIR_OVERDUE), nation)
    assert step is not None
    assert (step.level, step.reason, step.rule) == (Level.CITY, reason, "escalation/2")


@pytest.mark.parametrize(
    ("promised", "reason"),
    [
        (evening(2015, 3, 10), Reason.PLAN_MISSED),
        (evening(2015, 4, 1), Reason.PLAN_MISSED),
        (evening(2016, 1, 1), Reason.REPAIR_OVERDUE),  # two terms pass before that day does
        (None, Reason.REPAIR_OVERDUE),
    ],
)
def test_a_day_that_passed_moves_up_as_a_missed_plan(told, nation, promised, reason):
    planned = replace(told, state=State.PLANNED, answered=True, promised=promised)
    assert next_step(planned, nation).reason is reason


@pytest.mark.parametrize(
    ("state", "promised", "missed"),
    [
        (State.PLANNED, evening(2015, 3, 11), False),
        (State.PLANNED, evening(2015, 3, 10), True),
        (State.PLANNED, None, False),
        (State.CLAIMED, evening(2015, 3, 9), False),
    ],
)
def test_a_plan_is_missed_when_its_day_has_passed_and_no_other_word_came(state, promised, missed):
    assert escalation.missed_plan(state, promised, evening(2015, 3, 10)) is missed


@pytest.mark.parametrize(
    ("owner_level", "told_level", "highest"),
    [
        (DivisionLevel.COUNTY, Level.PROVINCE, False),
        (DivisionLevel.COUNTY, Level.NATION, True),
        (DivisionLevel.PROVINCE, Level.OWNER, False),
        (DivisionLevel.NATION, Level.OWNER, True),
    ],
)
def test_the_highest_level_is_the_one_with_nobody_above(told, owner_level, told_level, highest):
    standing = replace(told, owner_level=owner_level, told=told_level)
    assert escalation.highest_told(standing) == (told.told_at if highest else None)


@pytest.mark.parametrize("state", [state for state in State if state not in OPEN])
def test_other_states_move_nobody(told, nation, state):
    assert next_step(replace(told, state=state), nation) is None


def test_silence_lasts_three_working_days(told, nation):
    assert next_step(told, nation).due == evening(2015, 3, 5)


def test_silence_does_not_count_the_weekend(told, nation, monday):
    friday = monday + timedelta(days=4)
    assert next_step(replace(told, started_at=friday, told_at=friday), nation).due == evening(2015, 3, 11)


def test_each_further_level_has_five_working_days(told, nation, monday):
    step = next_step(replace(told, told=Level.CITY, told_at=monday), nation)
    assert (step.level, step.due) == (Level.PROVINCE, evening(2015, 3, 9))


def test_nobody_stands_above_the_nation(told, nation):
    assert next_step(replace(told, told=Level.NATION), nation) is None


@pytest.mark.parametrize(
    ("owner_level", "first"),
    [
        (DivisionLevel.COUNTY, Level.CITY),
        (DivisionLevel.CITY, Level.PROVINCE),
        (DivisionLevel.PROVINCE, Level.NATION),
        (DivisionLevel.NATION, None),
    ],
)
def test_only_levels_above_the_owners_own_are_told(told, nation, owner_level, first):
    step = next_step(replace(told, owner_level=owner_level), nation)
    assert (step.level if step else None) is first


@pytest.mark.parametrize("state", [State.UNDELIVERABLE, State.NOTIFIED])
def test_an_owner_who_cannot_be_reached_moves_up_at_once(told, nation, state):
    step = next_step(replace(told, state=state, reached=False), nation)
    assert (step.due, step.reason) == (told.told_at, Reason.UNREACHABLE)


def test_an_authority_that_cannot_be_reached_is_passed_at_once(told, nation):
    step = next_step(replace(told, told=Level.CITY, reached=False), nation)
    assert (step.level, step.due) == (Level.PROVINCE, told.told_at)


def test_an_authority_that_was_reached_for_an_unreachable_owner_has_its_time(told, nation, monday):
    step = next_step(replace(told, state=State.UNDELIVERABLE, told=Level.CITY), nation)
    assert (step.level, step.due) == (Level.PROVINCE, evening(2015, 3, 9))


def test_an_owner_who_answered_was_reached_even_if_a_later_letter_comes_back(told, nation):
    step = next_step(replace(told, state=State.ACKNOWLEDGED, answered=True, reached=False), nation)
    assert step.reason is Reason.REPAIR_OVERDUE


def test_an_owner_who_answered_and_then_lost_its_mailbox_moves_up_at_once(told, nation):
    step = next_step(replace(told, state=State.UNDELIVERABLE, answered=True, reached=False), nation)
    assert (step.due, step.reason) == (told.told_at, Reason.UNREACHABLE)


def test_an_overruled_dispute_is_no_silence(told, nation):
    assert next_step(replace(told, answered=True), nation).reason is Reason.REPAIR_OVERDUE


def test_a_repair_has_fifteen_working_days(told, nation):
    answered = replace(told, state=State.ACKNOWLEDGED, answered=True)
    assert next_step(answered, nation).due == evening(2015, 3, 23)


def test_an_authority_told_late_has_its_time_although_the_repair_is_overdue(told, nation):
    late = datetime(2015, 3, 30, 1, tzinfo=UTC)
    answered = replace(told, state=State.ACKNOWLEDGED, answered=True, told=Level.CITY, told_at=late)
    assert next_step(answered, nation).due == evening(2015, 4, 7)


@pytest.mark.parametrize(
    ("promised", "due"),
    [
        (evening(2015, 3, 10), evening(2015, 3, 23)),  # an early promise holds nobody to more than the term
        (evening(2015, 4, 1), evening(2015, 4, 1)),
        (evening(2016, 1, 1), evening(2015, 4, 14)),  # two terms, and no further
    ],
)
def test_a_promised_date_counts_within_two_terms(told, nation, promised, due):
    assert escalation.repair_due(replace(told, promised=promised), nation) == due


def test_after_a_dispute_was_overruled_the_whole_term_runs_again(told, nation, monday):
    overruled = replace(told, answered=True, overruled_at=monday + timedelta(days=21))
    assert escalation.repair_due(overruled, nation) == evening(2015, 4, 14)


def test_business_closes_at_six_in_the_nations_zone(nation):
    assert escalation.end_of_day(date(2015, 3, 2), nation) == datetime(2015, 3, 2, 10, tzinfo=UTC)
