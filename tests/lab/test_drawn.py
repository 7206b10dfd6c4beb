# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hidden stories: different, bounded, and the same for the same seed."""

import pytest

from mendsky.lab.drawn import drawn

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
        assert 20 <= len(story.systems) <= 30
        assert 4 <= len(weak) <= 7
        assert 2 <= len(odd) <= 4
        assert not weak & odd


def test_stories_differ_in_everything_that_is_to_be_found_out(stories):
    weak = [system for story in stories for system in story.systems if system.weakness]
    for part in ("kind", "form", "path", "parameter", "table", "banner", "appears"):
        assert len({getattr(system.weakness, part) for system in weak}) >= 3, part
    assert len({system.division for system in weak}) >= 5
    assert len({system.sector for system in weak}) == 3
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
