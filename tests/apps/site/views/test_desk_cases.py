# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""All cases of one's divisions are listed by where they stand."""

from mendsky.apps.site.views.desk_cases import GROUPS
from mendsky.core.terms.cases import State


def test_cases_of_a_group_are_listed_and_no_others(world, logged_in):
    browser = logged_in("reviewer")
    assert all(case.public_id in browser.get("/desk/cases/").text for case in world.cases)
    assert "MS-CN" not in browser.get("/desk/cases/?show=repaired").text
    assert browser.get("/desk/cases/?show=nonsense").status_code == 404


def test_cases_elsewhere_are_not_listed(world, logged_in):
    said = logged_in("handler", "220000").get("/desk/cases/?show=all").text
    assert [case.division for case in world.cases if case.public_id in said] == ["220100"]


def test_each_state_is_in_one_of_the_lists(nation):
    assert GROUPS["open"] | GROUPS["repaired"] | GROUPS["over"] == GROUPS["all"] == set(State)
    for language in nation.languages:
        assert all(nation.texts[language][f"page.desk-cases.show.{group}"] for group in GROUPS)


def test_it_takes_few_queries(world, logged_in, django_assert_max_num_queries):
    browser = logged_in("handler")
    with django_assert_max_num_queries(7):
        browser.get("/desk/cases/")
