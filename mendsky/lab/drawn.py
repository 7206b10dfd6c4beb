# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""A hidden story: everything that the watch must find out by itself is drawn from a seed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from mendsky.core.terms.nations import Nation
from mendsky.lab import draw, scripts
from mendsky.lab.oddities import EVERYWHERE
from mendsky.lab.people import Holding, Register
from mendsky.lab.places import FIELDS, ORDINARY, Places, authorities, office_names, system_names
from mendsky.lab.story import DOMAIN, STARTS, Organisation, Since, Step, Story, System
from mendsky.lab.weakness import (
    DIRECTORY_LISTING,
    KINDS,
    LOOKUP_BY_ID,
    MASKED,
    NUMBERS,
    POSTS,
    PUBLISHED_LIST,
    SQL_INJECTION,
)

PROVINCES = (
    "130000",
    "230000",
    "340000",
    "360000",
    "430000",
    "450000",
    "510000",
    "530000",
    "620000",
    "640000",
)
WORDS = ("已收到。", "我局正在处理，谢谢提醒。", "已安排技术人员核查。", "")
REASONS = ("经核实，不存在上述问题。", "该页面不含个人信息。", "上述信息依规公开。")
FAR_OFF = date(2015, 9, 30)
Script = Callable[[Random], tuple[Step, ...]]
SCRIPTS: dict[str, Script] = {
    "diligent": lambda random: scripts.diligent(
        answers=random.randint(1, 2), repairs=random.randint(4, 12), census=random.random() < 0.8
    ),
    "prompt": lambda random: scripts.repairing(days=random.randint(0, 2), census=random.random() < 0.8),
    "relapsing": lambda random: scripts.relapsing(
        repairs=random.randint(3, 5), breaks=random.randint(10, 13), again=random.randint(2, 5)
    ),
    "pretending": lambda random: scripts.pretending(claims=random.randint(1, 3)),
    "blocking": lambda random: scripts.blocking(claims=random.randint(1, 3), census=random.random() < 0.5),
    "mending-its-word": lambda random: scripts.mending_its_word(repairs=random.randint(9, 14)),
    "half-done": lambda random: scripts.half_done(
        claims=random.randint(3, 6), repairs=random.randint(9, 14), census=random.random() < 0.5
    ),
    "off-line": lambda random: scripts.off_line(claims=random.randint(2, 6)),
    "testing": lambda random: scripts.asking_for_tests(repairs=random.randint(3, 10)),
    "wordless": lambda _: scripts.wordless(),
    "acknowledging": lambda random: scripts.acknowledging(census=random.random() < 0.7),
    "planning": lambda random: scripts.planning(census=random.random() < 0.5),
    "missing-its-plan": lambda random: scripts.missing_its_plan(
        plan=random.randint(5, 9), repairs=random.choice((None, random.randint(14, 20)))
    ),
    "disputing": lambda random: scripts.disputing(words=random.choice(REASONS)),
    "convinced": lambda random: scripts.convinced(
        repairs=random.randint(2, 5), words=random.choice(REASONS), census=random.random() < 0.5
    ),
    "told-by-the-province": lambda random: scripts.told_from_above(
        since=Since.PROVINCE, repairs=random.randint(1, 5), answers=random.random() < 0.5
    ),
    "planning-for-the-nation": lambda _: scripts.planning_for_above(since=Since.NATION, until=FAR_OFF),
    "silent": lambda _: scripts.SILENT,
    "bouncing": lambda _: scripts.SILENT,
    "second-contact": lambda random: scripts.repairing(
        days=random.randint(1, 8), census=random.random() < 0.5
    ),
}
KINDS_FOR = {
    "pretending": (DIRECTORY_LISTING,),
    "mending-its-word": (DIRECTORY_LISTING,),
    "half-done": (SQL_INJECTION,),
}
"""Kinds whose weakness can be half hidden or half repaired; a behaviour that is not named goes with any."""
SHOWS = {PUBLISHED_LIST: (NUMBERS, NUMBERS, MASKED), DIRECTORY_LISTING: (NUMBERS, NUMBERS, NUMBERS, POSTS)}
"""What a kind shows of each person, where it may be less than its number."""


