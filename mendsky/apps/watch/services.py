# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Look at systems: what is due, what must be looked at twice, and what somebody asked for.

Jobs are slices of one bucket of owners and hold that bucket's lock, so that one owner's hosts are never
asked by two jobs at once; a host that several owners share is held by its own lock besides.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django import app

from mendsky.apps.directory import queries as directory
from mendsky.apps.directory.queries import SystemEntry
from mendsky.apps.watch import (
    broken_off,
    budget,
    coverage,
    doors,
    hosts,
    information,
    pairs,
    put_off,
    queries,
    recording,
    retests,
    revisiting,
    schedule,
    swept,
    tries,
    vantages,
)
from mendsky.apps.watch.models import (
    OPEN_ORDERS,
    KnownPlace,
    OrderStatus,
    RetestOrder,
    StopSwitch,
)
from mendsky.apps.watch.openings import openings
from mendsky.apps.watch.tallies import PutOffCause
from mendsky.core import probes
from mendsky.core.rules.granted import CREDENTIAL_TESTS
from mendsky.core.terms.answers import Purpose
from mendsky.core.terms.probing import Place
from mendsky.nations.load import load
from mendsky.net.probing import journal
from mendsky.net.probing.door import Visit
from mendsky.runtime import clocks, installation

SLICE = 200
LOGINS = frozenset(entry.spec.kind for entry in probes.REGISTER if entry.spec.probe_class == CREDENTIAL_TESTS)
URGENT, SOON, ROUTINE = 20, 10, 0
"""Priorities of jobs: what a person waits for, second looks, sweeps."""


class WatchRefusedError(ValueError):
    """Something was asked of the watch that it does not do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One system to look at."""

    system_id: UUID
    kinds: tuple[str, ...] = ()
    """Kinds of loopholes to ask for; empty for all."""
    places: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    """Kind → places to look at; empty for all places known of the system."""
    turn: int = 0
    """Looks made before at the same place for the same order."""


def run(items: Sequence[Item], purpose: Purpose) -> None:
    """Look at systems and write all that was seen in one transaction.

    Retests and rechecks look from every address of `MENDSKY_PROBE_FROM`, the rest from the first. A
    system that left the directory is asked for too: what is sent is decided by the grants. One whose host
    another worker is visiting is put back for later, and counted.
    """
    if not items:
        return
    # What a killed process sent comes off the budgets too.
    broken_off.recover()
    entries = directory.systems(item.system_id for item in items)
    host_of = {system_id: budget.host_of(entry.origin) for system_id, entry in entries.items()}
    with hosts.held(host_of.values()) as free:
        _run([item for item in items if host_of[item.system_id] in free], purpose, entries)
        busy = [item.system_id for item in items if host_of[item.system_id] not in free]
    if busy:
        hosts.put_back(busy, purpose)


def _run(items: Sequence[Item], purpose: Purpose, entries: Mapping[UUID, SystemEntry]) -> None:
    if not items:
        return
    now = clocks.reader()
    at, standing = now(), doors.Standing(now)
    nation = load(settings.NATION)
    grants = directory.live_grants(at)
    systems = [item.system_id for item in items]
    known = queries.known_places(systems)
    retesting = purpose in retests.NEXT
    working = pairs.known(systems, exposed_only=not retesting)
    origins = [entries[item.system_id].origin for item in items]
    budgets = budget.left(origins, grants, at=at, zone=nation.calendar.zone)
    aside = tries.reserve(
        {
            item.system_id: (origin, {kind: working.get(item.system_id, {}).get(kind, ()) for kind in kinds})
            for item, origin in zip(items, origins, strict=True)
            if (kinds := LOGINS & {entry.spec.kind for entry in probes.asking(origin, item.kinds)})
        },
        grants,
        at=at,
        zone=nation.calendar.zone,
    )
    due = information.security_txt_due(systems, at) if purpose is Purpose.SWEEP else frozenset()
    visits = {
        str(item.system_id): Visit(
            key=str(item.system_id),
            origin=origin,
            entries=probes.asking(origin, item.kinds),
            places=item.places or known.get(item.system_id, {}),
            nonce=secrets.token_hex(8),
            owner=str(entries[item.system_id].organisation),
            budget=budgets[origin],
            tries=aside.left.get(item.system_id, {}),
            credentials=working.get(item.system_id, {}),
            security_txt_due=item.system_id in due,
        )
        for item, origin in zip(items, origins, strict=True)
    }
    addresses = settings.PROBE_FROM or ("",)
    stopped, synthetic = doors.StopCheck(), installation.is_synthetic()
    turns = {str(item.system_id): item.turn for item in items}
    with journal.kept(broken_off.folder(), at=at, pack=nation.version) as begun:
        opened = [
            doors.door(
                grants,
                now=now,
                nation=nation,
                synthetic=synthetic,
                stopped=stopped,
                source=address,
                standing=standing,
                hearing=begun,
            )
            for address in (addresses if retesting else addresses[:1])
        ]
        outcomes = vantages.look(list(visits.values()), opened, turns)
        looks = [
            recording.Look(
                system_id=UUID(outcome.key),
                host=budget.host_of(visits[outcome.key].origin),
                places=visits[outcome.key].places,
                outcome=outcome,
                short_until=aside.short_until(UUID(outcome.key)),
            )
            for outcome in outcomes
        ]
        aside.give_back({UUID(outcome.key): outcome.tried for outcome in outcomes})
        recording.record(looks, purpose=purpose, at=at, nation=nation)
    spent = (UUID(one.key) for one in outcomes if budget.is_spent(one, budgets[visits[one.key].origin]))
    put_off.note(spent, PutOffCause.BUDGET, at)


