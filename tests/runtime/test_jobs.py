# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import datetime

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from mendsky import wiring
from mendsky.runtime import clocks, jobs, processes

RAN: list[str] = []
FAILING = "mendsky.tests.fails"
NOTING = "mendsky.tests.notes"


@jobs.task(name=NOTING)
def note(word: str) -> None:
    RAN.append(word)


@jobs.task(name=FAILING)
def fail(word: str) -> None:
    raise LookupError(word)


def pick_up(now: datetime) -> None:
    RAN.append(f"due {now:%Y-%m-%d}")


@pytest.fixture
def wired():
    RAN.clear()
    jobs.wire({"tests.happened": (NOTING,), "tests.broke": (FAILING,)}, (f"{__name__}.pick_up",))
    yield
    jobs.wire(wiring.WIRES, wiring.DUE)


@pytest.mark.django_db(transaction=True)
def test_a_fact_starts_its_tasks(wired):
    jobs.publish("tests.happened", word="once")
    assert jobs.drain() == 1
    assert RAN == ["once"]


@pytest.mark.django_db(transaction=True)
def test_a_fact_of_a_transaction_that_failed_starts_nothing(wired):
    from django.db import transaction

    def broken():
        with transaction.atomic():
            jobs.publish("tests.happened", word="never")
            raise LookupError

    with pytest.raises(LookupError):
        broken()
    assert jobs.drain() == 0
    assert RAN == []


@pytest.mark.django_db
def test_an_unknown_fact_is_an_error(wired):
    with pytest.raises(KeyError):
        jobs.publish("tests.unheard")


@pytest.mark.django_db(transaction=True)
def test_a_failed_job_is_named_by_task_and_number_only(wired):
    jobs.publish("tests.broke", word="secret")
    with pytest.raises(jobs.JobFailedError, match=FAILING) as failure:
        jobs.drain()
    assert "secret" not in str(failure.value)


@pytest.mark.django_db(transaction=True)
def test_jobs_of_other_workers_are_counted_once(wired):
    others = jobs.Others(lambda: None)
    for word in ("one", "two"):
        jobs.publish("tests.happened", word=word)
    jobs.drain()
    assert [others.wait(), others.wait()] == [2, 0]


@pytest.mark.django_db(transaction=True)
def test_a_job_that_failed_in_another_worker_is_told(wired):
    others = jobs.Others(lambda: None)
    jobs.publish("tests.broke", word="secret")
    with pytest.raises(jobs.JobFailedError):
        jobs.drain()
    with pytest.raises(jobs.JobFailedError, match=FAILING):
        others.wait()


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_process_that_ended(wired):
    others = jobs.Others(lambda: "worker-2")
    jobs.publish("tests.happened", word="never")
    with pytest.raises(jobs.JobFailedError, match="worker-2 ended"):
        others.wait()
    assert jobs.drain() == 1


@pytest.mark.django_db
def test_every_wired_task_exists(synthetic):
    names = set(jobs.app.tasks)
    assert {name for tasks in wiring.WIRES.values() for name in tasks} <= names


def test_due_rows_are_picked_up_by_the_domain_clock(wired, synthetic):
    jobs.run_due()
    assert f"due {clocks.now():%Y-%m-%d}" in RAN


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_dead_worker_is_put_back(wired):
    import asyncio
    from types import SimpleNamespace

    jobs.publish("tests.happened", word="rescued")
    job = ProcrastinateJob.objects.get()
    with_worker = "update procrastinate_jobs set status = 'doing', worker_id = null where id = %s"
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(with_worker, [job.id])

    async def rescue():
        async with jobs.worker_app(periodic=False) as worker:
            await jobs.rescue.func(SimpleNamespace(app=worker), timestamp=0)

    asyncio.run(rescue())
    jobs.drain()
    assert RAN == ["rescued"]


def test_a_worker_whose_database_is_gone_ends_by_itself_before_it_would_be_killed(transactional_db):
    import asyncio

    async def longest_wait():
        async with jobs.worker_app(periodic=False) as worker:
            return worker.connector.pool.timeout

    assert asyncio.run(longest_wait()) < processes.ENDING_SECONDS
