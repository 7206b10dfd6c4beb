# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hidden stories: different, bounded, and the same for the same seed."""

import pytest

from mendsky.lab.drawn import drawn
from mendsky.lab.story import Act, Since
from mendsky.lab.weakness import KINDS

SEEDS = range(40)


@pytest.fixture(scope="module")
def stories(nation):
    return [drawn(nation, seed) for seed in SEEDS]


def test_a_seed_draws_the_same_story_each_time(nation, stories):
    assert drawn(nation, 3) == stories[3]


def test_stories_keep_within_their_bounds(stories):
    for story in stories:
        weak = {system.key for system in story.systems if system.weakness}
        odd = {system.key for system in story.systems if system.odd}
        assert 60 <= len(story.systems) <= 80
        assert 14 <= len(weak) <= 18
        assert 4 <= len(odd) <= 6
        assert not weak & odd


def test_every_kind_is_in_every_story_and_every_behaviour_in_some(stories):
    for story in stories:
        assert {system.weakness.kind for system in story.systems if system.weakness} == set(KINDS)
    acts = {step.act for story in stories for owner in story.organisations for step in owner.steps}
    assert acts == set(Act)
    since = {step.since for story in stories for owner in story.organisations for step in owner.steps}
    assert since == set(Since)
    assert any(owner.bounces and owner.second_email for story in stories for owner in story.organisations)
    assert any(owner.unreachable for story in stories for owner in story.organisations)


def test_what_is_half_repaired_has_two_parameters(stories):
    for story in stories:
        for owner in story.organisations:
            if any(step.act is Act.PARTLY for step in owner.steps):
                assert story.weak_system(owner.key).weakness.second


def test_everything_has_happened_when_a_story_ends(stories):
    for story in stories:
        for owner in story.organisations:
            assert all(step.after.days <= 20 for step in owner.steps)


def test_stories_differ_in_everything_that_is_to_be_found_out(stories):
    weak = [system for story in stories for system in story.systems if system.weakness]
    for part in ("kind", "form", "path", "parameter", "table", "banner", "appears"):
        assert len({getattr(system.weakness, part) for system in weak}) >= 3, part
    assert len({system.division for system in weak}) >= 5
    assert len({system.sector for system in weak}) == 4
    assert len({system.holding.people for system in weak}) > 100


def test_only_what_can_be_seen_again_without_an_entrance_is_pretended(stories):
    pretenders = [
        story.weak_system(organisation.key)
        for story in stories
        for organisation in story.organisations
        if any(step.act == "pretend" for step in organisation.steps)
    ]
    assert pretenders
    assert {system.weakness.kind for system in pretenders} == {"directory-listing"}


def test_most_stories_have_an_owner_who_counts(stories):
    counting = [
        any(step.act == "census" for organisation in story.organisations for step in organisation.steps)
        for story in stories
    ]
    assert sum(counting) > len(stories) / 2