def sweep(now: datetime) -> int:
    """Defer the sweep of every system that is due and give how many they are.

    A system counts as swept when its job is deferred; a halted one becomes due again at once, one
    outside the hours of its grant when they open. What enters the directory is due at once; from
    then on each host has its own slot of the period, so that sweeps are spread over it.
    """
    if queries.stopped() or not queries.is_sweep_due(now):
        return 0
    deferred, more = 0, True
    while more:
        with transaction.atomic():
            _one_at_a_time("watch sweep")
            schedule.bring_up(now)
            batch = list(schedule.due_systems(now))
            deferred += _defer_sweeps(batch, now)
            more = len(batch) == schedule.BATCH
    return deferred


def _defer_sweeps(batch: Sequence[UUID], now: datetime) -> int:
    """Defer the sweeps of systems that may be asked now, set for all when they are next due; count them."""
    due = directory.systems(batch).values()
    opening = openings([system.origin for system in due], now)
    ready = [system for system in due if opening[system.origin] <= now]
    next_due = {system.id: opening[system.origin] for system in due}
    every = revisiting.periods(ready, now)
    next_due |= {
        system.id: schedule.next_slot(system.origin, now, every=every[system.id]) for system in ready
    }
    schedule.set_due(next_due)
    slow = {str(system_id) for system_id in swept.slow([system.id for system in ready])}
    slices = _slices((system, str(system.id)) for system in ready)
    # Begun first, what is waited for costs the others no time at the end.
    for bucket, slice_ in sorted(slices, key=lambda slice_: slow.isdisjoint(slice_[1])):
        _defer("sweep_bucket", bucket, ROUTINE, system_ids=slice_)
    return len(ready)


def sweep_slice(system_ids: Iterable[UUID]) -> None:
    """Sweep some systems now."""
    run([Item(system_id=system_id) for system_id in system_ids], Purpose.SWEEP)


def look_again(now: datetime) -> None:
    """Defer the second looks and the passes of retests that are due."""
    places_due = KnownPlace.objects.filter(confirm_due__lte=now)
    orders_due = RetestOrder.objects.filter(next_due__lte=now, status__in=OPEN_ORDERS)
    if queries.stopped() or not (places_due.exists() or orders_due.exists()):
        return
    lease = now + load(settings.NATION).clocks.retest_again_after
    with transaction.atomic():
        places = list(places_due.select_for_update(skip_locked=True))
        systems = directory.systems(place.system for place in places)
        opening = openings([system.origin for system in systems.values()], now)
        ready: list[tuple[SystemEntry, str]] = []
        for place in places:
            system = systems[place.system]
            opens = opening[system.origin]
            place.confirm_due = lease if opens <= now else opens
            if opens <= now:
                ready.append((system, str(place.pk)))
        KnownPlace.objects.bulk_update(places, ["confirm_due"])
        for bucket, slice_ in _slices(ready):
            _defer("confirm", bucket, SOON, place_ids=[int(pk) for pk in slice_])
        for order in orders_due.select_for_update(skip_locked=True):
            _defer_order(order, now)


def confirm(place_ids: Iterable[int]) -> None:
    """Look a second time at places that were seen exposed once."""
    rows = KnownPlace.objects.filter(pk__in=list(place_ids), confirmed_at=None).order_by("system", "probe")
    items = []
    for system_id, of_system in groupby(rows, key=lambda row: row.system):
        places = {
            kind: tuple(Place(group=row.place_group, parameters=tuple(row.parameters)) for row in of_kind)
            for kind, of_kind in groupby(of_system, key=lambda row: row.probe)
        }
        items.append(Item(system_id=system_id, kinds=tuple(places), places=places))
    run(items, Purpose.CONFIRM)


