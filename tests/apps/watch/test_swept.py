# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What last sweeps came to is kept beside the runs, and says the same as the runs themselves."""

import importlib
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from django.db import connection

from mendsky.apps.watch import coverage, services, swept
from mendsky.apps.watch.models import SystemRun
from mendsky.apps.watch.tallies import LastSweep
from tests import published
from tests.apps.watch.test_coverage import SOUND, run

HOUR = timedelta(hours=1)
SOUND_ANSWER = [1, "n", "", 3]
ANSWERS = (
    {"sql-injection": SOUND_ANSWER, "open-api": [1, "e", "", 2]},
    {"sql-injection": SOUND_ANSWER, "open-api": [1, "u", "our-failure", 2]},
    {"sql-injection": [1, "u", "not-granted", 0], "open-api": [1, "u", "captcha", 1]},
    {"sql-injection": [1, "u", "no-test-identity", 0], "open-api": SOUND_ANSWER},
    {"sql-injection": [1, "u", "not-granted", 0]},
    {"sql-injection": [1, "n", None, 3]},
    {},
)


def everywhere(division):
    return True


@pytest.fixture
def drawn(synthetic, monday, nation):
    """Runs of two of three offices over ten days, sweeps and retests, written in their order."""
    world = published.build(nation, monday - timedelta(days=30))
    draw = Random(1)  # noqa: S311 - no secret
    for hours in sorted(draw.sample(range(240), 60), reverse=True):
        made = run(
            system=draw.choice(world.systems[:2]).id,
            at=monday - hours * HOUR,
            purpose=draw.choice(("sweep", "sweep", "retest")),
            control={**SOUND, "cause": draw.choice((None, None, None, "timed-out"))},
            answers=draw.choice(ANSWERS),
        )
        made.save()
        swept.note([made])
    return world


@pytest.mark.parametrize("hours", [-200, -100, -25, -7, 0, 40])
def test_coverage_at_any_instant_is_that_of_the_runs(drawn, monday, hours):
    """The runs themselves are asked for the last sweep of each system that is no older than two days."""
    instant = monday + hours * HOUR
    counted = Counter(
        "none" if last is None else "undetermined" if coverage.cause_of(last) else "covered"
        for last in (
            SystemRun.objects.filter(
                system=system.id, purpose="sweep", at__lte=instant, at__gte=instant - 48 * HOUR
            )
            .order_by("at")
            .last()
            for system in drawn.systems
        )
    )
    told = coverage.coverage_at(instant)
    assert sum(entry.covered for entry in told) == counted["covered"]
    assert sum(entry.undetermined for entry in told) == counted["undetermined"]
    assert sum(entry.in_scope for entry in told) == counted.total()


@pytest.mark.parametrize("hours", [None, 1])
def test_figures_of_now_are_those_of_the_coverage(drawn, monday, nation, monkeypatch, hours):
    own = None if hours is None else hours * HOUR
    sectors = tuple(replace(sector, sweep_every=own) for sector in nation.sectors)
    for module in (coverage, swept):
        monkeypatch.setattr(module, "load", lambda _: replace(nation, sectors=sectors))
    fresh = sum(one.covered + one.undetermined for one in coverage.coverage_at(monday + 40 * HOUR))
    assert (fresh == 0) == (hours == 1), "a sweep is fresh for two of the sector's intervals"
    for instant in (monday, monday + 40 * HOUR, monday + 60 * HOUR):
        told: Counter[tuple[str, str]] = Counter()
        for one in swept.tallies(instant, everywhere):
            told[one.division, "in scope"] += one.systems
            told[one.division, "covered"] += one.systems if one.cause == "" else 0
            told[one.division, "undetermined"] += one.systems if one.cause else 0
        assert {
            (entry.division, entry.in_scope, entry.covered, entry.undetermined)
            for entry in coverage.coverage_at(instant)
        } == {
            (f"{code[:2]}0000", told[code, "in scope"], told[code, "covered"], told[code, "undetermined"])
            for code, _ in told
        }


def test_the_migration_keeps_of_old_runs_what_would_have_been_kept(drawn):
    columns = ("system", "at", "cause", "failing")
    kept = set(map(str, LastSweep.objects.values_list(*columns)))
    LastSweep.objects.all().delete()
    fill = importlib.import_module("mendsky.apps.watch.migrations.0011_last_sweep").FILL
    with connection.cursor() as cursor:
        cursor.execute(fill)
    assert set(map(str, LastSweep.objects.values_list(*columns))) == kept


def test_each_way_to_fail_is_filled_in_by_the_migration(db, monday):
    fill = importlib.import_module("mendsky.apps.watch.migrations.0011_last_sweep").FILL
    made = [run(at=monday, answers=answers) for answers in ANSWERS]
    SystemRun.objects.bulk_create(made)
    with connection.cursor() as cursor:
        cursor.execute(fill)
    kept = dict(LastSweep.objects.values_list("system", "cause"))
    assert kept == {one.system: coverage.cause_of(one) or "" for one in made}


def test_a_sweep_older_than_what_is_kept_is_passed_over(system_id, monday):
    swept.note([run(system=system_id, at=monday)])
    swept.note([run(system=system_id, at=monday - HOUR, control={**SOUND, "cause": "captcha"})])
    assert LastSweep.objects.get().cause == ""


def test_the_longest_come_first_and_no_more_than_asked_for(synthetic, monday, nation):
    world = published.build(nation, monday - timedelta(days=30))
    for hours, system in zip((3, 1, 2), world.systems, strict=True):
        published.swept(system.id, monday - hours * HOUR, cause="captcha")
    longest = [world.systems[0].id, world.systems[2].id]
    assert [one.system for one in swept.longest(monday, everywhere, 2)] == longest
    assert swept.longest(monday, {"110000"}.__contains__, 2) == ()


def test_what_was_waited_for_last_time_is_swept_first(synthetic, monday, nation, deferred):
    world = published.build(nation, monday - timedelta(days=30))
    later = monday + timedelta(days=400)
    for waited in world.systems:
        for system in world.systems:
            made = run(
                system=system.id,
                at=later,
                control={**SOUND, "cause": "timed-out" if system == waited else None},
            )
            swept.note([made])
        later += timedelta(days=400)
        deferred()
        services.sweep(later)
        first, *rest = [arguments["system_ids"] for name, arguments in deferred() if name == "sweep_bucket"]
        assert str(waited.id) in first
        assert rest
    assert swept.slow([system.id for system in world.systems]) == {world.systems[-1].id}
