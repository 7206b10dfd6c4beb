# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The schedule of sweeps: slots, buckets, and no more in one transaction than a batch."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

from mendsky.apps.watch import schedule, services
from mendsky.apps.watch.models import SystemSchedule


def test_each_bucket_has_its_slot_of_the_period(monday):
    origins = [f"http://host-{number}.example:80" for number in range(512)]
    slots = {
        schedule.bucket_of(origin): schedule.next_slot(origin, monday, every=timedelta(days=16))
        for origin in origins
    }
    assert len(slots) == schedule.BUCKETS
    assert len(set(slots.values())) == schedule.SLOTS
    assert all(monday < slot <= monday + timedelta(days=16) for slot in slots.values())
    again = schedule.next_slot(origins[0], slots[schedule.bucket_of(origins[0])], every=timedelta(days=16))
    assert again == slots[schedule.bucket_of(origins[0])] + timedelta(days=16)


def test_systems_of_one_host_fall_into_one_bucket():
    buckets = {schedule.bucket_of(f"http://yb.lab.test:{port}") for port in (80, 8080, 9000)}
    assert len(buckets) == 1
    assert buckets <= set(range(schedule.BUCKETS))


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
