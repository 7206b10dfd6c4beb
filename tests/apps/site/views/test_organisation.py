# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An organisation has a page once it is named; then the law, its systems and its named cases stand there."""

from datetime import timedelta

from mendsky.apps.publication import queries as publication
from mendsky.apps.site.views.organisation import own_days


def address(case):
    return f"/organisations/{publication.public_case(case).organisation}/"


def test_before_it_is_named_there_is_no_page(english, world, release):
    assert english.get(f"/organisations/{world.systems[0].organisation}/").status_code == 404
    assert english.get(f"/organisations/{world.systems[1].organisation}/").status_code == 404


def test_a_named_one_is_told_with_duties_officer_systems_and_days(english, named):
    _, case, other = named
    said = english.get(address(case)).text
    assert "Cangzhou Medical Insurance Office" in said
    assert "none named" in said
    assert "Decision on Strengthening Network Information Protection" in said
    assert "Personal Information Protection Law" not in said
    assert case in said
    assert other not in said
    assert "more than 59 days" in said or "more than 60 days" in said


def test_its_statement_stands_there_once_released(english, named, world, synthetic):
    from mendsky.apps.cases import queries as cases
    from mendsky.apps.cases.services import release_statement, state
    from mendsky.apps.publication import services

    later = named[0].as_of + timedelta(days=1)
    synthetic(later)
    state(world.cases[0].id, "We closed the page.", at=later)
    number = cases.timeline(world.cases[0].id)[-1].number
    release_statement(world.cases[0].id, number, at=later)
    assert "We closed the page." not in english.get(address(named[1])).text
    services.release(later)
    assert "We closed the page." in english.get(address(named[1])).text
    assert "We closed the page." in english.get(f"/cases/{named[1]}/").text


def test_its_days_count_what_is_still_open(named):
    release, case, _ = named
    days = own_days([publication.public_case(case)], release.as_of)
    assert (days["to_repair"]["ended"], days["to_repair"]["days"]) == (0, None)
    assert days["to_repair"]["more_than"] == 59


def test_it_takes_few_queries(english, named, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        english.get(address(named[1]))
