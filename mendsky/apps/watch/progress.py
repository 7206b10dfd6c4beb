# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far the running sweep is: what is due and exposed, how fast it goes, and which cells it covers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from mendsky.apps.watch.coverage import Swept, cause_of
from mendsky.apps.watch.models import KnownPlace, SystemRun, SystemSchedule
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


def progress(swept: Iterable[Swept], now: datetime) -> Progress:
    """Tell how far the sweep of some systems is, each with its last fresh sweep; three queries."""
    pairs = list(swept)
    known = {system.id for system, _ in pairs}
    waiting = dict(SystemSchedule.objects.filter(next_due__lte=now).values_list("system", "next_due"))
    due = [waiting[system] for system in known & waiting.keys()]
    places = KnownPlace.objects.filter(answer=Answer.EXPOSED).exclude(confirmed_at=None)
    exposed = known & set(places.values_list("system", flat=True).distinct())
    runs = SystemRun.objects.filter(purpose=Purpose.SWEEP, at__gt=now - LATELY, at__lte=now)
    lately = [(system, sent) for system, sent in runs.values_list("system", "requests") if system in known]
    sectors, lines = _lines(pairs)
    return Progress(
        due=len(due),
        exposed=len(exposed),
        systems=len({system for system, _ in lately}),
        requests=sum(sent for _, sent in lately),
        oldest=min((run.at for _, run in pairs if run is not None), default=None),
        unseen=min(due, default=None),
        sectors=sectors,
        lines=lines,
    )


def _lines(pairs: Iterable[Swept]) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    nation = load(settings.NATION)
    in_scope: Counter[tuple[str, str]] = Counter()
    covered: Counter[tuple[str, str]] = Counter()
    for system, run in pairs:
        cell = (nation.province_of(system.division) or nation.code, system.sector)
        in_scope[cell] += 1
        covered[cell] += run is not None and cause_of(run) is None
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
