# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What could not be told is swept sooner and backs off; what was high-risk is swept twice as often."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mendsky.apps.directory import queries as directory
from mendsky.apps.watch import revisiting, services
from mendsky.apps.watch.models import KnownPlace, Observation, SystemSchedule

DAY = timedelta(days=1)
USUAL = 28 * DAY


@pytest.fixture
def swept(synthetic, work):
    """Give the function that sweeps at an instant and gives the wait until the next sweep."""

    def _swept(instant):
        synthetic(instant)
        assert services.sweep(instant) == 1
        work()
        return SystemSchedule.objects.get().next_due - instant

    return _swept


@pytest.fixture
def every():
    """Have the directory say nothing, or something, of a system's period."""
    from mendsky.apps.directory.models import System

    def _every(period):
        System.objects.update(sweep_every=period)

    return _every


def test_a_system_that_could_be_told_waits_for_its_slot(system_id, swept, every, monday):
    every(USUAL)
    assert 0 * DAY < swept(monday) <= USUAL
    slot = SystemSchedule.objects.get().next_due
    assert swept(slot) == USUAL


def test_one_that_could_not_be_told_is_swept_sooner_and_backs_off(office, system_id, swept, every, monday):
    every(USUAL)
    swept(monday)
    office.broken = True
    slot = SystemSchedule.objects.get().next_due
    for days, wait in ((0, 7), (7, 7), (14, 14)):
        assert swept(slot + days * DAY) == wait * DAY
    assert swept(slot + 28 * DAY) == USUAL
    office.broken = False
    assert swept(slot + 56 * DAY) == USUAL


def test_one_that_no_grant_covers_is_not_swept_sooner(enter, office, swept, every, monday):
    enter(office, expires="2015-02-01T00:00:00+08:00")
    every(USUAL)
    swept(monday)
    assert swept(SystemSchedule.objects.get().next_due) == USUAL


@pytest.fixture
def monthly(nation, monkeypatch):
    """Have the nation's usual period be four weeks."""
    slower = replace(nation, clocks=replace(nation.clocks, sweep_every=USUAL))
    monkeypatch.setattr(revisiting, "load", lambda _: slower)


def test_a_high_risk_place_halves_the_usual_period_for_a_year(system_id, swept, every, monday, monthly):
    swept(monday)
    confirmed(monday)
    (entry,) = directory.systems([system_id]).values()
    year = monday + timedelta(days=365)

    def period(at):
        return revisiting.periods([entry], at)[system_id]

    assert period(monday) == USUAL / 2
    assert period(year + DAY) == USUAL / 2
    KnownPlace.objects.update(answer="not-exposed", since=monday)
    assert period(year - DAY) == USUAL / 2
    assert period(year) == USUAL
    every(2 * USUAL)
    (entry,) = directory.systems([system_id]).values()
    assert period(monday) == 2 * USUAL


def test_a_sector_has_a_period_of_its_own(system_id, nation, every, monday, monkeypatch):
    (entry,) = directory.systems([system_id]).values()
    sectors = tuple(replace(one, sweep_every=5 * DAY) for one in nation.sectors if one.key == entry.sector)
    assert sectors
    monkeypatch.setattr(revisiting, "load", lambda _: replace(nation, sectors=sectors))
    assert revisiting.periods([entry], monday) == {system_id: 5 * DAY}
    every(USUAL)
    (entry,) = directory.systems([system_id]).values()
    assert revisiting.periods([entry], monday) == {system_id: USUAL}


def test_a_place_of_little_risk_halves_nothing(system_id, swept, monday, monthly):
    swept(monday)
    confirmed(monday)
    Observation.objects.update(kinds=[], classes=[])
    (entry,) = directory.systems([system_id]).values()
    assert revisiting.periods([entry], monday) == {system_id: USUAL}


def confirmed(at):
    seen = Observation.objects.get(answer="exposed")
    KnownPlace.objects.update(confirmed_at=at, confirmed_observation=seen.pk)
