# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A province stands beside the nation, with its cities and cases."""

import pytest


def test_its_figures_cities_and_cases_stand_there(english, world, release):
    said = english.get("/provinces/130000/").text
    assert "1 loophole; 1 still open, 0 verified repaired." in said
    assert "/cities/130900/" in said
    assert world.cases[0].public_id in said
    assert world.cases[1].public_id not in said


def test_where_nothing_was_looked_at_it_says_so(english, release):
    assert "Nothing was looked at here" in english.get("/provinces/540000/").text


@pytest.mark.parametrize("code", ["130900", "CN", "999999", "xx"])
def test_what_is_no_province_is_not_found(english, release, code):
    assert english.get(f"/provinces/{code}/").status_code == 404


def test_before_the_first_release_nothing_is_claimed(english, synthetic, home):
    assert "No figures have been published yet." in english.get("/provinces/130000/").text


def test_it_takes_few_queries(english, named, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        english.get("/provinces/130000/")


def test_its_figures_say_on_which_grades_they_rest(english, world, release):
    block = release.figures["all"]["by_province"]["130000"]
    said = english.get("/provinces/130000/").text
    for figure in ("records", "people"):
        for grade, share in block["shares"][figure].items():
            assert grade == "bounds" or share == 0 or f"{round(100 * share)} % <abbr" in said
    assert "% <abbr" in said
    assert "no other repair is claimed" in said
