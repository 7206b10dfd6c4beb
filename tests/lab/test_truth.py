# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the lab says is true."""

from datetime import timedelta

import pytest

from mendsky.lab.mail import Letter, Mailboxes
from mendsky.lab.network import Network
from mendsky.lab.owners import Owners
from mendsky.lab.sites import Condition
from mendsky.lab.small import small
from mendsky.lab.story import STARTS, Act
from mendsky.lab.truth import place_group, truth
from mendsky.lab.world import World


@pytest.fixture
def world(nation):
    return World(story=small(nation), nation=nation, network=Network(octet=77), port=18080)


@pytest.fixture
def owners(world):
    return Owners(world, Mailboxes(known=(), bouncing=(), now=lambda: world.now))


def test_only_what_has_appeared_counts(world, owners):
    assert truth(world, owners)["figures"]["all"]["loopholes"] == 4
    world.now = STARTS + timedelta(days=9)
    assert truth(world, owners)["figures"]["all"]["loopholes"] == 8


def test_figures_count_people_once(world, owners):
    world.now = STARTS + timedelta(days=20)
    found = truth(world, owners)["figures"]
    assert found["all"]["records"] == 1_181_033
    assert found["all"]["people"] == found["all"]["at_risk"] == 1_115_000
    assert found["social-security"]["loopholes"] == 7
    assert found["social-security"]["people"] == 1_115_000 - 88_000 + 21_000
    assert found["hospitals"]["people"] == 88_000


def test_a_repaired_loophole_leaves_the_people_at_risk(world, owners):
    world.now = STARTS + timedelta(days=20)
    diary = owners.diaries["owner-yb-3f2"]
    world.change(diary.system, Condition.REPAIRED)
    diary.done.append((world.now, Act.CLAIM))
    found = truth(world, owners)["figures"]["all"]
    assert found["repaired"] == {"verified": 1, "claimed": 0, "false_claims": 0}
    # 12,000 of its people are also held by its neighbour.
    assert found["at_risk"] == 1_115_000 - 180_000 + 12_000


def test_a_place_is_a_route_without_numbers(world):
    groups = {system.key: place_group(system.weakness) for system in world.story.systems if system.weakness}
    assert groups["pz-11d"] == "/record/{n}"
    assert groups["pz-90b"] == "/pz.php"
    assert groups["ba-c36"] == "/backup/"
    assert groups["yb-3f2"] == "/yb/query"


@pytest.mark.parametrize(
    ("condition", "acts", "state"),
    [
        (Condition.VULNERABLE, [], "notified"),
        (Condition.VULNERABLE, [Act.ACKNOWLEDGE, Act.PLAN], "planned"),
        (Condition.VULNERABLE, [Act.DISPUTE], "disputed"),
        (Condition.BLOCKED, [Act.CLAIM], "refuted"),
        (Condition.PARTLY, [Act.CLAIM], "refuted"),
        (Condition.OFFLINE, [Act.CLAIM], "claimed"),
        (Condition.OFFLINE, [Act.CLAIM, Act.BREAK, Act.OFFLINE], "notified"),
        (Condition.REPAIRED, [], "repaired"),
    ],
)
def test_a_state_follows_from_the_system_and_the_owners_last_word(world, owners, condition, acts, state):
    diary = owners.diaries["owner-yb-3f2"]
    owners._mailboxes.keep(Letter(at=world.now, recipients=(diary.organisation.email,), subject="", text=""))
    world.change(diary.system, condition)
    diary.done.extend((world.now, act) for act in acts)
    found = truth(world, owners)
    told = next(row for row in found["loopholes"] if row["system"] == "yb-3f2")
    assert (told["state"], told["province"]) == (state, "340000")
    figures = found["figures"]["all"]["repaired"]
    assert figures["claimed"] == (state in {"claimed", "refuted"})
    assert figures["false_claims"] == (state == "refuted")
