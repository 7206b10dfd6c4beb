# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Systems without a loophole around those of a story: sound ones nearly everywhere, and a few odd ones."""

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random

from mendsky.core.terms.nations import DivisionLevel, Nation
from mendsky.lab.people import Holding
from mendsky.lab.places import FIELDS, MADE_UP, OFFICER, Places, names_at
from mendsky.lab.story import DOMAIN, Organisation, System

NOT_COVERED = frozenset({"710000", "810000", "820000"})
"""Province-level divisions where the story has no system: nothing is measured there."""
SOUND = 384
FEWEST = 6
"""Sound systems of a province, at least."""
TWINS = 40
"""Sound systems that stand at an office which has another one, weak or not."""
ODD = (
    "bad-gateway",
    "bad-gateway",
    "captcha",
    "captcha",
    "catch-all",
    "catch-all",
    "drops",
    "honeypot",
    "login-page",
    "login-page",
    "never-answers",
    "truncated",
)
SECTORS = {"social-security": 4, "hospitals": 3, "household-registration": 2, "disease-control": 1}
"""How often a sector is drawn."""
SWEEP_HOURS = 28 * 24
"""Of the sector that the story is about."""
OTHERS_SWEEP_HOURS = 84 * 24
HALL = {"zh-Hans": "{office}网上办事大厅", "en": "Online services of {office}"}
HALL_NOUN = "办件记录"
Owned = tuple[Organisation, System]


class Keys:
    """Keys of systems, none given twice, none telling anything."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._given: set[str] = set()

    def new(self) -> str:
        """Give a key."""
        while True:
            key = (
                f"{self._random.choice(('yb', 'sb', 'cx', 'fw', 'ws'))}-{self._random.randrange(1 << 20):05x}"
            )
            if key not in self._given:
                self._given.add(key)
                return key


def around(nation: Nation, places: Places, keys: Keys, random: Random, weak: Sequence[Owned]) -> list[Owned]:
    """Draw the systems without a loophole, each with its owner."""
    making = _Making(nation, places, keys, random)
    provinces = [
        division.code
        for division in nation.divisions.values()
        if division.level is DivisionLevel.PROVINCE and division.code not in NOT_COVERED
    ]
    counts = _shares(nation, provinces)
    made = [making.owned(division) for division, count in counts.items() for _ in range(count)]
    made += [making.owned(random.choice(provinces), odd) for odd in ODD]
    offices = [owner for owner, _ in random.sample([*weak, *made], TWINS)]
    return [*made, *(making.further(owner) for owner in offices)]


def sweep_hours(sector: str) -> int:
    """Give the hours between two sweeps of a system; they tell its sector, never whether it is weak."""
    return SWEEP_HOURS if sector == "social-security" else OTHERS_SWEEP_HOURS


def _shares(nation: Nation, provinces: Sequence[str]) -> dict[str, int]:
    """Share the sound systems out by the number of counties."""
    counties = Counter(
        nation.province_of(code)
        for code, division in nation.divisions.items()
        if division.level is DivisionLevel.COUNTY
    )
    total = sum(counties[province] for province in provinces)
    return {province: max(FEWEST, SOUND * counties[province] // total) for province in provinces}


class _Making:
    """Makes owners and their systems, with names that differ within a province."""

    def __init__(self, nation: Nation, places: Places, keys: Keys, random: Random) -> None:
        self._nation = nation
        self._places = places
        self._keys = keys
        self._random = random

    def owned(self, division: str, odd: str | None = None) -> Owned:
        """Make a system and its owner."""
        sector = self._random.choices(tuple(SECTORS), weights=tuple(SECTORS.values()))[0]
        name = self._random.choice([name for name, field in FIELDS.items() if field.sector == sector])
        field, level = FIELDS[name], self._random.choice(("county", "county", "county", "city"))
        seat, key = self._places.seat(division, level, name), self._keys.new()
        owner = Organisation(
            key=f"owner-{key}",
            names=names_at(self._nation, field.office, seat),
            division=division,
            sector=sector,
            seat=level,
            email=f"office-{key}@{DOMAIN}",
            second_email=f"service-{key}@{DOMAIN}" if self._random.random() < 0.1 else "",
            officer=OFFICER if self._random.random() < 0.5 else {},
        )
        names = names_at(self._nation, field.system, seat)
        return owner, self._system(key, owner, names, field.noun, odd)

    def further(self, owner: Organisation) -> Owned:
        """Make a sound system of an office that has another one."""
        names = {
            language: HALL[language].format(office=name.removesuffix(MADE_UP[language])) + MADE_UP[language]
            for language, name in owner.names.items()
        }
        return owner, self._system(self._keys.new(), owner, names, HALL_NOUN)

    def _system(
        self, key: str, owner: Organisation, names: Mapping[str, str], noun: str, odd: str | None = None
    ) -> System:
        people = self._random.randrange(5_000, 400_000)
        sector = owner.sector or next(iter(SECTORS))
        return System(
            key=key,
            organisation=owner.key,
            names=names,
            sector=sector,
            division=owner.division,
            noun=noun,
            holding=Holding(
                first=self._places.next_first(owner.division),
                people=people,
                records=people + self._random.randrange(people // 20),
            ),
            seed=self._random.randrange(1000),
            odd=odd,
            sweep_every_hours=sweep_hours(sector),
        )
