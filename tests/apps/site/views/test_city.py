# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A city lists its loopholes, without names until they are said."""

import pytest


def test_its_loopholes_stand_there_without_a_name(english, world, release):
    said = english.get("/cities/220100/").text
    assert world.cases[1].public_id in said
    assert "Medical Insurance Office" not in said


def test_a_city_without_any_says_so(english, release):
    assert "No loophole is public." in english.get("/cities/130100/").text


@pytest.mark.parametrize("code", ["130000", "130983", "CN", "xx"])
def test_what_is_no_city_is_not_found(english, release, code):
    assert english.get(f"/cities/{code}/").status_code == 404


def test_before_the_first_release_nothing_is_claimed(english, synthetic, home):
    assert "No figures have been published yet." in english.get("/cities/220100/").text


def test_it_takes_few_queries(english, named, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        english.get("/cities/130900/")
