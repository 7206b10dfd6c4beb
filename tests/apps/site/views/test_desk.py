# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The morning page is for people who see cases, and only those of their own divisions."""

from datetime import timedelta

import pytest

from mendsky.core.terms.cases import Actor, EventKind
from tests import published


def test_an_outsider_is_led_to_the_login(client, synthetic):
    assert client.get("/desk/")["Location"] == "/accounts/login/?next=/desk/"


@pytest.mark.parametrize("role", ["administrator", "owner", "finder"])
def test_a_role_that_sees_no_cases_is_refused(world, logged_in, role):
    answer = logged_in(role).get("/desk/")
    assert answer.status_code == 403
    assert "Your account may not see this page." in answer.text


def test_a_handler_sees_cases_and_the_watch(world, logged_in):
    said = logged_in("handler").get("/desk/").text
    assert all(case.public_id in said for case in world.cases)
    assert "Changchun Medical Insurance Office" in said
    assert "Systems in scope" in said


def test_a_handler_of_one_province_sees_no_other(world, logged_in):
    said = logged_in("handler", "220000").get("/desk/").text
    shown = [case.public_id for case in world.cases if case.public_id in said]
    assert shown == [case.public_id for case in world.cases if case.division == "220100"]


def test_a_dispute_needs_a_decision(world, logged_in, synthetic):
    later = world.now + timedelta(days=1)
    synthetic(later)
    published.happen(world.cases[0], EventKind.DISPUTE, later, actor=Actor.OWNER, sealed={"text": "not so"})
    said = logged_in("handler").get("/desk/").text
    assert "The owner says that this is not right." in said
    assert "not so" not in said


def test_it_takes_few_queries(world, logged_in, django_assert_max_num_queries):
    browser = logged_in("handler")
    with django_assert_max_num_queries(13):
        browser.get("/desk/")
