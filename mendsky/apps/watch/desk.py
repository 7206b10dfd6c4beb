# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read the watch as the desk shows it: its reach, what it could not look at, what is wrong with it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from mendsky.apps.directory import queries as directory
from mendsky.apps.directory.queries import SystemEntry
from mendsky.apps.watch import queries, swept
from mendsky.apps.watch.swept import Tally, Within
from mendsky.core.probes import REGISTER


@dataclass(frozen=True, kw_only=True, slots=True)
class Undetermined:
    """A system that its last sweep could not fully look at."""

    system: SystemEntry
    cause: str
    since: datetime
    """First sweep of the unbroken row of undetermined ones."""
    sweeps: int
    """How many that row has."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Long:
    """Systems that stayed undetermined for so many sweeps that a person should see to them."""

    systems: int
    causes: tuple[str, ...]
    """Why they could not be looked at, in order."""
    since: datetime
    """First undetermined sweep of the one that stayed so the longest."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """How the watch stands in some divisions."""

    in_scope: int
    covered: int
    causes: dict[str, int]
    """How many systems are undetermined for which cause, most first."""
    long: Long | None
    """None where no system stayed undetermined for long."""
    probes: int
    """How many kinds of loopholes are looked for."""
    failing: tuple[str, ...]
    """Kinds whose probe itself failed in the last sweep of a system."""
    stopped: bool
    """A person halted the probing."""
    tallies: tuple[Tally, ...] = field(repr=False)
    """Every system there, counted."""

    @property
    def undetermined(self) -> int:
        """Give how many systems their last sweep could not fully look at."""
        return sum(self.causes.values())

    @property
    def not_swept(self) -> int:
        """Give how many systems have no fresh sweep."""
        return self.in_scope - self.covered - self.undetermined

    @property
    def percent(self) -> str:
        """Give the share of systems that are covered, in tenths of a percent, never rounded up."""
        thousandths = 1000 * self.covered // self.in_scope if self.in_scope else 0
        return f"{thousandths // 10}.{thousandths % 10}"

    @property
    def healthy(self) -> int:
        """Give how many probes did not fail."""
        return self.probes - len(self.failing)


def health(now: datetime, within: Within) -> Health:
    """Tell how the watch stands in the divisions that `within` accepts, as of now; two queries."""
    tallies = swept.tallies(now, within)
    causes: Counter[str] = Counter()
    for one in tallies:
        if one.cause:
            causes[one.cause] += one.systems
    return Health(
        in_scope=sum(one.systems for one in tallies),
        covered=sum(one.systems for one in tallies if one.cause == ""),
        causes=dict(causes.most_common()),
        long=_long(tallies),
        probes=len(REGISTER),
        failing=tuple(sorted(frozenset[str]().union(*(one.failing for one in tallies)))),
        stopped=queries.stopped(),
        tallies=tallies,
    )


def undetermined(now: datetime, within: Within, limit: int) -> tuple[Undetermined, ...]:
    """Give the systems that stayed undetermined the longest, up to `limit`; two queries."""
    rows = swept.longest(now, within, limit)
    systems = directory.systems(row.system for row in rows) if rows else {}
    return tuple(
        Undetermined(system=systems[row.system], cause=row.cause, since=row.since, sweeps=row.sweeps)
        for row in rows
    )


def _long(tallies: tuple[Tally, ...]) -> Long | None:
    found = [one for one in tallies if one.long]
    since = min((one.long_since for one in found if one.long_since), default=None)
    if since is None:
        return None
    return Long(
        systems=sum(one.long for one in found),
        causes=tuple(sorted({one.cause for one in found if one.cause})),
        since=since,
    )
