# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Claims of outside scanners are shown to who sees the watch of their place."""

from mendsky.apps.watch import claiming, linked
from mendsky.core import formats
from tests.core.formats import samples


def imported(world, *origins):
    results = [(origin, formats.read(samples.zap(origin=origin))) for origin in origins]
    return claiming.import_results(results, now=world.now)


def test_a_claim_stands_with_what_became_of_it(world, logged_in):
    imported(world, world.systems[0].origin, "http://elsewhere.example.test")
    said = logged_in("handler").get("/desk/claims/").text
    assert "2 claims of outside scanners" in said
    assert "zap 2.16.1 · High" in said
    assert f"{world.systems[0].origin}/yb/query" in said
    assert "asked for" in said
    assert "the directory does not know this system" in said


def test_a_host_to_which_a_page_led_stands_below(world, logged_in):
    linked.note({world.systems[0].id: ("http://linked.example.test",)}, world.now)
    assert "http://linked.example.test:80" in logged_in("handler").get("/desk/claims/").text
    assert "linked.example.test" not in logged_in("reviewer", "650000").get("/desk/claims/").text


def test_another_place_sees_none_of_it(world, logged_in):
    imported(world, world.systems[0].origin, "http://elsewhere.example.test")
    said = logged_in("handler", "650000").get("/desk/claims/").text
    assert "No scanner" in said
    assert "/yb/query" not in said
