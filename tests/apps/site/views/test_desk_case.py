# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case at the desk is for its own divisions; the evidence only for who works on cases there."""

import pytest

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


def test_it_takes_few_queries(logged_in, address, django_assert_max_num_queries):
    browser = logged_in("handler")
    with django_assert_max_num_queries(14):
        browser.get(address)
