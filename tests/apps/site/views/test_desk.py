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
    assert "Changchun Medical Insurance Office" in said
    assert "100.0 %" in said


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


def test_what_is_held_said_and_unknown_waits_too_and_takes_few_queries(
    world, logged_in, synthetic, django_assert_max_num_queries
):
    from mendsky.apps.cases import services

    later = world.now + timedelta(days=1)
    synthetic(later)
    services.hold(world.cases[0].id, later + timedelta(days=9), reason="The repair runs.", at=later)
    services.state(world.cases[1].id, "We are sorry.", at=later)
    for hours in (12, 6, 0):
        published.swept(world.systems[2].id, later - timedelta(hours=hours), cause="captcha")
    browser = logged_in("handler")
    with django_assert_max_num_queries(12):
        said = browser.get("/desk/").text
    assert "3 need you" in said
    assert "The naming was put off." in said
    assert "The owner&#x27;s statement waits to stand beside the case." in said
    assert "One system" in said


def test_systems_that_stay_unknown_are_one_line_however_many_they_are(world, logged_in, synthetic):
    later = world.now + timedelta(days=1)
    synthetic(later)
    for system, cause in zip(world.systems, ("captcha", "captcha", "server-error"), strict=True):
        for hours in (12, 6, 0):
            published.swept(system.id, later - timedelta(hours=hours), cause=cause)
    said = logged_in("handler").get("/desk/").text
    assert "One needs you" in said
    assert "3 systems" in said
    assert "for 2 different reasons" in said


def test_who_only_reads_is_told_what_waits_and_not_that_it_is_theirs(world, logged_in, synthetic):
    later = world.now + timedelta(days=1)
    synthetic(later)
    published.happen(world.cases[0], EventKind.DISPUTE, later, actor=Actor.OWNER, sealed={"text": "not so"})
    assert "One waits for a decision" in logged_in("auditor").get("/desk/").text


def test_one_script_of_its_own_file_and_nothing_needs_it(world, logged_in):
    said = logged_in("handler").get("/desk/").text
    assert said.count("<script") == said.count('<script src="/static/mendsky/desk.js" defer></script>') == 1
    assert " style=" not in said
