# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Count what stands behind an exposed place: as the server states it, as a sample shows, by census."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from mendsky.apps.directory import queries as directory
from mendsky.apps.exposure.facts import as_fact
from mendsky.apps.exposure.models import CountRow, Sketch, Subject, Ticket
from mendsky.apps.watch import queries as watch
from mendsky.core.census.sketch_file import SketchDocument, SketchFileError
from mendsky.core.terms.counts import CountGrade, People, Records
from mendsky.core.terms.probing import Estimate
from mendsky.keys import census
from mendsky.keys.vault import VaultError, open_vault
from mendsky.nations.load import load
from mendsky.runtime import clocks, facts, jobs

SERIES = "people-1"
"""Sketches of one series can be united; a new one is begun when its keys have served their term."""
K = 16_384
"""Hashes a sketch keeps: two standard errors are 1.6 % (Dasgupta et al. 2016, `1/sqrt(k - 1)`)."""
TICKET_TERM = timedelta(days=30)


class CensusRefusedError(ValueError):
    """A census cannot be begun, or what was sent in is not the answer to its ticket."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Taken:
    """A count with how it was taken."""

    count: Records | People
    method: str
    source: str


def subject_for(system_id: UUID, place_group: str) -> UUID:
    """Give the pseudonym under which a place is counted, making it at first."""
    row, _ = Subject.objects.get_or_create(system=system_id, place_group=place_group)
    return row.id


@transaction.atomic
def note_stated(observation_id: UUID) -> None:
    """Keep what an observation says of the records behind its place, and what that bounds of people.

    A statement never supersedes a better grade, and is not kept twice. Publishes `exposure.counted`.
    """
    observation = watch.observation(observation_id)
    if observation.place is None or observation.records is None:
        return
    subject = subject_for(observation.system_id, observation.place.group)
    _write(subject, _stated(observation.records), at=observation.at)


@transaction.atomic
def open_ticket(subject_id: UUID, now: datetime) -> dict[str, Any]:
    """Give the ticket for one census of a place; it carries a secret and is kept nowhere.

    Raises `CensusRefusedError` for an unknown subject, or a system that no live grant names.
    """
    subject = Subject.objects.filter(pk=subject_id).first()
    if subject is None:
        msg = f"nothing is counted under {subject_id}: open the census from its case"
        raise CensusRefusedError(msg)
    nation = load(settings.NATION)
    row = Ticket.objects.create(
        subject=subject,
        series=SERIES,
        k=K,
        issued_at=now,
        expires=now + TICKET_TERM,
    )
    return census.ticket(
        open_vault(),
        series=row.series,
        ticket_id=str(row.id),
        subject=str(subject.id),
        birth_years=_birth_years(subject, now),
        kinds=[identifier.kind for identifier in nation.identifiers if identifier.person],
        k=row.k,
        expires=row.expires,
        origin=settings.ORIGIN,
    )


@transaction.atomic
def accept_census(ticket_id: UUID, sealed: bytes, now: datetime) -> UUID:
    """Keep the sealed sketch that answers a ticket, with its counts, and give the subject.

    Publishes `exposure.counted`. Raises `CensusRefusedError` where the ticket is unknown, used or
    expired, or the file is not what it asked for.
    """
    ticket = Ticket.objects.select_for_update().filter(pk=ticket_id).first()
    if ticket is None:
        msg = "this installation issued no such ticket: send the file from the case it was opened for"
        raise CensusRefusedError(msg)
    if ticket.used_at is not None:
        msg = "a census was already taken in for this ticket: ask for a new one to count again"
        raise CensusRefusedError(msg)
    if now >= ticket.expires:
        msg = "the ticket has expired: ask for a new one"
        raise CensusRefusedError(msg)
    document = _opened(sealed)
    if (document.ticket, document.subject, document.series, document.sketch.k) != (
        str(ticket.id),
        str(ticket.subject_id),
        ticket.series,
        ticket.k,
    ):
        msg = "the file answers another ticket: send the one that was made with this ticket"
        raise CensusRefusedError(msg)
    ticket.used_at = now
    ticket.save(update_fields=["used_at"])
    Sketch.objects.create(
        ticket=ticket,
        subject_id=ticket.subject_id,
        series=ticket.series,
        k=ticket.k,
        sealed=sealed,
        at=now,
    )
    counts = (document.records_count, document.people_count)
    _write(
        ticket.subject_id,
        [_Taken(count=count, method="census", source="owner") for count in counts],
        at=now,
    )
    return ticket.subject_id


def _stated(estimate: Estimate) -> list[_Taken]:
    grade = CountGrade.G2 if estimate.sampled else CountGrade.G1
    method, source = ("sampled", "mendsky") if estimate.sampled else ("stated", "server")
    records = Records(low=estimate.low, point=estimate.point, high=estimate.high, grade=grade)
    # One person may have many records, and records may hold nobody: only the upper bound carries over.
    people = People(low=0, point=None, high=estimate.high, grade=CountGrade.G1)
    return [_Taken(count=count, method=method, source=source) for count in (records, people)]


def _write(subject_id: UUID, counts: Sequence[_Taken], *, at: datetime) -> None:
    serial = facts.next_serial(CountRow)
    rows: list[CountRow] = []
    for taken in counts:
        count = taken.count
        former = CountRow.objects.filter(subject=subject_id, unit=count.unit).order_by("-serial").first()
        if former is not None and not _supersedes(taken, former):
            continue
        row = CountRow(
            id=uuid.uuid4(),
            serial=serial + len(rows),
            origin=settings.ORIGIN,
            subject_id=subject_id,
            unit=count.unit,
            low=count.low,
            point=count.point,
            high=count.high,
            grade=count.grade,
            method=taken.method,
            source=taken.source,
            at=at,
            recorded_at=clocks.now(),
            supersedes=former.id if former else None,
        )
        row.salt, row.commitment = facts.commit_fact(as_fact(row))
        rows.append(row)
    CountRow.objects.bulk_create(rows)
    if rows:
        jobs.publish("exposure.counted", subject_id=str(subject_id))


def _supersedes(taken: _Taken, former: CountRow) -> bool:
    count = taken.count
    if count.grade < former.grade:
        return False
    if taken.method == "census":
        return True
    return (count.low, count.point, count.high, count.grade) != (
        former.low,
        former.point,
        former.high,
        former.grade,
    )


def _opened(sealed: bytes) -> SketchDocument:
    try:
        return census.open_sketch(open_vault(), sealed)
    except (census.CensusError, SketchFileError, VaultError) as error:
        raise CensusRefusedError(str(error)) from error


def _birth_years(subject: Subject, now: datetime) -> tuple[int, int]:
    origin = directory.system(subject.system).origin
    for grant in directory.live_grants(now):
        if origin in grant.origins:
            return grant.birth_years
    msg = "no live grant names this system: a census needs its window of birth years"
    raise CensusRefusedError(msg)
