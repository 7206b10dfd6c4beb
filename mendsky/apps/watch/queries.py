# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the watch knows: observations, answers of retests, coverage, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from mendsky.apps.directory import queries as directory
from mendsky.apps.watch import coverage
from mendsky.apps.watch.coverage import CoverageEntry
from mendsky.apps.watch.models import (
    OPEN_ORDERS,
    Answered,
    Coverage,
    KnownPlace,
    Observation,
    OrderStatus,
    RetestOrder,
    StopSwitch,
    SystemSchedule,
    WatchMark,
)
from mendsky.core.terms.answers import Answer, Cause, Purpose
from mendsky.core.terms.facts import CommittedFact
from mendsky.core.terms.probing import Estimate, Evidence, Place
from mendsky.runtime import facts


@dataclass(frozen=True, kw_only=True, slots=True)
class ObservationEntry:
    """What one probe saw, as it was kept."""

    id: UUID
    run_id: UUID
    system_id: UUID
    probe: str
    version: int
    answer: Answer
    cause: Cause | None
    reason: str
    place: Place | None
    records: Estimate | None
    kinds: tuple[str, ...]
    classes: tuple[str, ...]
    writable: bool
    """The page that exposes records also offers to change them."""
    evidence: tuple[Evidence, ...]
    purpose: Purpose
    control: dict[str, Any]
    """The control's answers: the proof of coverage."""
    grant: str
    grant_version: int
    pack: str
    at: datetime
    first_positive_at: datetime | None
    """When the place of an exposed observation was first seen exposed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AnsweredEntry:
    """What a retest, a recheck or a later sweep finally said of a place."""

    id: UUID
    system_id: UUID
    kind: str
    place_group: str
    answer: Answer
    cause: Cause | None
    purpose: Purpose
    run_id: UUID
    order_id: UUID | None
    at: datetime
    ended: bool = False
    """The order ended with this, though nothing could be told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PassEntry:
    """One look made for an order."""

    number: int
    answer: Answer
    cause: Cause | None
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class AttemptEntry:
    """One order to look at a place again, with its passes so far, oldest first."""

    order_id: UUID
    purpose: Purpose
    asked_by: str
    asked_at: datetime
    status: OrderStatus
    passes: tuple[PassEntry, ...]
    next_due: datetime | None
    """When the next pass is made, by the domain clock; None once answered."""
    answered_at: datetime | None

    @property
    def has_ended_undetermined(self) -> bool:
        """Say whether the place could not be looked at for so long that it is not tried again."""
        return self.status is OrderStatus.UNDETERMINED


def observation(observation_id: UUID | str) -> ObservationEntry:
    """Give an observation that was kept in full; raises `Observation.DoesNotExist`."""
    row = Observation.objects.select_related("run").get(pk=observation_id)
    place = KnownPlace.objects.filter(system=row.system, probe=row.probe, place_group=row.place_group).first()
    return ObservationEntry(
        id=row.id,
        run_id=row.run_id,
        system_id=row.system,
        probe=row.probe,
        version=row.version,
        answer=Answer(row.answer),
        cause=Cause(row.cause) if row.cause else None,
        reason=row.reason,
        place=Place(group=row.place_group, parameters=tuple(row.parameters)) if row.place_group else None,
        records=Estimate(**row.records) if row.records else None,
        kinds=tuple(row.kinds),
        classes=tuple(row.classes),
        writable=row.writable,
        evidence=tuple(Evidence(**line) for line in row.evidence),
        purpose=Purpose(row.run.purpose),
        control=row.run.control,
        grant=row.grant,
        grant_version=row.grant_version,
        pack=row.pack,
        at=row.at,
        first_positive_at=place.first_positive_at if place else None,
    )


def last_exposed(system_id: UUID, kind: str, place_group: str) -> UUID | None:
    """Give the newest observation that saw a place exposed, or None."""
    rows = Observation.objects.filter(
        system=system_id, probe=kind, place_group=place_group, answer=Answer.EXPOSED.value
    )
    return rows.order_by("-at").values_list("id", flat=True).first()


