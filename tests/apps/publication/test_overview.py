# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists beside the figures come from the same facts."""

from datetime import timedelta

from mendsky.apps.publication import services
from mendsky.core.terms.cases import Actor, EventKind
from tests import published


def test_news_are_new_cases_without_owners_and_an_answer_is_none(world, synthetic):
    later = world.now + timedelta(days=1)
    synthetic(later)
    published.happen(world.cases[1], EventKind.ACKNOWLEDGE, later, actor=Actor.OWNER)
    lines = services.release(later).overview["all"]["news"]
    assert {line["news"] for line in lines} == {"found"}
    assert {line["names"] for line in lines} == {None}
    assert "organisation" not in lines[0]


def test_silent_are_those_told_and_never_heard_from_once_the_next_level_was_told(world, synthetic):
    later = world.now + timedelta(days=7)
    synthetic(later)
    for case in world.cases[:2]:
        published.happen(case, EventKind.ESCALATE, later, public={"level": "city", "reason": "silent"})
    published.happen(world.cases[1], EventKind.ACKNOWLEDGE, later, actor=Actor.OWNER)
    release = services.release(later)
    silent = release.overview["social-security"]["silent"]
    assert [line["case"] for line in silent] == [world.cases[0].public_id]
    assert release.overview["all"]["silent"][0]["levels"] == ["city"]
    assert release.figures["silent"] == 1


def test_a_named_case_is_news_with_its_name_and_others_stay_without(named):
    release, case, other = named
    news = {(line["case"], line["news"]): line["names"] for line in release.overview["all"]["news"]}
    assert news[case, "named"]["en"].endswith("Medical Insurance Office")
    assert news[case, "found"]["en"].endswith("Medical Insurance Office")
    assert news[other, "found"] is None


def test_a_case_that_counts_no_more_is_a_correction_and_stays_one(world, synthetic):
    services.release(world.now)
    later = world.now + timedelta(days=1)
    synthetic(later)
    published.happen(world.cases[0], EventKind.DISPUTE, later, actor=Actor.OWNER, sealed={"text": "no"})
    published.happen(world.cases[0], EventKind.REJECT, later, actor=Actor.HANDLER)
    for day in (later, later + timedelta(days=1)):
        synthetic(day)
        news = services.release(day).overview["all"]["news"]
        withdrawn = [line for line in news if line["news"] == "withdrawn"]
        assert [(line["case"], line["at"][:10]) for line in withdrawn] == [
            (world.cases[0].public_id, "2015-03-03")
        ]


def test_the_trend_ends_with_the_headline(world, synthetic):
    later = world.now + timedelta(days=30)
    synthetic(later)
    published.happen(world.cases[0], EventKind.CLAIM_REPAIR, later, actor=Actor.OWNER)
    release = services.release(later)
    last = release.overview["all"]["series"][-1]
    assert (last["found"], last["ever_claimed"], last["verified"], last["open"]) == (3, 1, 0, 3)
