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


def answers(world, system, *addresses):
    return [world.site(system)(Asked(path="/", address=address)).status for address in addresses]


def test_an_owner_may_refuse_the_address_that_came_first_and_nobody_else(world):
    system = next(system for system in world.story.systems if system.key == "yb-3f2")
    assert answers(world, system, "127.9.9.1", "127.9.9.2") == [200, 200]
    world.change(system, Condition.BLOCKED)
    assert answers(world, system, "127.9.9.1", "127.9.9.2", "127.9.9.1") == [403, 200, 403]
    world.change(system, Condition.REPAIRED)
    assert answers(world, system, "127.9.9.1") == [200]


def test_what_is_taken_off_line_answers_503_to_everybody(world):
    system = next(system for system in world.story.systems if system.key == "yb-3f2")
    world.change(system, Condition.OFFLINE)
    assert answers(world, system, "127.9.9.1", "127.9.9.2") == [503, 503]
