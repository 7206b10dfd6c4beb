# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import uuid
from datetime import timedelta

import pytest

from mendsky.apps.directory.grants import parse_grant
from mendsky.apps.watch import budget
from mendsky.apps.watch.models import SystemRun

HTTP, HTTPS = "http://yb.example:80", "https://yb.example:443"


@pytest.fixture
def left(db, nation, monday, grant_document):
    """Give what is left of a daily budget of 100 for some origins at an instant."""
    grant = parse_grant({**grant_document, "origins": [HTTP, HTTPS], "daily_budget": 100})

    def _left(*origins, at=monday, grants=(grant,)):
        return budget.left(origins, grants, at=at, zone=nation.calendar.zone)

    return _left


@pytest.fixture
def spent(monday):
    def _spent(requests, host="yb.example", at=monday):
        SystemRun.objects.create(
            system=uuid.uuid4(), host=host, at=at, purpose="sweep", pack="CN/1", control={}, answers={},
            requests=requests, bytes=0,
        )  # fmt: skip

    return _spent


def test_a_fresh_day_has_the_whole_budget(left):
    assert left(HTTP) == {HTTP: 100}


def test_what_all_runs_spent_on_a_host_is_taken_off(left, spent):
    spent(30)
    spent(20)
    spent(40, host="other.example")
    assert left(HTTP) == {HTTP: 50}


def test_a_spent_budget_leaves_nothing(left, spent):
    spent(130)
    assert left(HTTP) == {HTTP: 0}


def test_a_new_day_of_the_nation_has_a_new_budget(left, spent, monday):
    spent(100, at=monday)
    assert left(HTTP, at=monday + timedelta(hours=14)) == {HTTP: 0}
    assert left(HTTP, at=monday + timedelta(hours=15)) == {HTTP: 100}


def test_origins_of_one_host_share_what_is_left(left):
    assert left(HTTP, HTTPS) == {HTTP: 50, HTTPS: 50}


def test_without_a_grant_nothing_is_left(left):
    assert left(HTTP, grants=()) == {HTTP: 0}


def test_a_host_is_told_without_its_port():
    assert budget.host_of(HTTP) == budget.host_of(HTTPS) == "yb.example"
