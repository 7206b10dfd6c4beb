# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.lifecycle.fold import advance
from mendsky.core.rules import disclosure
from mendsky.core.terms.cases import EventKind, Stage
from mendsky.verify.cases import case_differences


def told(story, *, case="MS-1"):
    state, stage = None, Stage.SEALED
    facts = []
    for number, word in enumerate(story.split(), start=1):
        was, state = state, advance(state, EventKind(word))
        stage = disclosure.advance(stage, EventKind(word), state)
        facts.append(
            {
                "type": "event",
                "case": case,
                "number": number,
                "kind": word,
                "was": was and was.value,
                "state": state.value,
                "stage": stage.value,
                "recorded_at": f"2015-03-{number:02}T00:00:00Z",
            }
        )
    return facts


STORY = "receive verify notify claim-repair retest-clean"


def test_a_case_told_by_the_table_has_no_difference():
    assert case_differences([*told(STORY), *told("receive merge", case="MS-2")], withheld=0) == []


def test_a_case_with_every_kind_of_turn_has_no_difference():
    turns = (
        "receive verify bounce escalate notify hold disclose plan escalate return-plan statement "
        "release-statement dispute transfer notify count dispute overrule retest-clean confirm disclose"
    )
    assert case_differences(told(turns), withheld=0) == []


def test_the_order_of_facts_does_not_matter():
    assert case_differences(reversed(told(STORY)), withheld=0) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": "closed"}, "the table says claimed"),
        ({"stage": "named"}, "may be seen as named, but the rule says counted"),
        ({"stage": "sealed"}, "may be seen as sealed, but the rule says counted"),
        ({"was": "received"}, "says that the case was received, but it was notified"),
        ({"kind": "close"}, "takes no close"),
        ({"number": 9}, "without gaps"),
        ({"number": 3}, "more than once"),
        ({"number": 0}, "without gaps"),
        ({"recorded_at": "2015-01-01T00:00:00Z"}, "recorded before"),
    ],
)
def test_an_event_that_contradicts_its_case_is_named(change, words):
    facts = told(STORY)
    facts[3] |= change
    assert any(words in line for line in case_differences(facts, withheld=0))


def test_a_missing_event_may_be_a_withheld_one():
    facts = told(STORY)
    del facts[2]
    assert case_differences(facts, withheld=1) == []
    assert len(case_differences(facts, withheld=0)) == 1


def test_one_withheld_fact_excuses_one_gap_only():
    facts = [*told(STORY), *told(STORY, case="MS-2")]
    del facts[7], facts[2]
    assert len(case_differences(facts, withheld=1)) == 1
