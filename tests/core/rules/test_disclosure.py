# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sealed, then counted, then named: after a repair that held, or after everybody above was told in vain."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from mendsky.core.lifecycle.table import NEXT, REPAIRED_STATES
from mendsky.core.rules.disclosure import NAMING, RULE, STAGES, Reason, Showing, advance, next_step
from mendsky.core.terms.cases import EventKind, Stage, State

BEIJING = ZoneInfo("Asia/Shanghai")
COUNTED = [state for state, stage in STAGES.items() if stage is Stage.COUNTED]
OPEN = [state for state, reason in NAMING.items() if reason is Reason.UNREPAIRED]


def evening(year, month, day):
    return datetime(year, month, day, 18, tzinfo=BEIJING)


@pytest.fixture
def silent(monday):
    """A case whose owner is silent and whose nation's level was told on Monday 2 March."""
    return Showing(
        state=State.NOTIFIED,
        stage=Stage.COUNTED,
        confirmed_at=None,
        highest_told_at=monday,
        repair_due=evening(2015, 2, 20),
        held_until=None,
    )


def test_every_state_has_a_row():
    assert set(STAGES) == set(NAMING) == set(State)


@pytest.mark.parametrize("state", [State.RECEIVED, State.REJECTED])
@pytest.mark.parametrize("before", Stage)
def test_what_nobody_verified_stays_sealed(state, before):
    assert advance(before, EventKind.COUNT, state) is Stage.SEALED


@pytest.mark.parametrize("state", COUNTED)
def test_from_the_verification_on_a_case_is_counted(state):
    assert advance(Stage.SEALED, EventKind.VERIFY, state) is Stage.COUNTED


@pytest.mark.parametrize("state", COUNTED)
def test_a_name_that_was_said_stays_said(state):
    assert advance(Stage.NAMED, EventKind.COUNT, state) is Stage.NAMED


def test_only_a_disclosure_names():
    named = {kind for kind in EventKind if advance(Stage.COUNTED, kind, State.NOTIFIED) is Stage.NAMED}
    assert named == {EventKind.DISCLOSE}


def test_another_organisation_is_not_named_for_the_first():
    assert advance(Stage.NAMED, EventKind.TRANSFER, State.VERIFIED) is Stage.COUNTED


def test_a_name_is_taken_back_where_the_owner_was_right():
    assert advance(Stage.NAMED, EventKind.REJECT, State.REJECTED) is Stage.SEALED


@pytest.mark.parametrize("state", State)
def test_the_table_takes_a_disclosure_exactly_where_the_rule_may_name(state):
    assert (EventKind.DISCLOSE in NEXT[state]) is (NAMING[state] is not None)


@pytest.mark.parametrize("state", OPEN)
def test_twenty_working_days_after_the_nation_was_told_the_organisation_is_named(silent, nation, state):
    naming = next_step(replace(silent, state=state), nation)
    assert (naming.due, naming.reason, naming.rule) == (evening(2015, 3, 30), Reason.UNREPAIRED, RULE)


def test_a_day_that_was_named_for_the_repair_is_waited_for(silent, nation):
    planned = replace(silent, state=State.PLANNED, repair_due=evening(2015, 4, 10))
    assert next_step(planned, nation).due == evening(2015, 4, 10)


def test_nobody_is_named_while_a_level_is_left_to_be_told(silent, nation):
    assert next_step(replace(silent, highest_told_at=None), nation) is None


@pytest.mark.parametrize("state", [State.CONFIRMED, State.CLOSED])
def test_ten_working_days_after_the_confirmed_repair_the_organisation_is_named(silent, nation, monday, state):
    naming = next_step(replace(silent, state=state, confirmed_at=monday), nation)
    assert (naming.due, naming.reason) == (evening(2015, 3, 16), Reason.REPAIRED)


@pytest.mark.parametrize(
    "state",
    [State.RECEIVED, State.REJECTED, State.MERGED, State.VERIFIED, State.DISPUTED, State.REPAIRED],
)
def test_nobody_is_named_in_these_states(silent, nation, monday, state):
    assert next_step(replace(silent, state=state, confirmed_at=monday), nation) is None


def test_nobody_is_named_twice(silent, nation):
    assert next_step(replace(silent, stage=Stage.NAMED), nation) is None


def test_a_handler_may_put_it_off_but_not_hasten_it(silent, nation):
    late, early = evening(2015, 5, 4), evening(2015, 3, 3)
    assert next_step(replace(silent, held_until=late), nation).due == late
    assert next_step(replace(silent, held_until=early), nation).due == evening(2015, 3, 30)


def test_a_repaired_case_is_named_for_its_repair_only():
    assert {NAMING[state] for state in REPAIRED_STATES} == {None, Reason.REPAIRED}
