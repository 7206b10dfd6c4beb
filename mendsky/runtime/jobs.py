# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work that outlives a request: facts start tasks, due rows are picked up, stalled jobs are rescued.

A job is deferred in the transaction of what caused it (Procrastinate on the same PostgreSQL) and
carries identifiers only. Which fact starts which task stands in `mendsky/wiring.py` and is handed
over by `wire` when Django is ready. Instants of the domain are never a job's schedule: due rows
are selected by the domain clock in `run_due`.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple, ParamSpec, TypeVar

from django.db import connection, connections
from django.utils.module_loading import import_string
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import DjangoApp, app, connector_params
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException
from procrastinate.tasks import Task

from mendsky.runtime import clocks, collecting

Due = Callable[[datetime], None]
_wires: dict[str, tuple[str, ...]] = {}
_due: tuple[str, ...] = ()
STALLED_AFTER_SECONDS = 120
CONNECTION_SECONDS = 4
"""So long a worker waits for a connection: on its way out, too, where its database is gone."""
SHORTEST_NAP, LONGEST_NAP = 0.005, 0.04
"""Seconds between two looks at the queue while others work it off."""
STANDING = """
select count(*),
    count(*) filter (where status in ('todo', 'doing')),
    count(*) filter (where status = 'failed')
from procrastinate_jobs
"""

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class DatabaseGoneError(RuntimeError):
    """A worker cannot reach its database any more."""


class JobFailedError(RuntimeError):
    """A job ended with an error; its name and number are in the text."""


def task(
    **options: Any,
) -> Callable[[Callable[Arguments, Result]], Task[Arguments, Result, Arguments]]:
    """Make a function a task, with Procrastinate's options (`name`, `queue`, `lock`, `retry` …)."""
    # Looked up at each call: Procrastinate replaces its app object while Django gets ready.
    decorator: Callable[[Callable[Arguments, Result]], Task[Arguments, Result, Arguments]] = app.task(
        **options
    )
    return decorator


def wire(wires: Mapping[str, tuple[str, ...]], due: tuple[str, ...]) -> None:
    """Take over which fact starts which tasks, and which functions pick up due rows."""
    global _due  # noqa: PLW0603 - handed over once, when Django is ready
    _wires.clear()
    _wires.update(wires)
    _due = due


def publish(fact: str, **identifiers: str | int) -> None:
    """Defer every task wired to a fact, within the current transaction.

    Raises `KeyError` for a fact that `wiring.py` does not name.
    """
    for name in _wires[fact]:
        app.configure_task(name=name).defer(**identifiers)


def run_due() -> None:
    """Let every app pick up its rows that are due by the domain clock."""
    now = clocks.now()
    for dotted in _due:
        pick_up: Due = import_string(dotted)
        pick_up(now)


def drain() -> int:
    """Run all queued jobs, and those that they start, in this process; give how many were waiting.

    Raises `JobFailedError` where one failed.
    """
    with draining() as run:
        return run()


@contextlib.contextmanager
def draining(*, concurrency: int = 2) -> Iterator[Callable[[], int]]:
    """Give `drain` over connections that stay open, for those who drain often.

    One job at a time makes the order of what follows from each the same every time.
    """
    with asyncio.Runner() as runner:
        stack = contextlib.AsyncExitStack()
        worker = runner.run(stack.enter_async_context(worker_app(periodic=False)))

        def drain() -> int:
            before = standing = _standing()
            # A worker that is told not to wait may leave what its last job has just started.
            while standing.left:
                runner.run(_work(worker, wait=False, concurrency=concurrency))
                standing = _standing()
                _refuse_failed(before, standing)
            return standing.begun - before.begun + before.left

        try:
            yield drain
        finally:
            runner.run(stack.aclose())


