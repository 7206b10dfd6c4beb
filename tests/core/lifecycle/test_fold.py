# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.lifecycle.fold import IllegalMove, advance, fold, legal
from mendsky.core.terms.cases import EventKind, State


def kinds(words: str) -> list[EventKind]:
    return [EventKind(word) for word in words.split()]


@pytest.mark.parametrize(
    ("story", "state"),
    [
        ("receive", State.RECEIVED),
        ("receive verify notify acknowledge plan claim-repair retest-clean confirm close", State.CLOSED),
        ("receive verify notify claim-repair retest-exposed", State.REFUTED),
        ("receive verify notify claim-repair retest-exposed claim-repair retest-clean", State.REPAIRED),
        ("receive verify notify escalate escalate count statement", State.NOTIFIED),
        ("receive verify notify bounce escalate notify acknowledge", State.ACKNOWLEDGED),
        ("receive verify notify retest-clean confirm close retest-exposed", State.NOTIFIED),
        ("receive verify notify dispute reject retest-exposed", State.REJECTED),
        ("receive verify notify escalate return-plan escalate disclose", State.PLANNED),
        ("receive verify notify dispute transfer notify statement release-statement", State.NOTIFIED),
        ("receive verify bounce escalate hold disclose retest-clean confirm", State.CONFIRMED),
    ],
)
def test_a_story_ends_where_the_table_says(story, state):
    assert fold(kinds(story)) is state


@pytest.mark.parametrize("story", ["", "verify", "receive notify", "receive verify receive"])
def test_a_story_that_the_table_does_not_know_is_refused(story):
    with pytest.raises(IllegalMove):
        fold(kinds(story))


def test_the_refusal_names_state_and_event():
    with pytest.raises(IllegalMove, match="a case that is closed takes no claim-repair"):
        advance(State.CLOSED, EventKind.CLAIM_REPAIR)


def test_a_page_can_ask_what_a_state_takes():
    assert EventKind.CLAIM_REPAIR in legal(State.NOTIFIED)
    assert EventKind.CLAIM_REPAIR not in legal(State.REPAIRED)
    assert legal(None) == {EventKind.RECEIVE}
