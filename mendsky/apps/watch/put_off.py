# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Count looks that were put off, by division and day, and tell the desk how many and why."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F, Sum

from mendsky.apps.directory import queries as directory
from mendsky.apps.watch.swept import Within
from mendsky.apps.watch.tallies import PutOff, PutOffCause
from mendsky.nations.load import load


def note(systems: Iterable[UUID], cause: PutOffCause, now: datetime) -> None:
    """Count one look put off at each of some systems."""
    wanted = set(systems)
    found = directory.systems(wanted).values() if wanted else ()
    # In one order, so that two workers never wait for each other.
    for division, looks in sorted(Counter(system.division for system in found).items()):
        row, _ = PutOff.objects.get_or_create(day=_day(now), division=division, cause=cause)
        PutOff.objects.filter(pk=row.pk).update(looks=F("looks") + looks)


def lately(now: datetime, within: Within) -> dict[str, int]:
    """Give how many looks were put off today and yesterday for which cause, most first; one query."""
    rows = PutOff.objects.filter(day__gte=_day(now) - timedelta(days=1), day__lte=_day(now))
    told: Counter[str] = Counter()
    for division, cause, looks in rows.values_list("division", "cause").annotate(total=Sum("looks")):
        if within(division):
            told[cause] += looks
    return dict(told.most_common())


def _day(now: datetime) -> date:
    return now.astimezone(load(settings.NATION).calendar.zone).date()
