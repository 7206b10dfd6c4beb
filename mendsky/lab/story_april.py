# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The nation of April 2015: a year of 46 loopholes in social security, told, and repaired or not.

The table in `story-2015.csv` says what is weak and how its owner behaves; `story-2015-beyond.csv` says
the same of other sectors; around them stand systems without a loophole. How each weakness is made is drawn
from the seed.
"""

from collections.abc import Sequence
from datetime import datetime
from importlib import resources
from random import Random

from mendsky.core.terms.nations import DivisionLevel, Nation
from mendsky.lab import draw
from mendsky.lab.people import Holding, Register
from mendsky.lab.places import FIELDS, OFFICER, Places, Seat, authorities, names_at
from mendsky.lab.story import DOMAIN, ZONE, Act, Organisation, Story, System
from mendsky.lab.story_around import Keys, around, sweep_hours
from mendsky.lab.story_rows import Row, StoryError, read
from mendsky.lab.weakness import Weakness

NAME = "april-2015"
STARTS = datetime(2014, 4, 21, 9, tzinfo=ZONE)
ENDS = datetime(2015, 4, 24, 18, tzinfo=ZONE)
TABLE = "story-2015.csv"
BEYOND = "story-2015-beyond.csv"
"""Assumed loopholes in other sectors, in the same columns."""
OF_THE_WHOLE = {"Chongqing (one register)": "500000"}
"""Named locations that are no division of their own."""


def april(nation: Nation, seed: int, table: str | None = None, name: str = TABLE) -> Story:
    """Make the story; `table` is a text of this name that stands for that of `story-2015.csv`.

    Raises `StoryError` for a table that says what cannot be.
    """
    rows = read(packaged(TABLE) if table is None else table, nation, name)
    beyond = read(packaged(BEYOND), nation, BEYOND)
    outside = [row for row in rows if not STARTS <= row.appears <= ENDS]
    if outside:
        msg = f"{name}: {outside[0].location!r} appears outside the story's year"
        raise StoryError(msg)
    keys = Keys(Random(f"{NAME}/{seed}/keys"))
    telling = _Telling(nation, seed, keys)
    weak = [*telling.loopholes(rows), *telling.loopholes(beyond)]
    sound = around(nation, telling.places, keys, Random(f"{NAME}/{seed}/around"), weak)
    systems = [*(system for _, system in weak), *(system for _, system in sound)]
    # Neither address nor order tells a weak system from a sound one.
    Random(f"{NAME}/{seed}/order").shuffle(systems)
    owners = {owner.key: owner for owner, _ in (*weak, *sound)}
    return Story(
        name=NAME,
        starts=STARTS,
        ends=ENDS,
        organisations=(*authorities(nation, systems), *owners.values()),
        systems=tuple(systems),
    )


def packaged(name: str) -> str:
    """Read a table that the lab brings with it."""
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


class _Telling:
    """Makes owners and systems of rows."""

    def __init__(self, nation: Nation, seed: int, keys: Keys) -> None:
        self._nation = nation
        self._seed = seed
        self._keys = keys
        self.places = Places(Register(nation))

    def loopholes(self, rows: Sequence[Row]) -> list[tuple[Organisation, System]]:
        """Make the owner and the system of each row."""
        holdings = self._holdings(rows)
        return [self._loophole(row, holdings[row.location]) for row in rows]

    def _holdings(self, rows: Sequence[Row]) -> dict[str, Holding]:
        """Give each row its people: rows that share have an interval in common, all others none."""
        sharing = {row.shares_with: row for row in rows if row.shares}
        holdings = {}
        for row in rows:
            if row.shares:
                continue
            partner = sharing.get(row.location)
            further = partner.people - partner.shares if partner is not None else 0
            try:
                first = self.places.free(self._division(row), row.people + further)
            except ValueError as error:
                raise StoryError(str(error)) from error
            holdings[row.location] = Holding(first=first, people=row.people, records=row.records)
            if partner is not None:
                holdings[partner.location] = Holding(
                    first=first + row.people - partner.shares,
                    people=partner.people,
                    records=partner.records,
                )
        return holdings

    def _loophole(self, row: Row, holding: Holding) -> tuple[Organisation, System]:
        random = Random(f"{NAME}/{self._seed}/{row.location}")
        seat, field, key = self._seat(row), FIELDS[row.field], self._keys.new()
        acting = row.behaviour
        owner = Organisation(
            key=f"owner-{key}",
            names=names_at(self._nation, field.office, seat),
            division=seat.division,
            sector=field.sector,
            seat=seat.level,
            email=f"office-{key}@{DOMAIN}",
            bounces=acting.bounces,
            second_email=f"service-{key}@{DOMAIN}" if acting.second else "",
            officer=OFFICER if random.random() < 0.5 else {},
            steps=row.steps,
        )
        system = System(
            key=key,
            organisation=owner.key,
            names=names_at(self._nation, field.system, seat),
            sector=field.sector,
            division=seat.division,
            noun=field.noun,
            holding=holding,
            seed=random.randrange(1000),
            weakness=_drawn(row, random),
            sweep_every_hours=sweep_hours(field.sector),
            high_risk=row.high_risk,
            ends=row.state,
        )
        return owner, system

    def _seat(self, row: Row) -> Seat:
        division = self._division(row)
        if row.named and row.location not in OF_THE_WHOLE:
            return Seat(division=division, level=row.level, named=True)
        return self.places.seat(division, row.level, row.field)

    def _division(self, row: Row) -> str:
        """Give the code of the place: its own where it is named, else its province's."""
        if not row.named:
            return row.province
        if row.location in OF_THE_WHOLE:
            return OF_THE_WHOLE[row.location]
        level = DivisionLevel[row.level.upper()]
        for division in self._nation.divisions.values():
            called = division.names.get("en") == row.location and division.level is level
            if called and self._nation.province_of(division.code) == row.province:
                return division.code
        msg = f"{row.location!r} is no {row.level} that the nation knows: name another, or none"
        raise StoryError(msg)


def _drawn(row: Row, random: Random) -> Weakness:
    """Draw how a row's weakness is made, so that its owner can do with it what it will do."""
    acting = row.behaviour
    return draw.weakness(
        row.kind,
        random,
        appears=row.appears,
        shows=acting.shows,
        writable=acting.writable,
        second=any(step.act is Act.PARTLY for step in row.steps),
    )
