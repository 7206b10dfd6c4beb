# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk reads how far the watch reaches, and how long what stays unknown has been so."""

from datetime import timedelta

import pytest

from mendsky.apps.watch import desk, services
from mendsky.apps.watch import swept as kept
from tests.apps.watch.test_coverage import SOUND, run


def everywhere(division):
    return True


@pytest.fixture
def swept(system_id, monday):
    def _swept(hours, cause=None, **columns):
        columns = {"control": {**SOUND, "cause": cause}, **columns}
        kept.note([run(system=system_id, at=monday - timedelta(hours=hours), **columns)])

    return _swept


def test_a_covered_system_is_no_news(swept, monday):
    swept(1)
    health = desk.health(monday, everywhere)
    assert (health.in_scope, health.covered, health.not_swept, health.percent) == (1, 1, 0, "100.0")
    assert (health.undetermined, health.failing, health.healthy) == (0, (), health.probes)
    assert desk.undetermined(monday, everywhere, 10) == ()


def test_a_system_never_looked_at_is_neither_covered_nor_undetermined(system_id, monday):
    health = desk.health(monday, everywhere)
    assert (health.covered, health.not_swept, health.percent) == (0, 1, "0.0")


def test_what_stays_unknown_is_followed_back_to_the_last_sweep_that_could_tell(swept, monday):
    for hours, cause in ((97, "captcha"), (73, None), (49, "captcha"), (25, "blocked")):
        swept(hours, cause)
    assert desk.health(monday, everywhere).long is None
    swept(1, "captcha")
    (one,) = desk.undetermined(monday, everywhere, 10)
    assert (one.cause, one.sweeps, one.since) == ("captcha", 3, monday - timedelta(hours=49))
    long = desk.health(monday, everywhere).long
    assert (long.systems, long.causes, long.since) == (1, ("captcha",), one.since)


def test_a_probe_that_failed_itself_is_named(swept, monday):
    swept(1, answers={"directory-listing": [1, "u", "our-failure", 1], "sql-injection": [1, "n", "", 3]})
    health = desk.health(monday, everywhere)
    assert health.failing == ("directory-listing",)
    assert health.causes == {"our-failure": 1}


def test_other_divisions_are_left_out(swept, monday):
    swept(1)
    assert desk.health(monday, {"220000"}.__contains__).in_scope == 0


def test_it_takes_two_queries_and_says_that_all_is_halted(swept, monday, django_assert_num_queries):
    swept(1, "captcha")
    services.stop(monday)
    with django_assert_num_queries(2):
        assert desk.health(monday, everywhere).stopped
