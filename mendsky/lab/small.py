# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fixed story of the demo: sixty systems, eight of them with a loophole, in four provinces."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from mendsky.core.terms.nations import Nation
from mendsky.lab import scripts
from mendsky.lab.oddities import EVERYWHERE
from mendsky.lab.people import Holding, Register
from mendsky.lab.places import FIELDS, ORDINARY, Places, authorities, office_names, system_names
from mendsky.lab.story import DOMAIN, STARTS, Organisation, Step, Story, System
from mendsky.lab.weakness import DIRECTORY_LISTING, SEQUENTIAL_RECORDS, SQL_INJECTION, Weakness

WEAK_PROVINCES = ("340000", "430000", "450000", "620000")
SOUND_PROVINCES = (
    *WEAK_PROVINCES,
    "130000",
    "220000",
    "350000",
    "360000",
    "510000",
    "520000",
    "530000",
    "610000",
)
SOUND = 45
TWINS = 5
"""Sound systems that stand at an office which has another one, 24 places before."""
ODD = tuple(name for name in EVERYWHERE if name != "drops")


@dataclass(frozen=True, kw_only=True, slots=True)
class Weak:
    """One loophole of the story."""

    key: str
    kind: str
    division: str
    people: int
    records: int
    form: str
    path: str
    day: int
    """Day of the story on which it goes on line."""
    steps: tuple[Step, ...]
    sector: str = "social-security"
    place: str = "county"
    parameter: str = ""
    table: str = "t_canbao"
    banner: str = ""
    linked: bool = True
    repair: str = ""
    bounces: bool = False
    shares: tuple[str, int] | None = None
    """Key of an earlier system and how many of its last people are held here too."""


WEAK = (
    Weak(
        key="yb-3f2", kind=SQL_INJECTION, division="340000", place="city", people=180_000, records=186_432,
        form="identity", path="/yb/query", parameter="sfzh", banner="php", day=0,
        steps=scripts.diligent(repairs=6),
    ),
    Weak(
        key="sb-7c1", kind=SQL_INJECTION, division="340000", people=95_000, records=95_000,
        form="identity", path="/cx/chaxun", parameter="zjhm", table="ac01", banner="java", day=0,
        steps=scripts.pretending(claims=2), shares=("yb-3f2", 12_000),
    ),
    Weak(
        key="sb-a04", kind=SQL_INJECTION, division="430000", place="city", people=240_000, records=251_310,
        form="ward", path="/sb/street", parameter="dq", table="ylbx_ry", day=0, steps=scripts.SILENT,
    ),
    Weak(
        key="yb-e58", kind=SQL_INJECTION, division="450000", people=60_000, records=60_000,
        form="number", path="/query.php", parameter="bh", table="person_base", day=5,
        steps=scripts.wordless(repairs=1),
    ),
    Weak(
        key="pz-11d", kind=SEQUENTIAL_RECORDS, division="430000", place="city", people=310_000,
        records=322_876, form="path", path="/record/", repair="login", day=2, steps=scripts.relapsing(),
    ),
    Weak(
        key="pz-90b", kind=SEQUENTIAL_RECORDS, division="620000", people=130_000, records=130_000,
        form="parameter", path="/pz.php", parameter="id", repair="tokens", day=9,
        steps=scripts.acknowledging(),
    ),
    Weak(
        key="sj-5aa", kind=DIRECTORY_LISTING, division="450000", people=45_000, records=45_000,
        form="csv", path="/export/", table="canbao_2014", banner="apache", repair="denied", linked=False,
        day=0, steps=scripts.SILENT, bounces=True,
    ),
    Weak(
        key="ba-c36", kind=DIRECTORY_LISTING, division="620000", place="city", people=88_000, records=90_415,
        form="csv", path="/backup/", table="bingan_2015", banner="nginx", repair="denied", day=3,
        steps=scripts.diligent(repairs=9), sector="hospitals", shares=("pz-90b", 21_000),
    ),
)  # fmt: skip


