# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hosts to which pages of known systems lead: proposed for the directory, never probed.

A link is no authorisation, and who owns the host is for a person to find out; nothing here orders a look.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from mendsky.apps.directory import queries as directory
from mendsky.apps.directory.origins import OriginError, normal_origin
from mendsky.apps.directory.queries import SystemEntry
from mendsky.apps.watch.models import LinkedHost
from mendsky.nations.load import load

AGAIN = timedelta(days=1)
"""A host that is seen again is written again after so long: a portal is linked by thousands of systems."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkedEntry:
    """A host that the directory does not know."""

    origin: str
    system: SystemEntry | None
    """On whose pages it was seen first; None where that was never entered here."""
    first_seen: datetime
    last_seen: datetime
    """To the day."""


def note(linked: Mapping[UUID, tuple[str, ...]], at: datetime) -> None:
    """Keep to which hosts the pages of systems led, as seen at an instant."""
    seen = {
        origin: system_id
        for system_id, origins in linked.items()
        for origin in filter(None, map(_normal, origins))
    }
    if not seen:
        return
    rows = LinkedHost.objects.filter(origin__in=seen)
    # A row that another worker holds is being written for the same reason.
    stale = rows.filter(last_seen__lte=at - AGAIN).select_for_update(skip_locked=True)
    LinkedHost.objects.filter(pk__in=[row.pk for row in stale]).update(last_seen=at)
    new = seen.keys() - set(rows.values_list("origin", flat=True)) - directory.systems_at(seen, at).keys()
    systems = directory.systems({seen[origin] for origin in new})
    LinkedHost.objects.bulk_create(
        [
            LinkedHost(
                origin=origin,
                system=seen[origin],
                division=systems[seen[origin]].division,
                first_seen=at,
                last_seen=at,
            )
            for origin in sorted(new)
            if seen[origin] in systems
        ],
        ignore_conflicts=True,
    )


def proposed(divisions: Collection[str], now: datetime, *, limit: int) -> tuple[LinkedEntry, ...]:
    """Give hosts seen on systems in the subtrees of divisions that the directory lacks, newest first."""
    rows = list(_within(divisions).order_by("-first_seen", "origin")[:limit])
    known = directory.systems_at((row.origin for row in rows), now)
    systems = directory.systems(row.system for row in rows)
    return tuple(
        LinkedEntry(
            origin=row.origin,
            system=systems.get(row.system),
            first_seen=row.first_seen,
            last_seen=row.last_seen,
        )
        for row in rows
        if row.origin not in known
    )


def _within(divisions: Collection[str]) -> QuerySet[LinkedHost]:
    return LinkedHost.objects.filter(division__in=load(settings.NATION).codes_within(divisions))


def _normal(origin: str) -> str:
    try:
        return normal_origin(origin)
    except OriginError:
        return ""
