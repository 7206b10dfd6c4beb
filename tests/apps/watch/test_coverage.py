# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import uuid
from datetime import timedelta

import pytest

from mendsky.apps.watch import coverage, queries
from mendsky.apps.watch import swept as last_sweeps
from mendsky.apps.watch.coverage import CoverageEntry
from mendsky.apps.watch.models import Coverage, SystemRun, SystemSchedule
from mendsky.core.ledger.commitment import commit

SOUND = {"front_status": 200, "random_status": 404, "catch_all": False, "stated_records": None, "cause": None}


def run(**columns):
    answers = columns.pop("answers", {"directory-listing": [1, "n", "", 9]})
    columns = {"system": uuid.uuid4(), "purpose": "sweep", "control": SOUND, "pack": "CN/1", **columns}
    return SystemRun(answers=answers, requests=1, bytes=1, **columns)


@pytest.fixture
def swept(system_id, monday):
    """Give the function that writes a sweep of the one system, some hours before monday."""

    def _swept(hours=0, **columns):
        made = run(system=system_id, at=monday - timedelta(hours=hours), **columns)
        made.save()
        last_sweeps.note([made])

    return _swept


def numbers(entries):
    return [(entry.in_scope, entry.covered, entry.undetermined) for entry in entries]


def test_a_system_is_covered_where_control_and_all_permitted_probes_answered():
    assert coverage.cause_of(run()) is None


def test_a_control_without_answer_leaves_a_system_undetermined():
    assert coverage.cause_of(run(control={**SOUND, "cause": "no-answer"})) == "no-answer"


def test_one_undetermined_probe_leaves_a_system_undetermined():
    answers = {"directory-listing": [1, "n", "", 9], "sql-injection": [1, "u", "server-error", 3]}
    assert coverage.cause_of(run(answers=answers)) == "server-error"


def test_a_probe_that_the_grant_does_not_permit_is_not_asked_for():
    answers = {"directory-listing": [1, "e", "", 9], "sql-injection": [1, "u", "not-granted", 0]}
    assert coverage.cause_of(run(answers=answers)) is None


def test_a_system_without_grant_is_undetermined():
    assert coverage.cause_of(run(answers={"sql-injection": [1, "u", "not-granted", 0]})) == "not-granted"
    assert coverage.cause_of(run(answers={})) == "not-granted"


def test_coverage_is_told_by_province_and_sector(swept, monday):
    swept()
    assert queries.coverage_now(monday) == (
        CoverageEntry(division="110000", sector="social-security", in_scope=1, covered=1, undetermined=0),
    )


def test_a_system_never_looked_at_is_in_scope_and_nothing_else(system_id, monday):
    assert numbers(queries.coverage_now(monday)) == [(1, 0, 0)]


def test_a_sweep_older_than_two_intervals_covers_nothing(swept, monday):
    swept(hours=49)
    assert numbers(queries.coverage_now(monday)) == [(1, 0, 0)]


def test_only_the_last_sweep_counts(swept, monday):
    swept(hours=24)
    swept(hours=1, control={**SOUND, "cause": "timed-out"})
    assert numbers(queries.coverage_now(monday)) == [(1, 0, 1)]


def test_coverage_can_be_told_as_of_an_earlier_instant(swept, monday):
    swept(hours=0)
    swept(hours=-24, control={**SOUND, "cause": "timed-out"})
    assert numbers(coverage.coverage_at(monday + timedelta(hours=2))) == [(1, 1, 0)]
    assert numbers(coverage.coverage_at(monday + timedelta(hours=24))) == [(1, 0, 1)]


def test_runs_are_read_only_of_systems_that_were_swept_again_since(swept, monday):
    swept()
    SystemRun.objects.update(control={**SOUND, "cause": "timed-out"})
    assert numbers(coverage.coverage_at(monday)) == [(1, 1, 0)]
    swept(hours=-1)
    assert numbers(coverage.coverage_at(monday)) == [(1, 0, 1)]


def test_coverage_is_recorded_as_a_committed_fact(swept, monday):
    swept()
    coverage.record_coverage(monday)
    [(serial, committed)] = queries.committed(0, 10)
    assert serial == 1
    assert committed.fact is not None
    assert committed.fact == {
        "type": "coverage",
        "id": committed.fact["id"],
        "origin": committed.fact["origin"],
        "day": "2015-03-02",
        "division": "110000",
        "sector": "social-security",
        "in_scope": 1,
        "covered": 1,
        "undetermined": 0,
        "recorded_at": "2015-03-02T01:00:00Z",
    }
    assert committed.salt is not None
    assert commit(committed.salt, committed.fact) == committed.commitment


def test_coverage_of_a_day_is_recorded_anew_only_where_it_changed(swept, monday):
    coverage.record_coverage(monday)
    coverage.record_coverage(monday)
    swept()
    coverage.record_coverage(monday)
    assert [row.covered for row in Coverage.objects.order_by("serial")] == [0, 1]


def test_a_day_is_recorded_once_after_it_has_ended_in_the_nations_zone(swept, monday):
    swept()
    midnight = monday + timedelta(hours=15)
    coverage.record_ended_day(midnight - timedelta(minutes=1))
    assert not Coverage.objects.exists()
    coverage.record_ended_day(midnight)
    coverage.record_ended_day(midnight + timedelta(hours=1))
    row = Coverage.objects.get()
    assert (str(row.day), row.covered, row.recorded_at) == ("2015-03-02", 1, midnight)


def test_a_cell_whose_last_system_left_is_recorded_as_empty_once(swept, system_id, monday):
    from mendsky.apps.directory import services

    swept()
    coverage.record_coverage(monday)
    services.close_system(system_id, monday + timedelta(hours=1))
    for day in (1, 2):
        coverage.record_coverage(monday + timedelta(days=day))
    assert [(str(row.day), row.in_scope) for row in Coverage.objects.order_by("serial")] == [
        ("2015-03-02", 1),
        ("2015-03-03", 0),
    ]


@pytest.fixture
def days(swept, monday, monkeypatch):
    """Give what lets a later day end, and the instants whose coverage was made out since the first."""
    swept()
    looked, coverage_at = [], coverage.coverage_at
    monkeypatch.setattr(coverage, "coverage_at", lambda at: looked.append(at) or coverage_at(at))
    midnight = monday + timedelta(hours=15)
    coverage.record_ended_day(midnight)
    looked.clear()
    return lambda day: coverage.record_ended_day(midnight + timedelta(days=day)), looked


def test_a_day_on_which_nothing_came_is_not_made_out(days):
    end, looked = days
    end(1)
    end(2)
    assert looked == []


def test_a_sweep_is_seen_after_quiet_days(days, swept):
    end, looked = days
    end(1)
    swept(hours=-40)
    end(2)
    end(3)
    assert len(looked) == 1


def test_a_sweep_that_is_late_lets_coverage_grow_stale(days, system_id, monday):
    end, looked = days
    SystemSchedule.objects.create(system=system_id, next_due=monday + timedelta(days=1))
    for day in (1, 2, 3):
        end(day)
    assert len(looked) == 3
    assert [row.covered for row in Coverage.objects.order_by("serial")] == [1, 0]


def test_a_system_that_left_is_seen_at_the_end_of_its_day(days, system_id, monday):
    from mendsky.apps.directory import services

    end, looked = days
    services.close_system(system_id, monday + timedelta(days=1))
    end(1)
    end(2)
    assert len(looked) == 1
    assert Coverage.objects.order_by("serial").last().in_scope == 0