class Others:
    """Workers in processes of their own, whose jobs are waited for."""

    def __init__(self, ended: Callable[[], str | None]) -> None:
        """Take what names a process that ended and that the jobs need, a worker or whom it speaks to."""
        self._ended = ended
        self._before = _standing()

    def wait(self) -> int:
        """Wait until no job is left and give how many were begun since the last wait.

        Raises `JobFailedError` where one failed or a needed process ended.
        """
        began = time.monotonic()
        standing = _standing()
        while standing.left:
            _refuse_failed(self._before, standing)
            if (name := self._ended()) is not None:
                msg = f"the process {name} ended before the jobs did: see logs/{name}.log"
                raise JobFailedError(msg)
            # Looking costs the workers a little: the longer they take, the less often it is done.
            time.sleep(min(max(SHORTEST_NAP, (time.monotonic() - began) / 20), LONGEST_NAP))
            standing = _standing()
        _refuse_failed(self._before, standing)
        begun = standing.begun - self._before.begun
        self._before = standing
        return begun


class _Standing(NamedTuple):
    """How far the queue is."""

    begun: int
    """Jobs that there ever were."""
    left: int
    """Jobs that wait or run."""
    failed: int


def _standing() -> _Standing:
    with connection.cursor() as cursor:
        cursor.execute(STANDING)
        return _Standing(*cursor.fetchone())


def _refuse_failed(before: _Standing, standing: _Standing) -> None:
    failed = standing.failed - before.failed
    if failed > 0:
        latest = ProcrastinateJob.objects.filter(status="failed").order_by("-id")[: min(failed, 5)]
        names = ", ".join(f"{job.task_name} (job {job.id})" for job in latest)
        msg = f"{failed} jobs failed: {names}"
        raise JobFailedError(msg)


def work(*, concurrency: int = 2, periodic: bool = True) -> None:
    """Run jobs until told to end by a signal, and what is due, unless that is left to another process.

    Raises `DatabaseGoneError`.
    """
    try:
        asyncio.run(_work_until_told(concurrency, periodic=periodic))
    except ConnectorException as failure:
        msg = "the database does not answer any more, so this worker ends: start it again with the database"
        raise DatabaseGoneError(msg) from failure


async def _work_until_told(concurrency: int, *, periodic: bool) -> None:
    async with worker_app(periodic=periodic) as worker:
        collecting.settle()
        await _work(worker, wait=True, concurrency=concurrency)


def _close_after(call_next: Callable[[], Any], context: Any, worker: Any) -> Any:
    """Close the connections of the thread that ran a task: the thread may end with the worker."""
    del context, worker
    try:
        return call_next()
    finally:
        connections.close_all()


@contextlib.asynccontextmanager
async def worker_app(*, periodic: bool) -> AsyncIterator[DjangoApp]:
    """Open an app object that fetches over a connector of its own.

    Tasks go on deferring over Django's connector, in their transaction; Procrastinate's own way
    (`replace_connector`) would take that from them.
    """
    own = DjangoApp(connector=PsycopgConnector(kwargs=connector_params(), timeout=CONNECTION_SECONDS))
    own.tasks = app.tasks
    if periodic:
        own.periodic_registry = app.periodic_registry
    async with own.open_async():
        yield own


async def _work(worker: DjangoApp, *, wait: bool, concurrency: int) -> None:
    # Procrastinate's own middleware keeps the connections of threads that go on; others must close them.
    closing: dict[str, Any] = {} if wait else {"task_middleware": [_close_after]}
    await worker.run_worker_async(
        wait=wait,
        concurrency=concurrency,
        install_signal_handlers=wait,
        listen_notify=wait,
        fetch_job_polling_interval=1.0,
        **closing,
    )


@app.periodic(cron="*/2 * * * * *")
@app.task(name="mendsky.runtime.jobs.tick", queue="clock", queueing_lock="tick", pass_context=False)
def tick(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate hands over its schedule
    """Pick up due rows every two seconds."""
    run_due()


@app.periodic(cron="* * * * *")
@app.task(name="mendsky.runtime.jobs.rescue", queue="clock", queueing_lock="rescue", pass_context=True)
async def rescue(context: Any, timestamp: int) -> None:  # noqa: ARG001 - as above
    """Put jobs of ended workers back into the queue."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        await manager.retry_job(job)


def close_connections() -> None:
    """Close this thread's database connections, for commands that wait long."""
    connections.close_all()
