# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Old runs are forgotten in chunks; what a case or a retest rests on, and the last word of a probe, stay."""

from datetime import timedelta

import pytest

from mendsky.apps.watch import retention, services, tasks
from mendsky.apps.watch.models import Observation, SystemRun, WatchMark
from mendsky.apps.watch.retention import KEPT, forget

LATER = timedelta(seconds=1)


@pytest.fixture
def sweep(synthetic, work, monday):
    """Give the function that sweeps some days after monday."""

    def _sweep(days):
        at = monday + timedelta(days=days)
        synthetic(at)
        services.sweep(at)
        work()
        return at

    return _sweep


def test_a_run_is_kept_for_its_term_and_not_longer(office, system_id, sweep, monday):
    office.open = False
    sweep(0)
    sweep(40)
    assert forget(monday + KEPT) == 0
    tasks.due(monday + KEPT + LATER)
    assert not SystemRun.objects.filter(at=monday).exists()


def test_a_run_that_saw_a_place_exposed_stays_with_what_it_saw(system_id, sweep, monday):
    sweep(0)
    assert forget(monday + KEPT + LATER) == 0
    assert SystemRun.objects.get().observations.filter(answer="exposed").exists()


def test_a_run_that_could_not_tell_is_forgotten_once_it_is_no_probes_last_word(
    office, system_id, sweep, monday
):
    office.open, office.broken = False, True
    sweep(0)
    assert forget(monday + KEPT + LATER) == 0
    WatchMark.objects.update(forgotten_to=None)
    office.broken = False
    sweep(40)
    assert SystemRun.objects.count() == 2
    told = Observation.objects.filter(run__at__gt=monday).count()
    assert told
    assert forget(monday + KEPT + LATER) == 1
    assert Observation.objects.count() == told


def test_a_run_that_a_retest_rests_on_stays(office, system_id, synthetic, work, monday):
    office.open = False
    services.order_retest(system_id, "directory-listing", "/backup/", asked_by="owner")
    work()
    assert forget(monday + KEPT + LATER) == 0
    assert SystemRun.objects.get().purpose == "retest"


def test_chunks_follow_one_another_and_what_stays_is_looked_at_once(
    office, system_id, sweep, monday, monkeypatch
):
    monkeypatch.setattr(retention, "CHUNK", 1)
    first = sweep(0)
    office.open = False
    second = sweep(40)
    now = second + KEPT + LATER
    assert forget(now) == 0
    assert WatchMark.objects.get().forgotten_to == first
    Observation.objects.filter(run__at=second).delete()
    assert forget(now) == 1
    assert WatchMark.objects.get().forgotten_to == second
    assert forget(now) == 0