def order_retest(
    system_id: UUID,
    kind: str,
    place_group: str,
    parameters: Sequence[str] = (),
    *,
    asked_by: str,
) -> UUID:
    """Have a place looked at now and give the order's id; the open order of a place is used again.

    Two clean passes apart answer it clean, one exposed pass answers it exposed; what could not be
    looked at is told once and tried again, a place whose probe does not ask what the system is now
    included. Publishes `watch.answered`. Raises `WatchRefusedError` for a kind without probe.
    """
    return _order(system_id, kind, place_group, parameters, purpose=Purpose.RETEST, asked_by=asked_by)


def order_recheck(system_id: UUID, kind: str, place_group: str, parameters: Sequence[str] = ()) -> UUID:
    """Have a repaired place looked at once more now and give the order's id; as `order_retest`."""
    return _order(system_id, kind, place_group, parameters, purpose=Purpose.RECHECK, asked_by="schedule")


def retest(order_id: UUID) -> None:
    """Make the next pass of an order, unless it was answered meanwhile."""
    order = RetestOrder.objects.get(pk=order_id)
    if order.status not in OPEN_ORDERS:
        return
    place = Place(group=order.place_group, parameters=tuple(order.parameters))
    item = Item(
        system_id=order.system,
        kinds=(order.kind,),
        places={order.kind: (place,)},
        turn=order.passes.count(),
    )
    run([item], Purpose(order.purpose))


def record_coverage(now: datetime) -> None:
    """Write the coverage as it stands now, as facts of the running day, where a cell changed."""
    coverage.record_coverage(now)


def stop(now: datetime) -> None:
    """Halt all probing within seconds, running visits included."""
    StopSwitch.objects.update_or_create(only=True, defaults={"stopped_at": now})


def resume() -> None:
    """Let probing go on."""
    StopSwitch.objects.update_or_create(only=True, defaults={"stopped_at": None})


@transaction.atomic
def _order(
    system_id: UUID,
    kind: str,
    place_group: str,
    parameters: Sequence[str],
    *,
    purpose: Purpose,
    asked_by: str,
) -> UUID:
    try:
        probes.by_kind(kind)
    except KeyError:
        msg = f"no probe is named {kind}"
        raise WatchRefusedError(msg) from None
    now = clocks.now()
    place = RetestOrder.objects.select_for_update().filter(
        system=system_id,
        kind=kind,
        place_group=place_group,
        status__in=OPEN_ORDERS,
    )
    standing = place.first()
    if standing is not None:
        if standing.purpose == purpose and standing.status != OrderStatus.WAITING:
            return standing.id
        # Asked anew: whoever asks is told anew, even if the place still cannot be looked at.
        standing.status, standing.next_due = OrderStatus.CLOSED, None
        standing.save(update_fields=["status", "next_due"])
    order = RetestOrder.objects.create(
        system=system_id,
        kind=kind,
        place_group=place_group,
        parameters=list(parameters),
        purpose=purpose,
        asked_by=asked_by,
        asked_at=now,
    )
    _defer_order(order, now)
    return order.id


def _defer_order(order: RetestOrder, now: datetime) -> None:
    """Defer an order's next pass, or set when the hours of the system's grant open.

    Should the job be lost, the order is due again when its lease ends.
    """
    system = directory.system(order.system)
    opening = openings([system.origin], now)[system.origin]
    if opening <= now:
        order.next_due = now + load(settings.NATION).clocks.retest_again_after
        _defer("retest", schedule.bucket_of(system.organisation), URGENT, order_id=str(order.id))
    else:
        order.next_due = opening
    order.save(update_fields=["next_due"])


def _defer(task: str, bucket: int, priority: int, **identifiers: Any) -> None:
    name = f"mendsky.apps.watch.tasks.{task}"
    app.configure_task(name=name, lock=f"bucket/{bucket}", priority=priority).defer(**identifiers)


def _slices(items: Iterable[tuple[SystemEntry, str]]) -> list[tuple[int, list[str]]]:
    """Cut what is to be done at systems into slices of a bucket, those of one host side by side.

    The longest come first, so that workers that share them end at about the same time.
    """
    placed = sorted(
        (schedule.bucket_of(system.organisation), system.origin, identifier) for system, identifier in items
    )
    slices = []
    for bucket, rows in groupby(placed, key=lambda row: row[0]):
        identifiers = [identifier for _, _, identifier in rows]
        slices += [(bucket, identifiers[at : at + SLICE]) for at in range(0, len(identifiers), SLICE)]
    return sorted(slices, key=lambda slice_: -len(slice_[1]))


def _one_at_a_time(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [name])
