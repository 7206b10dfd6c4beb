# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Grants are shown to whom their systems concern, the first to end first, with what must not be asked."""

from datetime import UTC, datetime, timedelta

from mendsky.apps.directory.services import import_document
from tests.signing import THEIRS

SOON = datetime(2015, 12, 20, tzinfo=UTC)
OPT_OUT = {
    "key": "moving",
    "origin": "http://yb220100.lab.test:8080",
    "starts": "2015-03-01T00:00:00+08:00",
    "ends": "2015-05-01T00:00:00+08:00",
    "reason": "The machine room moves.",
}


def test_a_grant_stands_with_who_signed_it_and_until_when(world, logged_in):
    said = logged_in("administrator").get("/desk/grants/").text
    assert "One grant" in said
    assert "Office for Cyberspace Affairs" in said
    assert "/desk/grants/all-2015/1/" in said
    assert "in force" in said


def test_where_none_of_its_systems_stands_it_is_not_shown(world, logged_in):
    said = logged_in("handler", "650000").get("/desk/grants/").text
    assert "No grant in force names a system of your divisions." in said
    assert "all-2015" not in said


def test_what_is_over_stands_below(world, logged_in, synthetic):
    synthetic(datetime(2016, 2, 1, tzinfo=UTC))
    said = logged_in("handler").get("/desk/grants/").text
    assert "One that is over" in said
    assert "expired" in said


def test_a_grant_that_nobody_signed_as_demanded_is_not_said_to_be_in_force(world, logged_in, listed):
    browser = logged_in("handler")
    for page in ("/desk/grants/", "/desk/grants/all-2015/1/"):
        assert '<span class="state">in force</span>' in browser.get(page).text
    listed((THEIRS, "Some office"))
    for page in ("/desk/grants/", "/desk/grants/all-2015/1/"):
        assert '<span class="state">without power</span>' in browser.get(page).text


def test_what_must_not_be_asked_stands_with_its_reason(world, logged_in):
    import_document({"optouts": [OPT_OUT]}, now=world.now, synthetic=True)
    assert "The machine room moves." in logged_in("handler").get("/desk/grants/").text
    assert "The machine room" not in logged_in("handler", "650000", "far").get("/desk/grants/").text


def test_a_grant_that_ends_soon_waits_on_the_morning_page(world, logged_in, synthetic):
    browser = logged_in("handler")
    assert "Renew" not in browser.get("/desk/").text
    synthetic(SOON)
    said = browser.get("/desk/").text
    assert "Renew" in said
    assert "ends on 1 January 2016" in said
    synthetic(SOON + timedelta(days=60))
    assert "Renew" not in browser.get("/desk/").text


def test_it_takes_few_queries(world, logged_in, django_assert_max_num_queries):
    browser = logged_in("handler")
    with django_assert_max_num_queries(12):
        browser.get("/desk/grants/")
