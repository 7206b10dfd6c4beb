# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lab nation at a date."""

from datetime import timedelta

import pytest

from mendsky.lab.exchange import Asked
from mendsky.lab.network import Network
from mendsky.lab.sites import Condition
from mendsky.lab.small import small
from mendsky.lab.story import STARTS
from mendsky.lab.world import World


@pytest.fixture
def world(nation):
    return World(story=small(nation), nation=nation, network=Network(octet=77), port=1)


def test_a_weakness_appears_on_its_day_and_goes_with_its_repair(world):
    system = next(system for system in world.story.systems if system.key == "ba-c36")
    seen = []
    for days in (0, 2, 3):
        world.now = STARTS + timedelta(days=days)
        seen.append(world.site(system)(Asked(path="/backup/")).status)
    for condition in (Condition.REPAIRED, Condition.VULNERABLE):
        world.change(system, condition)
        seen.append(world.site(system)(Asked(path="/backup/")).status)
    assert seen == [403, 403, 200, 403, 200]


def test_it_knows_what_is_still_to_appear(world):
    assert world.next_appearance() == STARTS + timedelta(days=2)
    world.now = STARTS + timedelta(days=9)
    assert world.next_appearance() is None


def test_sound_and_odd_systems_have_no_condition(world):
    for system in world.story.systems:
        assert (world.condition(system) is None) is (system.weakness is None)
