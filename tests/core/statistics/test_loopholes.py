# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.statistics.loopholes import loopholes, silent
from mendsky.core.terms.cases import State


@pytest.mark.parametrize(
    ("story", "counts"),
    [
        ("receive", False),
        ("receive reject", False),
        ("receive merge", False),
        ("receive verify", True),
        ("receive verify merge", False),
        ("receive verify notify dispute reject", False),
        ("receive verify notify dispute reject retest-exposed", False),
        ("receive verify notify retest-clean confirm close", True),
    ],
)
def test_a_loophole_is_verified_and_neither_merged_nor_withdrawn(chronicle, provinces, story, counts):
    chronicle.case("MS-1", story)
    assert bool(loopholes(chronicle.facts, provinces=provinces)) is counts


@pytest.mark.parametrize(
    ("story", "is_open"),
    [
        ("receive verify", True),
        ("receive verify notify claim-repair", True),
        ("receive verify notify claim-repair retest-undetermined", True),
        ("receive verify notify claim-repair retest-clean", False),
        ("receive verify notify retest-clean confirm close", False),
        ("receive verify notify retest-clean retest-exposed", True),
    ],
)
def test_only_a_verified_repair_ends_a_loophole(chronicle, provinces, story, is_open):
    chronicle.case("MS-1", story)
    (loophole,) = loopholes(chronicle.facts, provinces=provinces)
    assert loophole.open is is_open


@pytest.mark.parametrize(
    ("story", "is_silent"),
    [
        ("receive verify notify", False),
        ("receive verify notify escalate", True),
        ("receive verify escalate", False),
        ("receive verify notify escalate acknowledge", False),
        ("receive verify notify acknowledge escalate", False),
        ("receive verify notify bounce escalate", False),
        ("receive verify notify escalate retest-clean", False),
        ("receive verify notify statement escalate", True),
    ],
)
def test_silence_is_a_letter_that_arrived_a_term_that_passed_and_no_word(
    chronicle, provinces, story, is_silent
):
    chronicle.case("MS-1", story)
    assert silent(loopholes(chronicle.facts, provinces=provinces)) == is_silent


def test_an_organisation_that_answered_one_letter_is_not_silent_and_is_counted_once(chronicle, provinces):
    for number in (1, 2):
        chronicle.case(f"MS-{number}", "receive verify notify escalate", organisation="silent")
        chronicle.case(f"MS-{number + 2}", "receive verify notify escalate", organisation="half")
    chronicle.case("MS-5", "receive verify notify plan", organisation="half")
    assert silent(loopholes(chronicle.facts, provinces=provinces)) == 1


def test_a_loophole_knows_its_province_and_its_state(chronicle, provinces):
    chronicle.case("MS-2", "receive verify", division="CN", level="low")
    chronicle.case("MS-1", "receive verify notify", division="610200")
    first, second = loopholes(chronicle.facts, provinces=provinces)
    assert (first.province, first.state, first.high_risk) == ("610000", State.NOTIFIED, True)
    assert (second.province, second.state, second.high_risk) == (None, State.VERIFIED, False)


@pytest.mark.parametrize(("level", "high"), [("low", 0), ("medium", 0), ("high", 1), ("critical", 1)])
def test_high_risk_is_high_or_critical(chronicle, provinces, level, high):
    chronicle.case("MS-1", "receive verify", level=level)
    assert sum(loophole.high_risk for loophole in loopholes(chronicle.facts, provinces=provinces)) == high


def test_a_loophole_that_was_handed_over_is_its_new_owners_who_has_said_nothing_yet(chronicle, provinces):
    chronicle.case("MS-1", "receive verify notify escalate acknowledge transfer notify")
    chronicle.facts[5]["public"] = {"organisation": "right one", "division": "610200"}
    (loophole,) = loopholes(chronicle.facts, provinces=provinces)
    assert (loophole.organisation, loophole.province) == ("right one", "610000")
    assert (loophole.notified, loophole.escalated, loophole.answered) == (True, False, False)


def test_a_later_count_grades_a_loophole_anew(chronicle, provinces):
    chronicle.case("MS-1", "receive verify count", level="medium")
    chronicle.facts[2]["public"] = {"severity": {"score": 48, "level": "high", "rule": "severity/2"}}
    (loophole,) = loopholes(chronicle.facts, provinces=provinces)
    assert loophole.high_risk


def test_a_plan_that_an_authority_returned_ends_silence(chronicle, provinces):
    chronicle.case("MS-1", "receive verify notify escalate return-plan")
    assert silent(loopholes(chronicle.facts, provinces=provinces)) == 0


def test_the_order_of_facts_between_cases_does_not_matter(chronicle, provinces):
    chronicle.case("MS-1", "receive verify notify")
    chronicle.case("MS-2", "receive verify")
    told = loopholes(chronicle.facts, provinces=provinces)
    assert loopholes(reversed(chronicle.facts), provinces=provinces) == told
