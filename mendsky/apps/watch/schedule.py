# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""When each system is next swept: its row of the schedule, and the slot of its host in the period.

All that is one owner's falls into one bucket, of which one job runs at a time: so the bounds that a job keeps
for an owner, of hosts visited at once, hold over all workers.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet

from mendsky.apps.directory import queries as directory
from mendsky.apps.watch import budget, queries
from mendsky.apps.watch.models import SystemSchedule, WatchMark

BUCKETS = 16
SLOTS = 4
"""Of a sweep's period, over which its load is spread."""
BATCH = 10_000
"""Systems that one transaction selects and defers: after a standstill all of a nation's are due."""
SLOTS_FROM = datetime(2000, 1, 1, tzinfo=UTC)
"""From here on slots of sweeps are counted; any instant would do."""


def due_systems(now: datetime) -> QuerySet[SystemSchedule, UUID]:
    """Select the systems that are to be swept, longest due first, as many as one transaction takes."""
    waiting = SystemSchedule.objects.filter(next_due__lte=now).order_by("next_due")
    return waiting.values_list("system", flat=True)[:BATCH]


def next_slot(origin: str, now: datetime, *, every: timedelta) -> datetime:
    """Give the next instant after now at which an origin's slot comes, its period being `every`.

    All ports of a host share a slot.
    """
    offset = every * (sha256(budget.host_of(origin).encode()).digest()[0] % SLOTS) / SLOTS
    return SLOTS_FROM + offset + every * ((now - SLOTS_FROM - offset) // every + 1)


def bucket_of(owner: UUID) -> int:
    """Give the bucket of an organisation, 0 to 15."""
    return sha256(owner.bytes).digest()[0] % BUCKETS


def bring_up(now: datetime) -> None:
    """Bring the schedule up to the directory's revision: what entered is due now, what left is dropped."""
    revision = directory.systems_revision()
    if queries.is_scheduled(revision):
        return
    in_scope = {system.id for system in directory.systems_in_scope(now)}
    SystemSchedule.objects.exclude(system__in=in_scope).delete()
    known = set(SystemSchedule.objects.values_list("system", flat=True))
    set_due(dict.fromkeys(in_scope - known, now))
    WatchMark.objects.update_or_create(only=True, defaults={"revision": revision})


def set_due(next_due: Mapping[UUID, datetime]) -> None:
    """Set when systems are next due."""
    SystemSchedule.objects.bulk_create(
        [SystemSchedule(system=system_id, next_due=instant) for system_id, instant in next_due.items()],
        update_conflicts=True,
        unique_fields=["system"],
        update_fields=["next_due"],
    )
