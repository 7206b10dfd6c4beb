# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists beside the figures come from the same facts."""

from datetime import timedelta

from mendsky.apps.publication import services
from mendsky.core.terms.cases import Actor, EventKind
from tests import published


def test_latest_names_cases_the_last_moved_first_without_owners(world, synthetic):
    later = world.now + timedelta(days=1)
    synthetic(later)
    published.happen(world.cases[1], EventKind.ACKNOWLEDGE, later, actor=Actor.OWNER)
    lines = services.release(later).overview["latest"]
    assert lines[0]["case"] == world.cases[1].public_id
    assert lines[0]["state"] == "acknowledged"
    assert lines[0]["records"]["grade"] == "G1"
    assert "organisation" not in lines[0]


def test_silent_are_those_told_and_never_heard_from_once_the_next_level_was_told(world, synthetic):
    later = world.now + timedelta(days=7)
    synthetic(later)
    for case in world.cases[:2]:
        published.happen(case, EventKind.ESCALATE, later, public={"level": "city", "reason": "silent"})
    published.happen(world.cases[1], EventKind.ACKNOWLEDGE, later, actor=Actor.OWNER)
    release = services.release(later)
    assert [line["case"] for line in release.overview["silent"]] == [world.cases[0].public_id]
    assert release.overview["silent"][0]["levels"] == ["city"]
    assert release.figures["silent"] == 1
