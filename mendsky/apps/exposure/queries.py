# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read what is known of the records and people behind exposed places."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from mendsky.apps.exposure.facts import as_dated_count, as_fact
from mendsky.apps.exposure.models import CountRow, Sketch, Subject, Ticket
from mendsky.core.terms.counts import DatedCount, Unit
from mendsky.core.terms.facts import CommittedFact
from mendsky.runtime import facts


@dataclass(frozen=True, kw_only=True, slots=True)
class SubjectEntry:
    """What a pseudonym stands for."""

    id: UUID
    system_id: UUID
    place_group: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TicketEntry:
    """A ticket as far as it is kept: without its secret."""

    id: UUID
    subject: UUID
    series: str
    k: int
    issued_at: datetime
    expires: datetime
    used_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SealedSketch:
    """A census as the owner sealed it; only the key service opens it."""

    subject: UUID
    series: str
    k: int
    sealed: bytes = field(repr=False)
    at: datetime


def subject(subject_id: UUID | str) -> SubjectEntry:
    """Give what a pseudonym stands for; raises `Subject.DoesNotExist`."""
    row = Subject.objects.get(pk=subject_id)
    return SubjectEntry(id=row.id, system_id=row.system, place_group=row.place_group)


def latest(subject_id: UUID | str, at: datetime | None = None) -> dict[Unit, DatedCount]:
    """Give the counts of a subject that stand, by unit, as recorded up to an instant or until now."""
    return latest_of([subject_id], at).get(UUID(str(subject_id)), {})


def latest_of(
    subject_ids: Iterable[UUID | str],
    at: datetime | None = None,
) -> dict[UUID, dict[Unit, DatedCount]]:
    """Give the counts of many subjects that stand, as `latest` does, in one query."""
    rows = CountRow.objects.filter(subject__in=list(subject_ids))
    if at is not None:
        rows = rows.filter(recorded_at__lte=at)
    standing: dict[UUID, dict[Unit, DatedCount]] = {}
    for row in rows.order_by("subject", "unit", "-serial").distinct("subject", "unit"):
        standing.setdefault(row.subject_id, {})[Unit(row.unit)] = as_dated_count(row)
    return standing


def tickets(subject_id: UUID | str) -> list[TicketEntry]:
    """Give the tickets issued for a subject, newest first."""
    return [
        TicketEntry(
            id=row.id,
            subject=row.subject_id,
            series=row.series,
            k=row.k,
            issued_at=row.issued_at,
            expires=row.expires,
            used_at=row.used_at,
        )
        for row in Ticket.objects.filter(subject_id=subject_id).order_by("-issued_at")
    ]


def sealed_sketches(
    subject_ids: Iterable[UUID | str],
    as_of: datetime | None = None,
) -> dict[str, SealedSketch]:
    """Give the newest sealed sketch of each subject that has one, taken in up to an instant, by subject."""
    rows = Sketch.objects.filter(subject__in=list(subject_ids))
    if as_of is not None:
        rows = rows.filter(at__lte=as_of)
    return {
        str(row.subject_id): SealedSketch(
            subject=row.subject_id,
            series=row.series,
            k=row.k,
            sealed=bytes(row.sealed),
            at=row.at,
        )
        for row in rows.order_by("subject", "-at").distinct("subject")
    }


def committed(after_serial: int, limit: int) -> list[tuple[int, CommittedFact]]:
    """Give up to `limit` count facts after a serial, in order, each with its serial."""
    return facts.committed_after(CountRow, as_fact, after_serial=after_serial, limit=limit)
