# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A story of the lab as frozen values: offices, systems, weaknesses, and how each owner behaves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
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
    PARTLY = "partly"
    """Repairs one of two parameters of the same page."""
    BLOCK = "block"
    """Refuses the address that first came to look, and nobody else."""
    OFFLINE = "offline"
    """Takes everything off line: 503 for whatever is asked."""
    DISPUTE = "dispute"
    CLAIM = "claim"
    RETEST = "retest"
    BREAK = "break"
    """Brings the weakness back, as an update from an old copy does."""


class Since(StrEnum):
    """From what an owner counts the time to a step."""

    LETTER = "letter"
    """The first letter that came to it."""
    RETURN = "return"
    """The first letter that came after its weakness was back."""
    PROVINCE = "province"
    """The first letter about its case to the authority of its province, or to the nation's."""
    NATION = "nation"
    """The first letter about its case to the nation's authority."""
    OVERRULED = "overruled"
    """The day on which it sees on its page that its dispute no longer stands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step of an owner."""

    after: timedelta
    act: Act
    since: Since = Since.LETTER
    days: int = 0
    """For a plan: days until the repair is promised."""
    until: date | None = None
    """For a plan: the day that is promised, instead of a number of days."""
    not_before: datetime | None = None
    """An instant that the step waits for, whatever it is counted from."""
    words: str = ""
    """What is written with it, where a form has room; else what its owner always writes."""


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
    seat: str | None = None
    """`county`, `city` or `province` for an owner whose division's code is coarser than its place."""
    bounces: bool = False
    """Its mail server refuses every letter to `email`."""
    second_email: str = ""
    """Another contact, whose mailbox works."""
    officer: Mapping[str, str] = field(default_factory=dict)
    """By language, the post that answers for the safety of its data; empty where none is named."""
    steps: tuple[Step, ...] = ()
    words: str = ""
    """What it writes where a form has room for words."""

    @property
    def emails(self) -> tuple[str, ...]:
        """Give the addresses of all its contacts."""
        return (self.email, self.second_email) if self.second_email else (self.email,)

    @property
    def unreachable(self) -> bool:
        """Say whether no letter ever reaches it."""
        return self.bounces and not self.second_email


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
    """The same for all of a story: one that never answers costs a time-out at each look."""
    high_risk: bool | None = None
    """Whether the severity rule should find its loophole high-risk; None where the story does not say."""
    ends: str = ""
    """State in which its case should stand when the story is over; empty where the story does not say."""

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
    ends: datetime = STARTS + timedelta(days=DAYS + 9)

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
