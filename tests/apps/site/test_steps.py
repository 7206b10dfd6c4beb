# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A timeline tells events in the order in which they were so."""

from datetime import timedelta

import pytest

from mendsky.apps.site import steps
from mendsky.core.terms.cases import Actor, Event, EventKind, Stage, State


@pytest.fixture
def event(monday):
    def made(number, kind, hours=0, actor=Actor.MENDSKY, **public):
        at = monday + timedelta(hours=hours)
        return Event(
            id=str(number), origin="mendsky.test", case="MS-CN-2015-0001", number=number, kind=kind, at=at,
            recorded_at=at, actor=actor, rule="", pack="cn/1", cause="", was=None, state=State.VERIFIED,
            stage=Stage.COUNTED, public=public,
        )  # fmt: skip

    return made


def test_what_was_first_comes_first(nation, event):
    told = steps.steps(nation, "en", [event(1, EventKind.NOTIFY, 2), event(2, EventKind.VERIFY, 1)])
    assert [step.what for step in told] == ["Loophole verified", "Owner told"]


def test_details_are_said_in_words(nation, event):
    told = steps.steps(
        nation,
        "en",
        [
            event(1, EventKind.ESCALATE, level="province", reason="silent"),
            event(2, EventKind.PLAN, actor=Actor.OWNER, promised="2015-03-20T10:00:00Z"),
            event(3, EventKind.RETEST_UNDETERMINED, cause="captcha", purpose="retest"),
        ],
    )
    assert [step.detail for step in told] == [
        "province level",
        "20 March 2015",
        "the page asks for a captcha",
    ]
    assert [step.tone for step in told] == ["doubt", "", "quiet"]
    assert told[1].actor == "owner"


def test_the_first_of_a_kind_is_found_or_none(event, monday):
    events = [event(1, EventKind.NOTIFY, 2), event(2, EventKind.NOTIFY, 1)]
    assert steps.first(events, EventKind.NOTIFY) == monday + timedelta(hours=1)
    assert steps.first(events, EventKind.CLOSE) is None


def test_a_term_that_passed_without_an_answer_is_a_step(nation, event, monday):
    events = [
        event(1, EventKind.VERIFY),
        event(2, EventKind.NOTIFY),
        event(3, EventKind.ESCALATE, 200, level="city"),
    ]
    told = steps.public(nation, "en", events, monday + timedelta(days=30))
    assert [step.what for step in told] == [
        "Loophole verified",
        "Owner told",
        "The term passed without an answer",
        "Next level told",
    ]
    assert told[2].detail == "An answer was due within 3 working days"


def test_no_silence_is_told_of_who_answered_in_time_or_whose_term_still_runs(nation, event, monday):
    letter = event(1, EventKind.NOTIFY)
    answer = event(2, EventKind.ACKNOWLEDGE, 5, actor=Actor.OWNER)
    assert len(steps.public(nation, "en", [letter, answer], monday + timedelta(days=30))) == 2
    assert len(steps.public(nation, "en", [letter], monday + timedelta(days=1))) == 1


def test_what_is_work_within_the_case_is_no_public_step(nation, event, monday):
    events = [event(1, EventKind.VERIFY), event(2, EventKind.STATEMENT, 1), event(3, EventKind.NOTE, 2)]
    assert [step.what for step in steps.public(nation, "en", events, monday)] == ["Loophole verified"]