def answered(answer_id: UUID | str) -> AnsweredEntry:
    """Give the final answer that `watch.answered` names; raises `Answered.DoesNotExist`."""
    row = Answered.objects.get(pk=answer_id)
    return AnsweredEntry(
        id=row.id,
        system_id=row.system,
        kind=row.kind,
        place_group=row.place_group,
        answer=Answer(row.answer),
        cause=Cause(row.cause) if row.cause else None,
        purpose=Purpose(row.purpose),
        run_id=row.run_id,
        order_id=row.order_id,
        at=row.at,
        ended=_has_ended(row),
    )


def _has_ended(row: Answered) -> bool:
    order = row.order
    return order is not None and order.status == OrderStatus.UNDETERMINED and order.answered_at == row.at


def attempts(system_id: UUID, kind: str, place_group: str) -> list[AttemptEntry]:
    """Give the orders to look at a place again, newest first."""
    orders = RetestOrder.objects.filter(system=system_id, kind=kind, place_group=place_group)
    return [
        AttemptEntry(
            order_id=order.id,
            purpose=Purpose(order.purpose),
            asked_by=order.asked_by,
            asked_at=order.asked_at,
            status=OrderStatus(order.status),
            passes=tuple(
                PassEntry(
                    number=row.number,
                    answer=Answer(row.answer),
                    cause=Cause(row.cause) if row.cause else None,
                    at=row.at,
                )
                for row in sorted(order.passes.all(), key=lambda row: row.number)
            ),
            next_due=order.next_due,
            answered_at=order.answered_at,
        )
        for order in orders.order_by("-asked_at", "-answered_at").prefetch_related("passes")
    ]


def known_places(systems: Sequence[UUID]) -> dict[UUID, dict[str, tuple[Place, ...]]]:
    """Give the places of systems that were ever seen exposed, by kind."""
    known: dict[UUID, dict[str, tuple[Place, ...]]] = {}
    for row in KnownPlace.objects.filter(system__in=systems).order_by("pk"):
        kinds = known.setdefault(row.system, {})
        place = Place(group=row.place_group, parameters=tuple(row.parameters))
        kinds[row.probe] = (*kinds.get(row.probe, ()), place)
    return known


def pending_orders() -> int:
    """Give how many orders to look again are open."""
    return RetestOrder.objects.filter(status__in=OPEN_ORDERS).count()


def coverage_now(now: datetime) -> tuple[CoverageEntry, ...]:
    """Give the coverage by province and sector, as of now."""
    return coverage.coverage_at(now)


def stopped() -> bool:
    """Say whether a person halted the probing."""
    return StopSwitch.objects.filter(stopped_at__isnull=False).exists()


def is_scheduled(revision: str) -> bool:
    """Say whether the schedule of sweeps was made for a revision of the directory."""
    made_for = WatchMark.objects.values_list("revision", flat=True).first()
    return revision == (made_for or directory.NO_SYSTEMS)


def is_sweep_due(now: datetime) -> bool:
    """Say whether a system is to be swept, or the schedule to be brought up to the directory."""
    if not is_scheduled(directory.systems_revision()):
        return True
    return SystemSchedule.objects.filter(next_due__lte=now).exists()


def next_due(now: datetime) -> datetime | None:
    """Give the earliest instant at which there is something to look at; None while there is nothing.

    The recording of a day's coverage is not counted: it waits for whatever comes next.
    """
    if stopped():
        return None
    if not is_scheduled(directory.systems_revision()):
        return now
    firsts = (
        SystemSchedule.objects.order_by("next_due").values_list("next_due", flat=True).first(),
        KnownPlace.objects.filter(confirm_due__isnull=False)
        .order_by("confirm_due")
        .values_list("confirm_due", flat=True)
        .first(),
        RetestOrder.objects.filter(status__in=OPEN_ORDERS)
        .order_by("next_due")
        .values_list("next_due", flat=True)
        .first(),
    )
    return min((first for first in firsts if first is not None), default=None)


def committed(after_serial: int, limit: int) -> list[tuple[int, CommittedFact]]:
    """Give up to `limit` coverage facts after a serial, in order, each with its serial."""
    return facts.committed_after(Coverage, coverage.as_fact, after_serial=after_serial, limit=limit)
