# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Say of how many systems in scope something is known: the denominators of every figure.

A system is covered where its last sweep, no older than two of its intervals, got an answer to the
control and a determined answer to every probe that its grant permits.
"""

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from mendsky.apps.directory import queries as directory
from mendsky.apps.directory.queries import SystemEntry
from mendsky.apps.watch.models import Coverage, SystemRun, SystemSchedule, WatchMark
from mendsky.apps.watch.tallies import LastSweep
from mendsky.core.terms.answers import Answer, Cause, Purpose
from mendsky.core.terms.facts import Fact
from mendsky.core.terms.instants import instant_text
from mendsky.core.terms.nations import Nation
from mendsky.nations.load import load
from mendsky.runtime import facts

FRESH_INTERVALS = 2
UNDETERMINED = Answer.UNDETERMINED.value[0]
NOT_PERMITTED = frozenset({Cause.NOT_GRANTED.value, Cause.NO_TEST_IDENTITY.value})


@dataclass(frozen=True, kw_only=True, slots=True)
class CoverageEntry:
    """How many systems of one province and sector are covered."""

    division: str
    """Province-level division, or the nation's code for systems of the nation itself."""
    sector: str
    in_scope: int
    covered: int
    undetermined: int
    """Looked at, but not everything could be told; the rest was not looked at."""


def coverage_at(instant: datetime) -> tuple[CoverageEntry, ...]:
    """Give the coverage of every province and sector with systems in scope, as of an instant."""
    nation = load(settings.NATION)
    in_scope: Counter[tuple[str, str]] = Counter()
    covered: Counter[tuple[str, str]] = Counter()
    undetermined: Counter[tuple[str, str]] = Counter()
    for system, cause in _last_sweeps(instant):
        cell = (nation.province_of(system.division) or nation.code, system.sector)
        in_scope[cell] += 1
        if cause is not None:
            (undetermined if cause else covered)[cell] += 1
    return tuple(
        CoverageEntry(
            division=cell[0],
            sector=cell[1],
            in_scope=in_scope[cell],
            covered=covered[cell],
            undetermined=undetermined[cell],
        )
        for cell in sorted(in_scope)
    )


def cause_of(run: SystemRun) -> str | None:
    """Give why a system run leaves something undetermined, or None where it covers the system."""
    if run.control["cause"]:
        return str(run.control["cause"])
    permitted = [answer for answer in run.answers.values() if answer[2] not in NOT_PERMITTED]
    if not permitted:
        return Cause.NOT_GRANTED.value
    return next((str(cause) for _, letter, cause, _ in permitted if letter == UNDETERMINED), None)


@transaction.atomic
def record_coverage(now: datetime) -> None:
    """Write the coverage as it stands now, as facts of the running day, where a cell changed."""
    nation = load(settings.NATION)
    _write(now, recorded_at=now, nation=nation)


@transaction.atomic
def record_ended_day(now: datetime) -> None:
    """Write the coverage of the day that ended last, unless that was done."""
    nation = load(settings.NATION)
    yesterday = now.astimezone(nation.calendar.zone).date() - timedelta(days=1)
    written = WatchMark.objects.values_list("coverage_day", flat=True).first()
    if written is not None and written >= yesterday:
        return
    end = _end_of(yesterday, nation)
    if written is None or _may_differ(_end_of(written, nation), end):
        _write(end, recorded_at=now, nation=nation)
    WatchMark.objects.update_or_create(only=True, defaults={"coverage_day": yesterday})


def _end_of(day: date, nation: Nation) -> datetime:
    midnight = datetime.combine(day + timedelta(days=1), time.min, nation.calendar.zone)
    return midnight.astimezone(UTC) - timedelta(microseconds=1)


def _may_differ(since: datetime, until: datetime) -> bool:
    """Say whether the coverage can have changed: by a sweep, by the directory, or by a sweep that is late.

    A sweep grows stale only where the next one did not come when it was due.
    """
    return (
        SystemRun.objects.filter(purpose=Purpose.SWEEP, at__gt=since, at__lte=until).exists()
        or SystemSchedule.objects.filter(next_due__lte=until).exists()
        or directory.systems_changed(since, until)
    )


def as_fact(row: Coverage) -> Fact:
    """Give a row as the fact that its commitment stands for (`core.terms.facts.CoverageFact`)."""
    return {
        "type": "coverage",
        "id": str(row.id),
        "origin": row.origin,
        "day": row.day.isoformat(),
        "division": row.division,
        "sector": row.sector,
        "in_scope": row.in_scope,
        "covered": row.covered,
        "undetermined": row.undetermined,
        "recorded_at": instant_text(row.recorded_at),
    }


def _write(instant: datetime, *, recorded_at: datetime, nation: Nation) -> None:
    day = instant.astimezone(nation.calendar.zone).date()
    newest = Coverage.objects.filter(day__lte=day).order_by("division", "sector", "-day", "-serial")
    written = {(row.division, row.sector): row for row in newest.distinct("division", "sector")}
    entries = {(entry.division, entry.sector): entry for entry in coverage_at(instant)}
    for cell, row in written.items():
        if cell not in entries and row.in_scope:
            # The last system of the cell left: without a row that says so its old numbers would stand.
            entries[cell] = CoverageEntry(
                division=cell[0], sector=cell[1], in_scope=0, covered=0, undetermined=0
            )
    rows = [
        Coverage(
            id=uuid.uuid4(),
            origin=settings.ORIGIN,
            day=day,
            division=entry.division,
            sector=entry.sector,
            in_scope=entry.in_scope,
            covered=entry.covered,
            undetermined=entry.undetermined,
            recorded_at=recorded_at,
        )
        for cell, entry in entries.items()
        if not _says(written.get(cell), entry)
    ]
    for row, serial in zip(rows, facts.next_serials(Coverage, len(rows)), strict=True):
        row.serial = serial
        row.salt, row.commitment = facts.commit_fact(as_fact(row))
    Coverage.objects.bulk_create(rows)


def _says(row: Coverage | None, entry: CoverageEntry) -> bool:
    """Say whether the cell's last row, which stands until the next, has these numbers already."""
    if row is None:
        return False
    return (row.in_scope, row.covered, row.undetermined) == (
        entry.in_scope,
        entry.covered,
        entry.undetermined,
    )


def _last_sweeps(instant: datetime) -> Iterator[tuple[SystemEntry, str | None]]:
    """Yield every system in scope as of an instant, with what its last sweep came to.

    That is why something is undetermined; empty where it is covered, None where no sweep is fresh. Runs are
    read only of systems that were swept again after the instant.
    """
    systems = directory.systems_in_scope(instant)
    nation = load(settings.NATION)
    every = {system.id: system.sweep_every or nation.sweep_every(system.sector) for system in systems}
    widest = max(every.values(), default=nation.clocks.sweep_every)
    recent = Q(at__lte=instant, at__gte=instant - FRESH_INTERVALS * widest)
    kept = LastSweep.objects.filter(recent).values_list("system", "at", "cause")
    last = {system: (at, cause) for system, at, cause in kept.iterator()}
    swept_again = LastSweep.objects.filter(at__gt=instant).values("system")
    runs = SystemRun.objects.filter(recent, purpose=Purpose.SWEEP, system__in=swept_again)
    for run in runs.only("system", "at", "control", "answers").order_by("system", "-at").distinct("system"):
        last[run.system] = run.at, cause_of(run) or ""
    for system in systems:
        at, cause = last.get(system.id, (None, ""))
        fresh = at is not None and at >= instant - FRESH_INTERVALS * every[system.id]
        yield system, cause if fresh else None
