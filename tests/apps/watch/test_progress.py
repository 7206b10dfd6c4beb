# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far a sweep is, with what is due, exposed and covered, and what nothing is known of."""

from datetime import timedelta

import pytest

from mendsky.apps.watch import schedule, services, swept
from mendsky.apps.watch.models import KnownPlace
from mendsky.apps.watch.progress import progress

HOUR = timedelta(hours=1)


def everywhere(division):
    return True


@pytest.fixture
def now_is(synthetic):
    """Give the function that tells the progress at an instant."""

    def _now_is(at):
        synthetic(at)
        return progress(swept.tallies(at, everywhere), at, everywhere)

    return _now_is


def test_before_the_first_sweep_a_system_is_due_and_its_cell_unmeasured(system_id, now_is, monday):
    schedule.bring_up(monday)
    told = now_is(monday + HOUR)
    assert (told.due, told.unseen, told.oldest) == (1, monday, None)
    assert told.sectors == ("social-security",)
    (line,) = told.lines
    (cell,) = line.cells
    assert (line.division, cell.in_scope, cell.is_measured) == ("110000", 1, False)


def test_a_sweep_shows_its_rate_for_an_hour_and_its_age_for_longer(system_id, office, now_is, work, monday):
    office.open = False
    services.sweep(monday)
    work()
    told = now_is(monday)
    assert (told.due, told.unseen, told.exposed, told.oldest) == (0, None, 0, monday)
    assert (told.systems, told.requests) == (1, len(office.asked))
    later = now_is(monday + HOUR)
    assert (later.systems, later.requests, later.oldest) == (0, 0, monday)


def test_only_a_confirmed_place_counts_as_exposed(system_id, now_is, work, monday):
    services.sweep(monday)
    work()
    assert now_is(monday).exposed == 0
    KnownPlace.objects.update(confirmed_at=monday)
    assert now_is(monday).exposed == 1
    KnownPlace.objects.update(answer="not-exposed")
    assert now_is(monday).exposed == 0


def test_systems_that_are_not_asked_about_count_for_nothing(system_id, work, monday):
    services.sweep(monday)
    work()
    told = progress((), monday, {"220000"}.__contains__)
    assert (told.systems, told.requests, told.sectors, told.lines) == (0, 0, (), ())
