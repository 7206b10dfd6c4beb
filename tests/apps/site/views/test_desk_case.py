# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case at the desk is for its own divisions; the evidence only for who works on cases there."""

from datetime import timedelta

import pytest

from mendsky.apps.cases import queries as cases
from mendsky.core.rules import escalation
from mendsky.core.terms.cases import Actor, EventKind
from tests import published

EVIDENCE = "20 resident identity numbers"


@pytest.fixture
def address(world):
    return f"/desk/cases/{world.cases[0].public_id}/"


def test_an_outsider_is_led_to_the_login(client, address):
    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"


def test_a_handler_of_another_province_is_refused(logged_in, address):
    answer = logged_in("handler", "330000").get(address)
    assert answer.status_code == 403
    assert EVIDENCE not in answer.text


def test_an_administrator_is_refused(logged_in, address):
    assert logged_in("administrator").get(address).status_code == 403


def test_a_case_that_does_not_exist_is_not_found(logged_in, world):
    assert logged_in("handler").get("/desk/cases/MS-CN-2015-9999/").status_code == 404


def test_a_handler_sees_everything_with_the_evidence(logged_in, address):
    said = logged_in("handler").get(address).text
    assert "Cangzhou Medical Insurance Office" in said
    assert "http://yb130900.lab.test:8080" in said
    assert "Loophole verified" in said
    assert EVIDENCE in said


@pytest.mark.parametrize("role", ["reviewer", "auditor", "publisher"])
def test_who_only_reads_does_not_see_the_evidence(logged_in, address, role):
    said = logged_in(role).get(address).text
    assert "Loophole verified" in said
    assert EVIDENCE not in said
    assert "The evidence is sealed" in said


def test_what_moves_by_itself_is_said_once(world, logged_in, address):
    said = logged_in("handler").get(address).text
    rules = [(row.kind, row.rule) for row in cases.deadlines(world.cases[0].id)]
    assert {kind for kind, _ in rules} >= {"escalate", "repair"}
    assert said.count(escalation.RULE) == sum(rule == escalation.RULE for _, rule in rules)


def test_it_takes_few_queries(logged_in, address, django_assert_max_num_queries):
    browser = logged_in("handler")
    with django_assert_max_num_queries(18):
        browser.get(address)


def test_a_dispute_is_read_and_decided(world, logged_in, address, synthetic):
    later = world.now + timedelta(days=1)
    synthetic(later)
    published.happen(world.cases[0], EventKind.DISPUTE, later, actor=Actor.OWNER, sealed={"text": "not so"})
    browser = logged_in("handler")
    assert "not so" in browser.get(address).text
    answer = browser.post(address, {"action": "uphold", "text": "It is a test page."})
    assert (answer.status_code, answer["Location"]) == (303, f"{address}?done=1")
    said = browser.get(f"{address}?done=1").text
    assert "It is a test page." in said
    assert "Nothing: the case is not public." in said


@pytest.mark.parametrize(
    ("sent", "status", "says"),
    [
        ({}, 400, "something is missing"),
        ({"action": "note", "text": " "}, 400, "something is missing"),
        ({"action": "hold", "until": "2014-01-01", "text": "No."}, 400, "something is missing"),
        ({"action": "overrule", "text": "It is so."}, 409, "moved on meanwhile"),
    ],
)
def test_what_cannot_be_done_is_said(logged_in, address, sent, status, says):
    answer = logged_in("handler").post(address, sent)
    assert answer.status_code == status
    assert says in answer.text


def test_a_publisher_reads_the_statement_it_may_release_and_nothing_else_that_is_sealed(
    world, logged_in, address
):
    from mendsky.apps.cases import services

    services.state(world.cases[0].id, "We are sorry.", at=world.now)
    services.note(world.cases[0].id, "Called the office.", at=world.now)
    said = logged_in("publisher").get(address).text
    assert "We are sorry." in said
    assert "Called the office." not in said
    assert "What you can do" in said
    assert "Write a note" not in said


def test_a_flag_is_read_by_everybody_and_reviewed_by_another_handler(world, logged_in, address):
    first = logged_in("handler", "130000")
    assert first.post(address, {"action": "flag", "text": "A specimen."}).status_code == 303
    said = first.get(address).text
    assert "Another person has still to review it." in said
    assert "Agree: no loophole" not in said
    assert first.post(address, {"action": "confirm-flag", "text": "Yes."}).status_code == 400

    assert "Another person has still to review it." in logged_in("auditor").get(address).text
    assert "A specimen." not in logged_in("auditor").get(address).text
    second = logged_in("handler", name="another")
    assert second.post(address, {"action": "confirm-flag", "text": "Yes."}).status_code == 303
    said = second.get(address).text
    assert "to be no loophole; this stands until 1 March 2016" in said


def test_a_reviewer_sees_the_evidence_while_a_flag_waits_and_judges_it(world, logged_in, address):
    logged_in("handler").post(address, {"action": "flag", "text": "A specimen."})
    reviewer = logged_in("reviewer")
    said = reviewer.get(address).text
    assert EVIDENCE in said
    assert "A specimen." in said
    assert "Write a note" not in said
    assert reviewer.post(address, {"action": "refuse-flag", "text": "It holds people."}).status_code == 303
    assert EVIDENCE not in reviewer.get(address).text


def test_a_repair_that_the_last_look_could_not_see_says_since_when(world, logged_in, address, synthetic):
    later = world.now + timedelta(days=1)
    synthetic(later)
    published.happen(world.cases[0], EventKind.RETEST_CLEAN, later)
    browser = logged_in("handler")
    assert "Does the repair hold?" not in browser.get(address).text
    published.happen(world.cases[0], EventKind.RETEST_UNDETERMINED, later, public={"cause": "no-answer"})
    said = browser.get(address).text
    assert "Does the repair hold?" in said
    assert "The case stays repaired by its evidence" in said
