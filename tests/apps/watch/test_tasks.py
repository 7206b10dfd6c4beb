# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import timedelta

import pytest

from mendsky import wiring
from mendsky.apps.directory import queries as directory
from mendsky.apps.watch import schedule, tasks
from mendsky.apps.watch.models import Coverage, SystemRun
from mendsky.runtime import jobs


def test_what_is_due_is_named_in_the_wiring():
    assert f"{tasks.__name__}.due" in wiring.DUE


def test_due_defers_the_sweep_under_the_lock_of_its_bucket(system_id, monday):
    from procrastinate.contrib.django.models import ProcrastinateJob

    tasks.due(monday)
    tasks.due(monday)
    job = ProcrastinateJob.objects.get()
    assert job.lock == f"bucket/{schedule.bucket_of(directory.system(system_id).organisation)}"
    assert job.args == {"system_ids": [str(system_id)]}


def test_due_records_the_coverage_of_a_day_that_ended(system_id, monday, work, synthetic):
    tasks.due(monday)
    work()
    synthetic(monday + timedelta(days=1))
    tasks.due(monday + timedelta(days=1))
    assert [(str(row.day), row.covered) for row in Coverage.objects.all()] == [("2015-03-02", 1)]


@pytest.mark.django_db(transaction=True)
def test_a_worker_runs_the_sweep(office, synthetic_worker, monday):
    tasks.due(monday)
    assert jobs.drain() >= 1
    assert SystemRun.objects.count() == 1