def drawn(nation: Nation, seed: int) -> Story:
    """Draw a story of 60 to 80 systems; every kind of loophole is in it, 14 to 18 loopholes in all."""
    random = Random(seed)
    places = Places(Register(nation))
    provinces = random.sample(PROVINCES, random.randint(4, 7))
    weak, odd = random.randint(14, 18), random.randint(4, 6)
    sound = random.randint(60, 80) - weak - odd
    used: set[str] = set()
    organisations: list[Organisation] = []
    systems: list[System] = []
    oddities = random.sample(tuple(EVERYWHERE), odd)
    for kind, behaviour in _plot(random, weak):
        system = _weakened(
            _system(nation, random, places, random.choice(provinces), used), random, kind, behaviour, systems
        )
        systems.append(system)
        organisations.append(_owner(nation, random, system, behaviour))
    for position in range(odd + sound):
        system = _system(nation, random, places, random.choice(provinces), used)
        system = replace(system, odd=oddities[position] if position < odd else None)
        systems.append(system)
        organisations.append(_owner(nation, random, system, ""))
    random.shuffle(systems)
    return Story(
        name=f"drawn/{seed}",
        starts=STARTS,
        organisations=(*authorities(nation, systems), *organisations),
        systems=tuple(systems),
    )


def _plot(random: Random, weak: int) -> list[tuple[str, str]]:
    """Draw kind and behaviour of each loophole: every kind, and few behaviours twice."""
    # One diligent owner with a census in every story: some figure must rest on a measurement.
    others = [name for name in SCRIPTS if name != "diligent"]
    behaviours = ["diligent", *random.sample(others, weak - 1)]
    missing = list(KINDS)
    plot = []
    for behaviour in sorted(behaviours, key=lambda name: name not in KINDS_FOR):
        fitting = KINDS_FOR.get(behaviour, KINDS)
        kind = random.choice([kind for kind in missing if kind in fitting] or fitting)
        if kind in missing:
            missing.remove(kind)
        plot.append((kind, behaviour))
    random.shuffle(plot)
    return plot


def _system(nation: Nation, random: Random, places: Places, division: str, used: set[str]) -> System:
    sector = random.choices(tuple(ORDINARY), weights=(6, 2, 1, 1))[0]
    key = ""
    while not key or key in used:
        key = f"{random.choice(('yb', 'sb', 'cx', 'fw', 'ws'))}-{random.randrange(4096):03x}"
    used.add(key)
    people = random.randrange(20_000, 200_000)
    return System(
        key=key,
        organisation=f"owner-{key}",
        names=system_names(nation, division, sector, random.choice(("county", "city"))),
        sector=sector,
        division=division,
        noun=FIELDS[ORDINARY[sector]].noun,
        holding=Holding(
            first=places.next_first(division),
            people=people,
            records=people + random.choice((0, random.randrange(people // 10))),
        ),
        seed=random.randrange(1000),
    )


def _weakened(system: System, random: Random, kind: str, behaviour: str, earlier: Sequence[System]) -> System:
    """Give a system its weakness, and now and then some of the people of an earlier one."""
    weakness = draw.weakness(
        kind,
        random,
        appears=STARTS + timedelta(days=random.choice((0, 0, random.randint(1, 8)))),
        shows=random.choice(SHOWS.get(kind, (NUMBERS,))),
        writable=kind in {SQL_INJECTION, LOOKUP_BY_ID} and random.random() < 0.2,
        second=behaviour == "half-done",
    )
    holding = system.holding
    if earlier and random.random() < 0.4:
        other = random.choice(earlier).holding
        shared = min(holding.people, other.people) // random.randint(3, 9)
        holding = replace(holding, first=other.first + other.people - shared)
    return replace(system, weakness=weakness, holding=holding)


def _owner(nation: Nation, random: Random, system: System, behaviour: str) -> Organisation:
    return Organisation(
        key=system.organisation,
        names=office_names(nation, system.division, system.sector, "county"),
        division=system.division,
        sector=system.sector,
        email=f"{random.choice(('office', 'xinxi', 'service'))}-{system.key}@{DOMAIN}",
        bounces=behaviour in {"bouncing", "second-contact"},
        second_email=f"second-{system.key}@{DOMAIN}" if behaviour == "second-contact" else "",
        steps=SCRIPTS[behaviour](random) if behaviour else (),
        words=random.choice(WORDS),
    )
