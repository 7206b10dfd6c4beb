# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write what the door saw: runs, observations, last answers, known places, passes of orders.

Everything of one slice is written in one transaction, in bulk, with the jobs that it starts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mendsky.apps.watch import information, linked, pairs, retests, revisiting, rows, sent, swept
from mendsky.apps.watch.models import (
    OPEN_ORDERS,
    Answered,
    KnownPlace,
    LastAnswer,
    Observation,
    OrderStatus,
    RetestOrder,
    RetestPass,
    SentRequests,
    SystemRun,
    SystemSchedule,
)
from mendsky.core import probes
from mendsky.core.probes.answers import undetermined
from mendsky.core.terms import probing
from mendsky.core.terms.answers import Answer, Cause, Purpose
from mendsky.core.terms.credentials import Credential
from mendsky.core.terms.nations import Clocks, Nation
from mendsky.net.probing.door import Outcome
from mendsky.runtime import bulk, jobs

PlaceKey = tuple[UUID, str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """One system, the places it was asked about beforehand, and what came out."""

    system_id: UUID
    host: str
    places: Mapping[str, tuple[probing.Place, ...]]
    outcome: Outcome
    short_until: datetime | None = None
    """When there are tries of passwords again, where too few were left for this look."""


@dataclass(kw_only=True, slots=True)
class _Slice:
    """Rows of one slice while they are gathered."""

    purpose: Purpose
    at: datetime
    pack: str
    clocks: Clocks
    last: dict[tuple[UUID, str], LastAnswer]
    known: dict[PlaceKey, KnownPlace]
    orders: dict[PlaceKey, RetestOrder]
    passes_of: dict[UUID, int]
    runs: list[SystemRun] = field(default_factory=list)
    sent: list[SentRequests] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    told: list[LastAnswer] = field(default_factory=list)
    asked: dict[tuple[str, ...], list[UUID]] = field(default_factory=dict)
    """Probes → systems that they asked: most say no more than before, and only the instant is written."""
    dropped: list[KnownPlace] = field(default_factory=list)
    touched: dict[PlaceKey, KnownPlace] = field(default_factory=dict)
    new_orders: list[RetestOrder] = field(default_factory=list)
    moved_orders: list[RetestOrder] = field(default_factory=list)
    passes: list[RetestPass] = field(default_factory=list)
    answered: list[Answered] = field(default_factory=list)
    confirmed: list[UUID] = field(default_factory=list)
    stopped: list[UUID] = field(default_factory=list)
    forgotten: list[PlaceKey] = field(default_factory=list)
    """Places whose password is not needed any more."""
    worked: dict[PlaceKey, tuple[Credential, ...]] = field(default_factory=dict)
    short: dict[UUID, datetime] = field(default_factory=dict)
    """When a system is swept again before its period is over."""


@transaction.atomic
def record(looks: Sequence[Look], *, purpose: Purpose, at: datetime, nation: Nation) -> None:
    """Write the results of one slice and publish `watch.exposure_confirmed` and `watch.answered`."""
    gathered = _open_slice([look.system_id for look in looks], purpose=purpose, at=at, nation=nation)
    for look in looks:
        run = _run_row(gathered, look)
        asked = tuple(seen.probe for seen in look.outcome.observations)
        gathered.asked.setdefault(asked, []).append(look.system_id)
        for seen in look.outcome.observations:
            _take(gathered, look, run, seen)
        if purpose in retests.NEXT:
            _pass_unasked(gathered, look, run)
    _write(gathered)
    linked.note({look.system_id: look.outcome.linked for look in looks}, at)
    if purpose is Purpose.SWEEP:
        information.note({look.system_id: look.outcome for look in looks}, at)


def _open_slice(systems: Sequence[UUID], *, purpose: Purpose, at: datetime, nation: Nation) -> _Slice:
    last = LastAnswer.objects.filter(system__in=systems)
    known = KnownPlace.objects.select_for_update().filter(system__in=systems)
    orders = RetestOrder.objects.select_for_update().filter(system__in=systems, status__in=OPEN_ORDERS)
    by_place = {(order.system, order.kind, order.place_group): order for order in orders}
    passes = RetestPass.objects.filter(order__in=by_place.values()).values_list("order_id", flat=True)
    passes_of: dict[UUID, int] = {}
    for order_id in passes:
        passes_of[order_id] = passes_of.get(order_id, 0) + 1
    return _Slice(
        purpose=purpose,
        at=at,
        pack=nation.version,
        clocks=nation.clocks,
        last={(row.system, row.probe): row for row in last},
        known={(row.system, row.probe, row.place_group): row for row in known},
        orders=by_place,
        passes_of=passes_of,
    )


def _run_row(gathered: _Slice, look: Look) -> SystemRun:
    outcome = look.outcome
    run = rows.run_row(
        outcome,
        system=look.system_id,
        host=look.host,
        purpose=gathered.purpose,
        at=gathered.at,
        pack=gathered.pack,
    )
    gathered.runs.append(run)
    log = sent.sent_row(run, outcome.transcript)
    if log is not None:
        gathered.sent.append(log)
    causes = {outcome.control.cause, *(seen.cause for seen in outcome.observations)}
    if Cause.STOPPED in causes:
        gathered.stopped.append(look.system_id)
    if look.short_until is not None and Cause.OVER_BUDGET in causes and gathered.purpose is Purpose.SWEEP:
        gathered.short[look.system_id] = look.short_until
    return run


def _take(gathered: _Slice, look: Look, run: SystemRun, seen: probing.Observation) -> None:
    before = gathered.last.get((look.system_id, seen.probe))
    row = rows.observation_row(run, seen) if rows.is_kept(seen, before) else None
    if row is not None:
        gathered.observations.append(row)
    _tell(gathered, look.system_id, seen, row)
    if row is not None and seen.answer is Answer.EXPOSED and seen.place is not None:
        _exposed(gathered, run, row)
        if seen.probe in look.outcome.credentials:
            key = (look.system_id, seen.probe, seen.place.group)
            gathered.worked[key] = look.outcome.credentials[seen.probe]
    elif seen.answer is Answer.NOT_EXPOSED and look.outcome.control.cause is None:
        for place in look.places.get(seen.probe, ()):
            _clean(gathered, run, (look.system_id, seen.probe, place.group))
    if seen.answer is Answer.UNDETERMINED and gathered.purpose is Purpose.CONFIRM:
        for place in look.places.get(seen.probe, ()):
            _confirm_later(gathered, (look.system_id, seen.probe, place.group))
    if gathered.purpose in retests.NEXT:
        for place in look.places.get(seen.probe, ()):
            _pass_order(gathered, look, run, seen, place)


def _tell(gathered: _Slice, system_id: UUID, seen: probing.Observation, row: Observation | None) -> None:
    """Keep what a probe now says, and the full row of it if there is one."""
    before = gathered.last.get((system_id, seen.probe))
    place_group, cause = seen.place.group if seen.place else "", seen.cause or ""
    if row is None and before is not None and (before.place_group, before.cause) == (place_group, cause):
        return
    told = LastAnswer(
        system=system_id,
        probe=seen.probe,
        answer=seen.answer,
        cause=cause,
        place_group=place_group,
        since=before.since if before is not None and before.answer == seen.answer else gathered.at,
        last_at=gathered.at,
        observation=row.id if row else before.observation if before else None,
    )
    gathered.last[system_id, seen.probe] = told
    gathered.told.append(told)


def _exposed(gathered: _Slice, run: SystemRun, row: Observation) -> None:
    key = (row.system, row.probe, row.place_group)
    place = gathered.known.get(key)
    if place is None:
        place = KnownPlace(
            system=row.system,
            probe=row.probe,
            place_group=row.place_group,
            answer=Answer.EXPOSED,
            since=gathered.at,
            first_positive_at=gathered.at,
            first_observation=row.id,
            confirm_due=gathered.at + gathered.clocks.confirm_after,
        )
    elif place.confirmed_at is None:
        if gathered.at >= place.first_positive_at + gathered.clocks.confirm_after:
            place.confirmed_at, place.confirmed_observation = gathered.at, row.id
            place.confirm_due = None
            gathered.confirmed.append(row.id)
    elif place.answer != Answer.EXPOSED:
        place.answer, place.since = Answer.EXPOSED, gathered.at
        if gathered.purpose not in retests.NEXT or key not in gathered.orders:
            gathered.answered.append(_answered(run, key, Answer.EXPOSED))
    place.last_at, place.parameters = gathered.at, row.parameters
    gathered.known[key] = gathered.touched[key] = place


def _clean(gathered: _Slice, run: SystemRun, key: PlaceKey) -> None:
    place = gathered.known.get(key)
    if place is None:
        return
    if place.confirmed_at is None:
        # The second look did not see what the first one saw: nothing was found.
        gathered.dropped.append(gathered.known.pop(key))
        gathered.touched.pop(key, None)
        gathered.forgotten.append(key)
        return
    place.last_at = gathered.at
    gathered.touched[key] = place
    awaited = key in gathered.orders or gathered.purpose in retests.NEXT
    if place.answer == Answer.EXPOSED and not awaited:
        _order_second_pass(gathered, run, place)


def _order_second_pass(gathered: _Slice, run: SystemRun, place: KnownPlace) -> None:
    """Take a clean sweep of an exposed place as the first of the two passes that a repair needs."""
    order = RetestOrder(
        system=place.system,
        kind=place.probe,
        place_group=place.place_group,
        parameters=place.parameters,
        purpose=Purpose.RETEST,
        asked_by="schedule",
        asked_at=gathered.at,
        status=OrderStatus.PENDING,
    )
    retests.take_pass(order, Answer.NOT_EXPOSED, at=gathered.at, clocks=gathered.clocks)
    gathered.orders[place.system, place.probe, place.place_group] = order
    gathered.new_orders.append(order)
    gathered.passes.append(
        RetestPass(order=order, run=run, number=1, answer=Answer.NOT_EXPOSED, at=gathered.at),
    )


def _confirm_later(gathered: _Slice, key: PlaceKey) -> None:
    place = gathered.known.get(key)
    if place is not None and place.confirmed_at is None:
        place.confirm_due = gathered.at + gathered.clocks.retest_again_after
        gathered.touched[key] = place


def _pass_order(
    gathered: _Slice,
    look: Look,
    run: SystemRun,
    seen: probing.Observation,
    asked: probing.Place,
) -> None:
    key = (look.system_id, seen.probe, asked.group)
    order = gathered.orders.get(key)
    if order is None or order.purpose != gathered.purpose:
        return
    answer, cause = _answer_for(asked, seen, look.outcome.control)
    number = gathered.passes_of[order.id] = gathered.passes_of.get(order.id, 0) + 1
    gathered.passes.append(
        RetestPass(order=order, run=run, number=number, answer=answer, cause=cause or "", at=gathered.at),
    )
    tell = retests.take_pass(order, answer, at=gathered.at, clocks=gathered.clocks)
    gathered.moved_orders.append(order)
    place = gathered.known.get(key)
    if order.status == OrderStatus.CLEAN and place is not None and place.answer == Answer.EXPOSED:
        place.answer, place.since = Answer.NOT_EXPOSED, gathered.at
        gathered.touched[key] = place
    if order.status == OrderStatus.CLEAN and gathered.purpose is Purpose.RECHECK:
        gathered.forgotten.append(key)
    if tell:
        gathered.answered.append(_answered(run, key, answer, cause=cause, order=order))


def _pass_unasked(gathered: _Slice, look: Look, run: SystemRun) -> None:
    """Answer for places whose probes do not ask what the system has become, such as another service."""
    for kind in look.places.keys() - {seen.probe for seen in look.outcome.observations}:
        seen = undetermined(probes.by_kind(kind).spec, Cause.NOT_GRANTED, "the system is of another kind now")
        for place in look.places[kind]:
            _pass_order(gathered, look, run, seen, place)


def _answer_for(
    asked: probing.Place,
    seen: probing.Observation,
    control: probing.Control,
) -> tuple[Answer, Cause | None]:
    """Read a probe's answer as the answer for one place."""
    if seen.answer is Answer.EXPOSED and seen.place is not None and seen.place.group != asked.group:
        # The probe ended at another place: of this one nothing is known.
        return Answer.UNDETERMINED, Cause.UNSTABLE
    if seen.answer is Answer.NOT_EXPOSED and control.cause is not None:
        return Answer.UNDETERMINED, control.cause
    return seen.answer, seen.cause


def _answered(
    run: SystemRun,
    key: PlaceKey,
    answer: Answer,
    *,
    cause: Cause | None = None,
    order: RetestOrder | None = None,
) -> Answered:
    system, kind, place_group = key
    return Answered(
        system=system,
        kind=kind,
        place_group=place_group,
        answer=answer,
        cause=cause or "",
        purpose=run.purpose,
        run=run,
        order=order,
        at=run.at,
    )


def _write(gathered: _Slice) -> None:
    bulk.copy(gathered.runs)
    swept.note(gathered.runs)
    bulk.copy(gathered.sent)
    bulk.copy(gathered.observations)
    LastAnswer.objects.bulk_create(
        gathered.told,
        update_conflicts=True,
        unique_fields=["system", "probe"],
        update_fields=["answer", "cause", "place_group", "since", "last_at", "observation"],
    )
    for asked, systems in gathered.asked.items():
        repeated = LastAnswer.objects.filter(system__in=systems, probe__in=asked).exclude(last_at=gathered.at)
        repeated.update(last_at=gathered.at)
    _write_places(gathered)
    RetestOrder.objects.bulk_create(gathered.new_orders)
    RetestOrder.objects.bulk_update(
        gathered.moved_orders,
        ["status", "first_clean_at", "next_due", "answered_at", "told_undetermined"],
    )
    RetestPass.objects.bulk_create(gathered.passes)
    Answered.objects.bulk_create(gathered.answered)
    for place, credentials in gathered.worked.items():
        pairs.keep(place, credentials)
    pairs.forget(gathered.forgotten)
    if gathered.purpose is Purpose.SWEEP:
        for system_id, again in revisiting.sooner(gathered.runs, gathered.told).items():
            gathered.short[system_id] = min(again, gathered.short.get(system_id, again))
    for system_id, again in gathered.short.items():
        SystemSchedule.objects.filter(system=system_id, next_due__gt=again).update(next_due=again)
    SystemSchedule.objects.filter(system__in=gathered.stopped).update(next_due=gathered.at)
    for observation_id in gathered.confirmed:
        jobs.publish("watch.exposure_confirmed", observation_id=str(observation_id))
    for row in gathered.answered:
        jobs.publish("watch.answered", answer_id=str(row.id))


def _write_places(gathered: _Slice) -> None:
    KnownPlace.objects.filter(pk__in=[row.pk for row in gathered.dropped if row.pk]).delete()
    touched = gathered.touched.values()
    KnownPlace.objects.bulk_create([place for place in touched if place.pk is None])
    KnownPlace.objects.bulk_update(
        [place for place in touched if place.pk is not None],
        [
            "parameters",
            "answer",
            "since",
            "last_at",
            "confirm_due",
            "confirmed_at",
            "confirmed_observation",
        ],
    )
