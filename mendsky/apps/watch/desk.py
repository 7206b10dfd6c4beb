# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read the watch as the desk shows it: its reach, what it could not look at, what is wrong with it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from mendsky.apps.directory.queries import SystemEntry
from mendsky.apps.watch import queries
from mendsky.apps.watch.coverage import Swept, cause_of, last_sweeps
from mendsky.apps.watch.models import SystemRun
from mendsky.core.probes import REGISTER
from mendsky.core.terms.answers import Cause, Purpose
from mendsky.nations.load import load

Within = Callable[[str], bool]
"""Says of a division whether it is asked about."""
LOOK_BACK = 10
"""Intervals of sweeps over which a system's unbroken row of undetermined sweeps is followed."""
LONG = 3
"""So many undetermined sweeps in a row are no accident."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Undetermined:
    """A system that its last sweep could not fully look at."""

    system: SystemEntry
    cause: str
    since: datetime
    """First sweep of the unbroken row of undetermined ones, as far as it is followed."""
    sweeps: int
    """How many that row has."""

    @property
    def is_long(self) -> bool:
        """Say whether a person should see to it."""
        return self.sweeps >= LONG


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """How the watch stands in some divisions."""

    in_scope: int
    covered: int
    undetermined: tuple[Undetermined, ...]
    """Longest first."""
    probes: int
    """How many kinds of loopholes are looked for."""
    failing: tuple[str, ...]
    """Kinds whose probe itself failed in the last sweep of a system."""
    stopped: bool
    """A person halted the probing."""
    swept: tuple[Swept, ...] = field(repr=False)
    """Every system there."""

    @property
    def not_swept(self) -> int:
        """Give how many systems have no fresh sweep."""
        return self.in_scope - self.covered - len(self.undetermined)

    @property
    def percent(self) -> str:
        """Give the share of systems that are covered, in tenths of a percent, never rounded up."""
        thousandths = 1000 * self.covered // self.in_scope if self.in_scope else 0
        return f"{thousandths // 10}.{thousandths % 10}"

    @property
    def healthy(self) -> int:
        """Give how many probes did not fail."""
        return self.probes - len(self.failing)

    @property
    def causes(self) -> dict[str, int]:
        """Give how many systems are undetermined for which cause, most first."""
        return dict(Counter(one.cause for one in self.undetermined).most_common())


def health(now: datetime, within: Within) -> Health:
    """Tell how the watch stands in the divisions that `within` accepts, as of now; four queries at most."""
    swept = tuple((system, run) for system, run in last_sweeps(now) if within(system.division))
    broken = [(system, run) for system, run in swept if run is not None and cause_of(run) is not None]
    fresh = sum(run is not None for _, run in swept)
    failing = {
        kind
        for _, run in swept
        if run is not None
        for kind, answer in run.answers.items()
        if answer[2] == Cause.OUR_FAILURE.value
    }
    return Health(
        in_scope=len(swept),
        covered=fresh - len(broken),
        undetermined=tuple(sorted(_rows(broken, now), key=lambda one: (one.since, one.system.key))),
        probes=len(REGISTER),
        failing=tuple(sorted(failing)),
        stopped=queries.stopped(),
        swept=swept,
    )


def _rows(broken: Iterable[tuple[SystemEntry, SystemRun]], now: datetime) -> list[Undetermined]:
    """Follow each system's undetermined sweeps back to the last one that could tell."""
    last = {system.id: (system, run) for system, run in broken}
    if not last:
        return []
    usual = load(settings.NATION).clocks.sweep_every
    widest = max(system.sweep_every or usual for system, _ in last.values())
    earlier = SystemRun.objects.filter(
        system__in=last, purpose=Purpose.SWEEP, at__lte=now, at__gte=now - LOOK_BACK * widest
    ).order_by("system", "-at")
    rows: dict[object, list[datetime]] = {system_id: [] for system_id in last}
    ended = set()
    for run in earlier:
        if run.system in ended:
            continue
        if cause_of(run) is None:
            ended.add(run.system)
        else:
            rows[run.system].append(run.at)
    return [
        Undetermined(system=system, cause=cause_of(run) or "", since=min(instants), sweeps=len(instants))
        for system_id, (system, run) in last.items()
        if (instants := rows[system_id])
    ]
