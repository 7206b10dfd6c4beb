# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ask the rule of revisits how soon systems are swept again, from what the records say of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from mendsky.apps.directory import queries as directory
from mendsky.apps.directory.queries import SystemEntry
from mendsky.apps.watch.coverage import NOT_PERMITTED, cause_of
from mendsky.apps.watch.models import KnownPlace, LastAnswer, Observation, SystemRun
from mendsky.core.rules import revisits
from mendsky.core.rules.severity import severity
from mendsky.core.terms.answers import Answer, Cause
from mendsky.nations.load import load

NO_SOONER = NOT_PERMITTED | {Cause.STOPPED}
"""What a grant does not permit is not told sooner either; what was halted is due at once."""


def periods(systems: Iterable[SystemEntry], now: datetime) -> dict[UUID, timedelta]:
    """Give the period of each system's sweeps."""
    known, nation = list(systems), load(settings.NATION)
    risky = _risky([system.id for system in known if system.sweep_every is None], now)
    return {
        system.id: revisits.period(
            system.sweep_every, nation.sweep_every(system.sector), risky=system.id in risky
        )
        for system in known
    }


def sooner(runs: Sequence[SystemRun], told: Iterable[LastAnswer]) -> dict[UUID, datetime]:
    """Give when the systems are to be swept again of whose sweeps, made just now, one could not tell.

    `told` is what each probe now says of them, and since when.
    """
    broken = {run.system: run for run in runs if (cause_of(run) or Cause.STOPPED) not in NO_SOONER}
    if not broken:
        return {}
    since: dict[UUID, datetime] = {}
    for row in told:
        if row.system in broken and row.answer == Answer.UNDETERMINED and row.cause not in NOT_PERMITTED:
            since[row.system] = min(row.since, since.get(row.system, row.since))
    every = periods(directory.systems(broken).values(), max(run.at for run in runs))
    return {
        system: broken[system].at + revisits.sooner(every[system], broken[system].at - began)
        for system, began in since.items()
        if system in every
    }


def _risky(systems: Sequence[UUID], now: datetime) -> frozenset[UUID]:
    """Give the systems that lately had a confirmed place which the rule of severity calls high-risk."""
    if not systems:
        return frozenset()
    lately = Q(answer=Answer.EXPOSED) | Q(since__gt=now - revisits.RISKY_FOR)
    places = KnownPlace.objects.filter(lately, system__in=systems).exclude(confirmed_observation=None)
    seen = Observation.objects.filter(pk__in=places.values("confirmed_observation"))
    return frozenset(row.system for row in seen if _is_high_risk(row))


def _is_high_risk(row: Observation) -> bool:
    records: Mapping[str, int | None] = row.records or {}
    nation = load(settings.NATION)
    graded = severity(row.probe, row.kinds, row.classes, records.get("high"), nation, writable=row.writable)
    return graded.high_risk
