# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""A hidden story: everything that the watch must find out by itself is drawn from a seed."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from mendsky.core.terms.nations import Nation
from mendsky.lab import draw, scripts
from mendsky.lab.oddities import EVERYWHERE
from mendsky.lab.people import Holding, Register
from mendsky.lab.places import FIELDS, Places, authorities, office_names, system_names
from mendsky.lab.story import DOMAIN, STARTS, Organisation, Step, Story, System
from mendsky.lab.weakness import DIRECTORY_LISTING, KINDS, Weakness

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
Script = Callable[[Random], tuple[Step, ...]]
SCRIPTS: dict[str, Script] = {
    "diligent": lambda random: scripts.diligent(
        answers=random.randint(1, 2), repairs=random.randint(4, 12), census=random.random() < 0.8
    ),
    "relapsing": lambda random: scripts.relapsing(
        repairs=random.randint(3, 5), breaks=random.randint(12, 15), again=random.randint(19, 23)
    ),
    "pretending": lambda random: scripts.pretending(claims=random.randint(1, 3)),
    "mending-its-word": lambda random: scripts.mending_its_word(repairs=random.randint(9, 14)),
    "testing": lambda random: scripts.asking_for_tests(repairs=random.randint(3, 10)),
    "wordless": lambda _: scripts.wordless(),
    "acknowledging": lambda random: scripts.acknowledging(census=random.random() < 0.7),
    "planning": lambda _: scripts.planning(),
    "silent": lambda _: scripts.SILENT,
    "bouncing": lambda _: scripts.SILENT,
}
PRETENCES = ("pretending", "mending-its-word")


def drawn(nation: Nation, seed: int) -> Story:
    """Draw a story of 20 to 30 systems, 4 to 7 of them with a loophole."""
    random = Random(seed)
    places = Places(Register(nation))
    provinces = random.sample(PROVINCES, random.randint(3, 6))
    weak, odd = random.randint(4, 7), random.randint(2, 4)
    sound = random.randint(20, 30) - weak - odd
    used: set[str] = set()
    organisations: list[Organisation] = []
    systems: list[System] = []
    # One diligent owner with a census in every story: some figure must rest on a measurement.
    behaviours = ["diligent", *random.choices(tuple(SCRIPTS), k=weak - 1)]
    oddities = random.sample(tuple(EVERYWHERE), odd)
    for position in range(weak + odd + sound):
        system = _system(nation, random, places, random.choice(provinces), used)
        behaviour = ""
        if position < weak:
            behaviour = behaviours[position]
            system = _weakened(system, random, behaviour, systems[:position])
        elif position < weak + odd:
            system = _changed(system, odd=oddities[position - weak])
        systems.append(system)
        organisations.append(_owner(nation, random, system, behaviour))
    random.shuffle(systems)
    return Story(
        name=f"drawn/{seed}",
        starts=STARTS,
        organisations=(*authorities(nation, systems), *organisations),
        systems=tuple(systems),
    )


def _system(nation: Nation, random: Random, places: Places, division: str, used: set[str]) -> System:
    sector = random.choices(tuple(FIELDS), weights=(6, 2, 2))[0]
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
        noun=FIELDS[sector].noun,
        holding=Holding(
            first=places.next_first(division),
            people=people,
            records=people + random.choice((0, random.randrange(people // 10))),
        ),
        seed=random.randrange(1000),
    )


def _weakened(system: System, random: Random, behaviour: str, earlier: list[System]) -> System:
    """Give a system its weakness, and now and then some of the people of an earlier one."""
    kind = DIRECTORY_LISTING if behaviour in PRETENCES else random.choice(KINDS)
    weakness = draw.weakness(
        kind, random, appears=STARTS + timedelta(days=random.choice((0, 0, random.randint(1, 8))))
    )
    holding = system.holding
    if earlier and random.random() < 0.4:
        other = random.choice(earlier).holding
        shared = min(holding.people, other.people) // random.randint(3, 9)
        holding = Holding(
            first=other.first + other.people - shared, people=holding.people, records=holding.records
        )
    return _changed(system, weakness=weakness, holding=holding)


def _changed(
    system: System,
    *,
    weakness: Weakness | None = None,
    odd: str | None = None,
    holding: Holding | None = None,
) -> System:
    return System(
        key=system.key,
        organisation=system.organisation,
        names=system.names,
        sector=system.sector,
        division=system.division,
        noun=system.noun,
        holding=holding or system.holding,
        seed=system.seed,
        weakness=weakness,
        odd=odd,
    )


def _owner(nation: Nation, random: Random, system: System, behaviour: str) -> Organisation:
    return Organisation(
        key=system.organisation,
        names=office_names(nation, system.division, system.sector, "county"),
        division=system.division,
        sector=system.sector,
        email=f"{random.choice(('office', 'xinxi', 'service'))}-{system.key}@{DOMAIN}",
        bounces=behaviour == "bouncing",
        steps=SCRIPTS[behaviour](random) if behaviour else (),
        words=random.choice(WORDS),
    )