def small(nation: Nation) -> Story:
    """Make the demo's story."""
    places = Places(Register(nation))
    organisations: list[Organisation] = []
    systems: list[System] = []
    for weak in WEAK:
        systems.append(_weak_system(nation, weak, places, systems))
        organisations.append(_owner(nation, systems[-1], weak.place, weak.steps, bounces=weak.bounces))
    for position, odd in enumerate(ODD):
        division = SOUND_PROVINCES[position]
        system = _plain(
            nation,
            places,
            key=plain_key(position),
            division=division,
            sector="social-security",
            seed=position,
            odd=odd,
        )
        systems.append(system)
        organisations.append(_owner(nation, system, "county"))
    for position in range(SOUND):
        division = SOUND_PROVINCES[position % len(SOUND_PROVINCES)]
        sector, owner = _sector(position), None
        if position >= SOUND - TWINS:
            twin = next(known for known in systems if known.key == plain_key(len(ODD) + position - 24))
            sector, owner = twin.sector, twin.organisation
        system = _plain(
            nation,
            places,
            key=plain_key(len(ODD) + position),
            division=division,
            sector=sector,
            seed=position,
            organisation=owner,
        )
        systems.append(system)
        if owner is None:
            organisations.append(_owner(nation, system, "county"))
    return Story(
        name="small",
        starts=STARTS,
        organisations=(*authorities(nation, systems), *organisations),
        systems=tuple(systems),
    )


def plain_key(position: int) -> str:
    """Name a system without a loophole like the others, so that no name gives anything away."""
    prefix = ("yb", "sb", "pz", "sj", "ba")[position % 5]
    return f"{prefix}-{sha256(f'small/{position}'.encode()).hexdigest()[:3]}"


def _sector(position: int) -> str:
    return {5: "hospitals", 6: "household-registration"}.get(position % 7, "social-security")


def _weak_system(nation: Nation, weak: Weak, places: Places, earlier: list[System]) -> System:
    first = places.next_first(weak.division)
    if weak.shares is not None:
        key, shared = weak.shares
        other = next(system for system in earlier if system.key == key).holding
        first = other.first + other.people - shared
    return System(
        key=weak.key,
        organisation=f"owner-{weak.key}",
        names=system_names(nation, weak.division, weak.sector, weak.place),
        sector=weak.sector,
        division=weak.division,
        noun=FIELDS[ORDINARY[weak.sector]].noun,
        holding=Holding(first=first, people=weak.people, records=weak.records),
        seed=sum(weak.key.encode()),
        weakness=Weakness(
            kind=weak.kind,
            appears=STARTS + timedelta(days=weak.day),
            path=weak.path,
            form=weak.form,
            parameter=weak.parameter,
            table=weak.table,
            banner=weak.banner,
            linked=weak.linked,
            repair=weak.repair,
        ),
    )


def _plain(
    nation: Nation,
    places: Places,
    *,
    key: str,
    division: str,
    sector: str,
    seed: int,
    odd: str | None = None,
    organisation: str | None = None,
) -> System:
    people = 20_000 + seed * 3_571
    return System(
        key=key,
        organisation=organisation or f"owner-{key}",
        names=system_names(nation, division, sector, "county"),
        sector=sector,
        division=division,
        noun=FIELDS[ORDINARY[sector]].noun,
        holding=Holding(first=places.next_first(division), people=people, records=people + seed * 97),
        seed=seed,
        odd=odd,
    )


def _owner(
    nation: Nation, system: System, place: str, steps: tuple[Step, ...] = (), *, bounces: bool = False
) -> Organisation:
    return Organisation(
        key=system.organisation,
        names=office_names(nation, system.division, system.sector, place),
        division=system.division,
        sector=system.sector,
        email=f"office-{system.key}@{DOMAIN}",
        bounces=bounces,
        steps=steps,
    )
