# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The schedule of sweeps: slots, buckets, and no more in one transaction than a batch."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

from mendsky.apps.directory import queries as directory
from mendsky.apps.watch import schedule, services
from mendsky.apps.watch.models import SystemSchedule


def test_hosts_are_spread_over_the_slots_of_the_period(monday):
    every = timedelta(days=16)
    origins = [f"http://host-{number}.example:80" for number in range(64)]
    slots = [schedule.next_slot(origin, monday, every=every) for origin in origins]
    assert len(set(slots)) == schedule.SLOTS
    assert all(monday < slot <= monday + every for slot in slots)
    assert schedule.next_slot(origins[0], slots[0], every=every) == slots[0] + every


def test_all_ports_of_a_host_have_one_slot(monday):
    origins = [f"http://yb.lab.test:{port}" for port in (80, 8080, 9000)]
    assert len({schedule.next_slot(origin, monday, every=timedelta(days=16)) for origin in origins}) == 1


def test_owners_are_spread_over_the_buckets():
    buckets = {schedule.bucket_of(uuid.UUID(int=number)) for number in range(512)}
    assert buckets == set(range(schedule.BUCKETS))


def test_all_systems_of_an_owner_wait_for_one_lock(enter, monday, monkeypatch):
    from procrastinate.contrib.django.models import ProcrastinateJob

    monkeypatch.setattr(services, "SLICE", 10)
    system, *_ = enter(*(SimpleNamespace(origin=f"http://host-{number}.example:80") for number in range(40)))
    assert services.sweep(monday) == 40
    owner = directory.system(system).organisation
    locks = [job.lock for job in ProcrastinateJob.objects.all()]
    assert locks == [f"bucket/{schedule.bucket_of(owner)}"] * 4


def test_what_is_due_is_selected_longest_due_first_and_a_batch_at_most(synthetic, monday, monkeypatch):
    monkeypatch.setattr(schedule, "BATCH", 2)
    waiting = [uuid.uuid4() for _ in range(4)]
    schedule.set_due({system: monday + timedelta(hours=hour) for hour, system in enumerate(waiting)})
    assert list(schedule.due_systems(monday - timedelta(seconds=1))) == []
    assert list(schedule.due_systems(monday)) == waiting[:1]
    assert list(schedule.due_systems(monday + timedelta(hours=3))) == waiting[:2]


def test_all_that_is_due_is_deferred_in_batches(enter, synthetic, monday, monkeypatch, deferred):
    monkeypatch.setattr(schedule, "BATCH", 2)
    enter(*(SimpleNamespace(origin=f"http://host-{number}.example:80") for number in range(5)))
    assert services.sweep(monday) == 5
    swept = [system for _, arguments in deferred() for system in arguments["system_ids"]]
    assert len(swept) == len(set(swept)) == 5
    assert not SystemSchedule.objects.filter(next_due__lte=monday).exists()
