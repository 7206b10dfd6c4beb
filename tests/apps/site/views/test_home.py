# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The home page shows what the latest release holds, and says so where there is none."""

from datetime import timedelta

from mendsky.apps.publication import services


def test_before_the_first_release_nothing_is_claimed(english, synthetic):
    answer = english.get("/")
    assert answer.status_code == 200
    assert "No figures have been published yet." in answer.text


def test_anyone_sees_the_headline_of_the_latest_release(english, release):
    said = english.get("/").text
    assert "3 loopholes in 3 provinces exposed 600,000 records" in said
    assert "None is verified repaired yet." in said


def test_records_and_people_carry_their_grades(english, release):
    said = english.get("/").text
    assert 'class="grade"' in said
    assert "stated by the server" in said


def test_the_map_has_a_table_twin_and_grey_says_not_measured(english, release):
    said = english.get("/").text
    assert said.count('<g class="tile ') == 34
    assert said.count('class="tile unknown"') == 31
    assert "The same as a table" in said
    assert "3 of 34 provinces measured" in said


def test_no_owner_is_named(english, release):
    said = english.get("/").text
    assert "Medical Insurance Office" not in said
    assert "医疗保险管理局" not in said


def test_it_speaks_the_nations_own_language(client, release):
    said = client.get("/").text
    assert 'lang="zh-Hans"' in said
    assert "3 个省份的 3 个漏洞" in said


def test_an_older_release_can_be_asked_for(english, world, synthetic):
    first = services.release(world.now)
    later = world.now + timedelta(days=1)
    synthetic(later)
    services.release(later)
    assert "As of 2 March 2015" in english.get("/", {"as_of": first.id}).text
    assert "As of 3 March 2015" in english.get("/").text


def test_a_release_that_never_was_is_not_found(english, synthetic):
    assert english.get("/", {"as_of": "2015-01-01-1"}).status_code == 404


def test_all_sectors_can_be_asked_for(english, release):
    assert "all sectors. People are counted once" in english.get("/", {"sector": "all"}).text


def test_it_takes_few_queries_however_many_cases(english, release, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        english.get("/")


def test_nothing_is_changed_by_post(english, synthetic):
    assert english.post("/").status_code == 405
