# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is due among a million systems, what recording it costs, and how many workers a million a day take.

The rows are made up in bulk in a database of the benchmarks' own. Due selection is timed as the watch does
it and printed with its plan; a slice of runs is written by the ORM and by COPY in turns; the last part
lives through a day with the measured numbers.
"""

import argparse
import statistics
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pairs import Row, arguments, print_goals, race, report
from watch_day import Load, least_workers
from watch_lab import fresh_database

NOW = datetime(2015, 4, 22, 4, 0, tzinfo=UTC)
A_DAY = 1_000_000
"""Systems to be looked at in a day."""
SWEPT = Load(systems=A_DAY, buckets=16, slots=4, slice_systems=200, at_once=50, work=0.013, requests=57.7)
"""As `mendsky bench watch` measured it: 504 systems in 6.5 s by one worker, 29,059 requests."""
RATES = (0.5, 1.0, 2.0, 5.0)
"""Requests a second that grants may allow."""
MOST_MILLISECONDS = 50.0
"""For the selection of what is due."""
DIRECTORY = """
insert into directory_system (id, entry, key, organisation, origin, names, sector, division, valid_from)
select lpad(hex, 32, '0')::uuid, lpad(hex, 32, '1')::uuid, 's' || hex, lpad(hex, 32, '2')::uuid,
    'http://s' || hex || '.bench.test:80', '{"zh-Hans": "", "en": ""}', 'social-security', '220100', %s
from (select lpad(to_hex(number), 8, '0') hex from generate_series(1, %s) number) numbered
"""
"""In the order of every index, so that it is filled in seconds; what is due is spread over it at random."""
SCHEDULE = """
insert into watch_systemschedule (system, next_due)
select entry, %s::timestamptz + interval '1 day' * random() from directory_system
"""


def fill(systems: int) -> None:
    """Enter so many systems, and schedule each at its own instant of the coming day."""
    from django.db import connection  # noqa: PLC0415 - needs Django

    from mendsky.apps.directory import queries as directory  # noqa: PLC0415 - as above
    from mendsky.apps.watch.models import WatchMark  # noqa: PLC0415 - as above

    with connection.cursor() as cursor:
        cursor.execute(DIRECTORY, [NOW, systems])
        cursor.execute(SCHEDULE, [NOW])
        cursor.execute("analyze directory_system")
        cursor.execute("analyze watch_systemschedule")
    WatchMark.objects.update_or_create(only=True, defaults={"revision": directory.systems_revision()})


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    """Give the median of the milliseconds that some work takes."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return 1000 * statistics.median(taken)


def measured(given: argparse.Namespace) -> tuple[list[dict[str, object]], str]:
    """Time what a tick asks the database, a thousandth of the day's systems being due; give the plan too."""
    from mendsky.apps.watch import queries, schedule  # noqa: PLC0415 - needs Django

    later = NOW + timedelta(days=1) / 1000
    tasks: dict[str, Callable[[], object]] = {
        "is anything due": lambda: queries.is_sweep_due(later),
        "what is due": lambda: list(schedule.due_systems(later)),
        "what is due, after a day's standstill": lambda: list(schedule.due_systems(NOW + timedelta(days=2))),
        "when next": lambda: queries.next_due(NOW),
    }
    plan = schedule.due_systems(later).explain(analyze=True)
    return [
        {
            "goal": f"milliseconds: {task}",
            "most": MOST_MILLISECONDS,
            "measured": round(taken := milliseconds(work, given.rounds), 2),
            "met": taken <= MOST_MILLISECONDS,
        }
        for task, work in tasks.items()
    ], plan


def runs(number: int) -> list[Any]:
    """Make up runs as a sweep writes them, the answers of all probes packed into one row."""
    from mendsky.apps.watch.models import SystemRun  # noqa: PLC0415 - needs Django
    from mendsky.core.probes import REGISTER  # noqa: PLC0415 - as above

    answers = {entry.spec.kind: [1, "n", "", 3] for entry in REGISTER}
    control = {"front_status": 200, "random_status": 404, "cause": None}
    return [
        SystemRun(
            system=uuid.uuid4(), host=f"s{one}.bench.test", purpose="sweep", at=NOW, grant="bench",
            grant_version=1, pack="cn", control=control, answers=answers, requests=38, bytes=19_000,
        )
        for one in range(number)
    ]  # fmt: skip


def written(given: argparse.Namespace) -> list[Row]:
    """Write a number of runs by the ORM and by COPY in turns."""
    from django.db import connection  # noqa: PLC0415 - needs Django

    from mendsky.apps.watch.models import SystemRun  # noqa: PLC0415 - as above
    from mendsky.runtime import bulk  # noqa: PLC0415 - as above

    def by_orm() -> None:
        SystemRun.objects.bulk_create(runs(given.rows))

    contenders = {"mendsky, by COPY": lambda: bulk.copy(runs(given.rows)), "bulk_create": by_orm}
    found = race("runs written", given.rows, contenders, given.rounds)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze watch_systemrun")
        cursor.execute(
            "select pg_total_relation_size('watch_systemrun')::float / count(*) from watch_systemrun"
        )
        size = cursor.fetchone()[0]
    return [*found, Row(task="bytes of a run, indexes too", contender="PostgreSQL", rate=size, ratio=None)]


def main() -> None:
    given = arguments(__doc__, rounds=5, systems=1_000_000, rows=10_000)
    fresh_database(NOW, "due")
    fill(given.systems)
    held, plan = measured(given)
    rows = written(given)
    days = [{"rate": rate, "workers": least_workers(replace(SWEPT, rate=rate))} for rate in RATES]
    report("due", rows, given, systems=given.systems, goals=held, days=days)
    if given.json:
        return
    print_goals(held)
    print("\n".join(f"  {line}" for line in plan.splitlines()))
    for day in days:
        print(
            f"  {A_DAY:,} systems a day, {day['rate']} requests a second to a host: {day['workers']} workers"
        )


if __name__ == "__main__":
    main()
