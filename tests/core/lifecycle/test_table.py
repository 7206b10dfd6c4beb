# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules people argue about, as assertions over the table."""

import pytest

from mendsky.core.lifecycle.table import (
    ANSWERS,
    NEXT,
    REPAIRED_STATES,
    RETEST_ANSWERS,
    diagram,
)
from mendsky.core.terms.cases import EventKind, State

BEFORE_VERIFICATION = {State.RECEIVED, State.REJECTED, State.MERGED}


def test_every_state_can_be_reached():
    reached: set[State | None] = {None}
    while True:
        further = {move.to for state in reached for move in NEXT[state].values()} - reached
        if not further:
            break
        reached |= further
    assert reached == {None, *State}


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_row_for_each_retest_answer(state):
    assert set(NEXT[state]) >= RETEST_ANSWERS


@pytest.mark.parametrize("state", State)
def test_an_undetermined_retest_changes_nothing(state):
    assert NEXT[state][EventKind.RETEST_UNDETERMINED].to is state


def test_neither_an_owners_word_nor_an_authoritys_reaches_repaired():
    for moves in NEXT.values():
        for kind in ANSWERS & set(moves):
            assert moves[kind].to not in REPAIRED_STATES


def test_only_a_clean_retest_reaches_repaired_from_elsewhere():
    for state, moves in NEXT.items():
        if state not in REPAIRED_STATES:
            assert {kind for kind, move in moves.items() if move.to in REPAIRED_STATES} <= {
                EventKind.RETEST_CLEAN
            }


def test_only_a_received_case_is_verified():
    assert {state for state, moves in NEXT.items() if EventKind.VERIFY in moves} == {State.RECEIVED}


@pytest.mark.parametrize("state", [State.REPAIRED, State.CONFIRMED, State.CLOSED])
def test_an_exposure_that_is_back_reopens_the_same_case(state):
    assert NEXT[state][EventKind.RETEST_EXPOSED].to is State.NOTIFIED


def test_a_refuted_claim_is_a_state_of_its_own():
    assert NEXT[State.CLAIMED][EventKind.RETEST_EXPOSED].to is State.REFUTED


@pytest.mark.parametrize(
    "kind",
    [
        EventKind.ESCALATE,
        EventKind.COUNT,
        EventKind.STATEMENT,
        EventKind.RELEASE_STATEMENT,
        EventKind.DISCLOSE,
        EventKind.HOLD,
    ],
)
def test_what_is_only_told_moves_nothing(kind):
    for state, moves in NEXT.items():
        if kind in moves:
            assert moves[kind].to is state


def test_every_verified_open_loophole_can_be_escalated():
    for state in set(State) - BEFORE_VERIFICATION - REPAIRED_STATES:
        assert EventKind.ESCALATE in NEXT[state]


def test_a_letter_that_came_back_is_not_silence():
    assert NEXT[State.NOTIFIED][EventKind.BOUNCE].to is State.UNDELIVERABLE
    assert NEXT[State.UNDELIVERABLE][EventKind.NOTIFY].to is State.NOTIFIED


def test_an_overruled_dispute_waits_for_an_answer_again():
    assert NEXT[State.DISPUTED][EventKind.OVERRULE].to is State.NOTIFIED


def test_a_dispute_that_was_upheld_stays_so_whatever_the_probe_sees():
    assert NEXT[State.DISPUTED][EventKind.REJECT].to is State.REJECTED
    assert {NEXT[State.REJECTED][kind].to for kind in RETEST_ANSWERS} == {State.REJECTED}


def test_what_was_verified_is_rejected_only_while_it_is_open():
    rejected = {state for state, moves in NEXT.items() if EventKind.REJECT in moves}
    assert rejected == set(State) - {State.REJECTED, State.MERGED} - REPAIRED_STATES
    assert {NEXT[state][EventKind.REJECT].to for state in rejected} == {State.REJECTED}


def test_an_authoritys_plan_speaks_for_an_owner_that_has_not_said_otherwise():
    spoken_for = {state for state, moves in NEXT.items() if moves.get(EventKind.RETURN_PLAN)}
    planned = {state for state in spoken_for if NEXT[state][EventKind.RETURN_PLAN].to is State.PLANNED}
    assert spoken_for - planned == {State.VERIFIED, State.DISPUTED, State.CLAIMED}


def test_a_case_that_is_handed_over_begins_before_anybody_was_told():
    for state, moves in NEXT.items():
        if EventKind.TRANSFER in moves:
            to = state if state in REPAIRED_STATES else State.VERIFIED
            assert moves[EventKind.TRANSFER].to is to


def test_nobody_is_named_while_a_dispute_is_open_nor_before_anybody_was_told():
    silent = {State.RECEIVED, State.REJECTED, State.MERGED, State.VERIFIED, State.DISPUTED, State.REPAIRED}
    assert {state for state in State if EventKind.DISCLOSE not in NEXT[state]} == silent


def test_every_row_has_its_reason():
    assert all(move.reason for moves in NEXT.values() for move in moves.values())


def test_the_diagram_names_every_state_and_no_move_that_stays():
    drawn = diagram()
    assert drawn.startswith("stateDiagram-v2\n    [*] --> received: receive\n")
    assert all(state.value in drawn for state in State)
    assert "    claimed --> refuted: retest-exposed\n" in drawn
    assert "notified --> notified" not in drawn
