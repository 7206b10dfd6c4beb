# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A story of the lab as frozen values: offices, systems, weaknesses, and how each owner behaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum

from mendsky.lab.people import Holding
from mendsky.lab.weakness import Weakness

ZONE = timezone(timedelta(hours=8))
STARTS = datetime(2015, 3, 2, 9, tzinfo=ZONE)
DAYS = 40
"""Days after which nothing of a story is left to happen."""
DOMAIN = "lab.test"


class Act(StrEnum):
    """What an owner does in one step."""

    ACKNOWLEDGE = "acknowledge"
    PLAN = "plan"
    CENSUS = "census"
    REPAIR = "repair"
    PRETEND = "pretend"
    """Takes the entrance away and leaves the address answering."""
    CLAIM = "claim"
    RETEST = "retest"
    BREAK = "break"
    """Brings the weakness back, as an update from an old copy does."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step of an owner, counted from the first letter that arrives."""

    after: timedelta
    act: Act
    days: int = 0
    """For a plan: days until the repair is promised."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Organisation:
    """An owner of systems, or an authority above owners."""

    key: str
    names: Mapping[str, str]
    division: str
    email: str
    sector: str | None = None
    level: str | None = None
    """`city`, `province` or `nation` for an authority, else None."""
    bounces: bool = False
    """Its mail server refuses every letter."""
    steps: tuple[Step, ...] = ()
    words: str = ""
    """What it writes where a form has room for words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class System:
    """One system of the lab nation."""

    key: str
    """Also its name below `lab.test`."""
    organisation: str
    names: Mapping[str, str]
    sector: str
    division: str
    noun: str
    holding: Holding
    seed: int
    weakness: Weakness | None = None
    odd: str | None = None
    """Name of an oddity of the whole site."""
    sweep_every_hours: int = 168
    """Weekly for all: one that never answers costs a time-out at each look."""

    @property
    def host(self) -> str:
        """Give its name."""
        return f"{self.key}.{DOMAIN}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """Everything that is and will be so in one lab nation."""

    name: str
    starts: datetime
    organisations: tuple[Organisation, ...]
    systems: tuple[System, ...]

    def __post_init__(self) -> None:
        keys = [system.key for system in self.systems]
        weak = [system.organisation for system in self.systems if system.weakness is not None]
        known = {organisation.key for organisation in self.organisations}
        if len(set(keys)) != len(keys) or len(set(weak)) != len(weak):
            msg = (
                "systems differ in key, and an owner has at most one loophole: its letters are about that one"
            )
            raise ValueError(msg)
        if not {system.organisation for system in self.systems} <= known:
            msg = "every system has an owner in the story"
            raise ValueError(msg)

    def organisation(self, key: str) -> Organisation:
        """Find an organisation."""
        return next(organisation for organisation in self.organisations if organisation.key == key)

    def weak_system(self, organisation: str) -> System | None:
        """Find the system of an owner that has the loophole."""
        return next(
            (
                system
                for system in self.systems
                if system.organisation == organisation and system.weakness is not None
            ),
            None,
        )
