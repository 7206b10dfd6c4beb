# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far the running sweep is: what is due and exposed, how fast it goes, and which cells it covers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Sum

from mendsky.apps.directory import queries as directory
from mendsky.apps.watch.models import KnownPlace, SystemRun, SystemSchedule
from mendsky.apps.watch.swept import Tally, Within, divisions
from mendsky.core.terms.answers import Answer, Purpose
from mendsky.nations.load import load

LATELY = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """The systems of one sector in one province."""

    in_scope: int
    covered: int

    @property
    def is_measured(self) -> bool:
        """Say whether anything is known of it."""
        return self.covered > 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """The cells of one province, in the order of `Progress.sectors`; None where it has no system."""

    division: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far the sweep is in some divisions."""

    due: int
    """Systems that wait for their sweep, a job of it under way left out."""
    exposed: int
    """Systems with a confirmed place that stands open."""
    systems: int
    """Swept within the last hour."""
    requests: int
    """Sent by these sweeps."""
    oldest: datetime | None
    """Oldest last sweep of a system, of those that have one within two of their periods."""
    unseen: datetime | None
    """Since when the system that waits longest is due; None where none waits."""
    sectors: tuple[str, ...]
    lines: tuple[Line, ...]


def progress(tallies: Iterable[Tally], now: datetime, within: Within) -> Progress:
    """Tell how far the sweep is of systems in the divisions that `within` accepts; three queries.

    `tallies` are theirs, as of now (`swept.tallies`).
    """
    counted = list(tallies)
    systems = directory.scope(now).filter(division__in=divisions(within)).values("entry")
    due = SystemSchedule.objects.filter(next_due__lte=now, system__in=systems)
    places = KnownPlace.objects.filter(answer=Answer.EXPOSED, system__in=systems).exclude(confirmed_at=None)
    runs = SystemRun.objects.filter(purpose=Purpose.SWEEP, at__gt=now - LATELY, at__lte=now)
    lately = runs.filter(system__in=systems)
    waiting = due.aggregate(systems=Count("system"), unseen=Min("next_due"))
    rate = lately.aggregate(systems=Count("system", distinct=True), requests=Sum("requests", default=0))
    sectors, lines = _lines(counted)
    return Progress(
        due=waiting["systems"],
        exposed=places.aggregate(systems=Count("system", distinct=True))["systems"],
        systems=rate["systems"],
        requests=rate["requests"],
        oldest=min((one.oldest for one in counted if one.oldest is not None), default=None),
        unseen=waiting["unseen"],
        sectors=sectors,
        lines=lines,
    )


def _lines(tallies: Iterable[Tally]) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    nation = load(settings.NATION)
    in_scope: Counter[tuple[str, str]] = Counter()
    covered: Counter[tuple[str, str]] = Counter()
    for one in tallies:
        cell = (nation.province_of(one.division) or nation.code, one.sector)
        in_scope[cell] += one.systems
        covered[cell] += one.systems if one.cause == "" else 0
    sectors = tuple(sorted({sector for _, sector in in_scope}))
    return sectors, tuple(
        Line(
            division=division,
            cells=tuple(
                Cell(in_scope=in_scope[division, sector], covered=covered[division, sector])
                if in_scope[division, sector]
                else None
                for sector in sectors
            ),
        )
        for division in sorted({division for division, _ in in_scope})
    )
