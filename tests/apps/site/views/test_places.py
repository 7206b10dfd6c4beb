# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Places lists every province, and nobody who is not named."""


def test_before_the_first_release_nothing_is_claimed(english, synthetic, home):
    assert "No figures have been published yet." in english.get("/places/").text


def test_every_province_stands_there_and_grey_is_not_nought(english, release):
    said = english.get("/places/").text
    assert said.count('href="/provinces/') == 34
    assert said.count("not measured") >= 31
    assert "No organisation is named yet." in said


def test_the_named_are_listed(english, named):
    said = english.get("/places/").text
    assert "Cangzhou Medical Insurance Office" in said
    assert "Changchun Medical" not in said


def test_it_takes_few_queries(english, named, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        english.get("/places/")
