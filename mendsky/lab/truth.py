# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is true of the lab nation now; for tests and for the demo's comparison only."""

from collections.abc import Sequence
from typing import Any

from mendsky.lab.diary import Diary
from mendsky.lab.owners import Owners
from mendsky.lab.people import distinct
from mendsky.lab.sites import Condition
from mendsky.lab.story import Act
from mendsky.lab.weakness import OBJECT_REFERENCES, SEQUENTIAL_RECORDS, Weakness
from mendsky.lab.world import World

WORDS = {
    Act.ACKNOWLEDGE: "acknowledged",
    Act.PLAN: "planned",
    Act.DISPUTE: "disputed",
    Act.CLAIM: "refuted",
}
"""State of a case that is still exposed, by the owner's last word."""
CLAIMS = frozenset({"claimed", "refuted"})


def truth(world: World, owners: Owners) -> dict[str, Any]:
    """Give every loophole that has appeared, with the figures a perfect watch would print."""
    appeared = [
        diary
        for diary in owners.diaries.values()
        if diary.system.weakness is not None and world.now >= diary.system.weakness.appears
    ]
    sectors = sorted({diary.system.sector for diary in appeared})
    return {
        "now": world.now.isoformat(),
        "starts": world.story.starts.isoformat(),
        "ends": world.story.ends.isoformat(),
        "story": world.story.name,
        "loopholes": [_loophole(world, owners, diary) for diary in appeared],
        "figures": {
            "all": _figures(world, owners, appeared),
            **{
                sector: _figures(
                    world, owners, [diary for diary in appeared if diary.system.sector == sector]
                )
                for sector in sectors
            },
        },
        "sound": sorted(
            world.origin(system)
            for system in world.story.systems
            if system.weakness is None and system.odd is None
        ),
        "odd": {world.origin(system): system.odd for system in world.story.systems if system.odd is not None},
        "hidden": sorted(
            world.origin(diary.system)
            for diary in appeared
            if world.condition(diary.system) in {Condition.BLOCKED, Condition.OFFLINE}
        ),
        "coming": sum(
            system.weakness is not None and system.weakness.appears > world.now
            for system in world.story.systems
        ),
    }


def state(world: World, owners: Owners, diary: Diary) -> str:
    """Name the state in which a perfect watch would have the case once it has looked again."""
    if world.condition(diary.system) is Condition.REPAIRED:
        return "repaired"
    if diary.organisation.unreachable:
        return "undeliverable"
    if not owners.letters(diary):
        return "verified"
    word = diary.word
    if word is Act.CLAIM and world.condition(diary.system) is Condition.OFFLINE:
        return "claimed"  # nobody can look: the claim is neither borne out nor refuted
    return "notified" if word is None else WORDS[word]


def place_group(weakness: Weakness) -> str:
    """Give the route template of a weakness: parameters and numbers left out."""
    if weakness.kind not in {SEQUENTIAL_RECORDS, OBJECT_REFERENCES} or weakness.parameter:
        return weakness.path
    return weakness.path + ("{n}.html" if weakness.form == "file" else "{n}")


def _loophole(world: World, owners: Owners, diary: Diary) -> dict[str, Any]:
    system = diary.system
    weakness = system.weakness
    if weakness is None:
        msg = f"{system.key} has a diary and no weakness"
        raise ValueError(msg)
    return {
        "system": system.key,
        "origin": world.origin(system),
        "kind": weakness.kind,
        "place": place_group(weakness),
        "parameter": weakness.parameter,
        "sector": system.sector,
        "division": system.division,
        "province": world.nation.province_of(system.division),
        "records": system.holding.records,
        "people": system.holding.people,
        "appears": weakness.appears.isoformat(),
        "exposed": world.condition(system) is not Condition.REPAIRED,
        "state": state(world, owners, diary),
        "ends": system.ends,
        "high_risk": system.high_risk,
        "letters": len(owners.letters(diary)),
        "answered": diary.answered,
        "bounces": diary.organisation.unreachable,
        "census": diary.counted,
        "acts": [{"at": when.isoformat(), "act": act.value} for when, act in diary.done],
    }


def _figures(world: World, owners: Owners, diaries: Sequence[Diary]) -> dict[str, Any]:
    states = {diary.organisation.key: state(world, owners, diary) for diary in diaries}
    still = [diary for diary in diaries if states[diary.organisation.key] != "repaired"]
    return {
        "loopholes": len(diaries),
        "high_risk": sum(diary.system.high_risk is not False for diary in diaries),
        "provinces": len({world.nation.province_of(diary.system.division) for diary in diaries}),
        "records": sum(diary.system.holding.records for diary in diaries),
        "people": distinct(diary.system.holding for diary in diaries),
        "at_risk": distinct(diary.system.holding for diary in still),
        "repaired": {
            "verified": len(diaries) - len(still),
            "claimed": sum(states[diary.organisation.key] in CLAIMS for diary in still),
            "false_claims": sum(states[diary.organisation.key] == "refuted" for diary in still),
        },
        "open": len(still),
        "silent": sum(
            not diary.answered and not diary.organisation.unreachable and bool(owners.letters(diary))
            for diary in still
        ),
    }
