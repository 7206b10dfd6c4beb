# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the last sweep of each system came to, kept beside the runs: it is counted without reading them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from mendsky.apps.directory import queries as directory
from mendsky.apps.watch.coverage import FRESH_INTERVALS, cause_of
from mendsky.apps.watch.models import SystemRun
from mendsky.apps.watch.tallies import LastSweep
from mendsky.core.terms.answers import Cause, Purpose
from mendsky.nations.load import load

Within = Callable[[str], bool]
"""Says of a division whether it is asked about."""
LONG = 3
"""So many undetermined sweeps in a row are no accident."""
FRESH = """
  join watch_lastsweep last on last.system = system.entry
    and last.at >= %s::timestamptz - %s * coalesce(
      system.sweep_every, (%s::interval[])[array_position(%s::text[], system.sector::text)], %s::interval
    )
"""
CELLS = """
select system.division, system.sector, last.cause, count(*), min(last.at),
  count(*) filter (where last.sweeps >= %s), min(last.since) filter (where last.sweeps >= %s),
  string_agg(array_to_string(last.failing, ' '), ' ') filter (where last.failing <> '{{}}')
from ({systems}) system left {fresh}
where system.division = any(%s)
group by system.division, system.sector, last.cause
"""
LONGEST = """
select system.entry, last.cause, last.since, last.sweeps
from ({systems}) system {fresh}
where last.cause <> '' and system.division = any(%s)
order by last.since, system.key limit %s
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """The systems of one division and sector whose last sweep came to the same."""

    division: str
    sector: str
    cause: str | None
    """Why something is undetermined; empty where they are covered, None where they have no fresh sweep."""
    systems: int
    oldest: datetime | None
    """Oldest of their last sweeps."""
    long: int
    """How many stayed undetermined for so many sweeps that a person should see to it."""
    long_since: datetime | None
    """First sweep of the longest such row."""
    failing: frozenset[str]
    """Kinds whose probe itself failed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unclear:
    """A system that its last sweep could not fully look at."""

    system: UUID
    cause: str
    since: datetime
    """First sweep of the unbroken row of undetermined ones."""
    sweeps: int
    """How many that row has."""


def note(runs: Sequence[SystemRun]) -> None:
    """Keep what sweeps came to, in the transaction that writes them; an older one is passed over."""
    sweeps = [run for run in runs if run.purpose == Purpose.SWEEP]
    if not sweeps:
        return
    before = LastSweep.objects.in_bulk([run.system for run in sweeps])
    LastSweep.objects.bulk_create(
        [_row(run, kept) for run in sweeps if (kept := before.get(run.system)) is None or kept.at <= run.at],
        update_conflicts=True,
        unique_fields=["system"],
        update_fields=["at", "cause", "failing", "since", "sweeps"],
    )


def slow(systems: Collection[UUID]) -> frozenset[UUID]:
    """Give those of some systems whose last sweep waited for an answer until its time was over."""
    waited = LastSweep.objects.filter(system__in=systems, cause=Cause.TIMED_OUT)
    return frozenset(waited.values_list("system", flat=True))


def tallies(now: datetime, within: Within) -> tuple[Tally, ...]:
    """Count the systems in scope in the divisions that `within` accepts; one query."""
    return tuple(
        Tally(
            division=division,
            sector=sector,
            cause=cause,
            systems=systems,
            oldest=oldest,
            long=long,
            long_since=long_since,
            failing=frozenset((failing or "").split()),
        )
        for division, sector, cause, systems, oldest, long, long_since, failing in _rows(
            CELLS, (LONG, LONG), now, (divisions(within),)
        )
    )


def longest(now: datetime, within: Within, limit: int) -> tuple[Unclear, ...]:
    """Give the systems that stayed undetermined the longest, up to `limit`; one query."""
    rows = _rows(LONGEST, (), now, (divisions(within), limit))
    return tuple(
        Unclear(system=system, cause=cause, since=since, sweeps=sweeps)
        for system, cause, since, sweeps in rows
    )


def divisions(within: Within) -> list[str]:
    """Name the nation's divisions that `within` accepts."""
    return [code for code in load(settings.NATION).divisions if within(code)]


def _row(run: SystemRun, before: LastSweep | None) -> LastSweep:
    cause = cause_of(run) or ""
    goes_on = cause and before is not None and before.cause
    failed = Cause.OUR_FAILURE.value
    return LastSweep(
        system=run.system,
        at=run.at,
        cause=cause,
        failing=[kind for kind, answer in run.answers.items() if answer[2] == failed],
        since=(before.since if before and goes_on else run.at) if cause else None,
        sweeps=(before.sweeps if before and goes_on else 0) + 1 if cause else 0,
    )


def _rows(
    statement: str, first: Collection[Any], now: datetime, last: Collection[Any]
) -> list[tuple[Any, ...]]:
    """Run a statement over the systems in scope, each with its last sweep where that is fresh."""
    systems, held = directory.scope(now).query.sql_with_params()
    nation = load(settings.NATION)
    sectors = [sector.key for sector in nation.sectors]
    every = list(map(nation.sweep_every, sectors))
    fresh = (now, FRESH_INTERVALS, every, sectors, nation.clocks.sweep_every)
    given: list[Any] = [*first, *held, *fresh, *last]
    with connection.cursor() as cursor:
        cursor.execute(statement.format(systems=systems, fresh=FRESH), given)
        return list(cursor.fetchall())
