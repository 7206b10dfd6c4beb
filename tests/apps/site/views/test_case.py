# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case is public as far as its stage and the latest release allow, and no further."""

from datetime import timedelta

from mendsky.apps.publication import services
from mendsky.core.terms.cases import Actor, EventKind
from tests import published


def test_a_case_that_does_not_exist_is_not_found(english, synthetic):
    assert english.get("/cases/MS-CN-2015-9999/").status_code == 404


def test_a_case_that_was_only_received_is_not_found(english, world):
    from mendsky.apps.cases.services.recording import begin

    system = world.systems[0]
    case = begin(
        at=world.now, subject=system.id, system=system.id, organisation=system.organisation,
        observation=system.id, kind="directory-listing", place_group="/", division=system.division,
        sector=system.sector,
    )  # fmt: skip
    published.happen(case, EventKind.RECEIVE, world.now, public={"source": "watch"})
    services.release(world.now)
    assert english.get(f"/cases/{case.public_id}/").status_code == 404


def test_before_a_release_holds_it_only_its_existence_is_confirmed(english, world):
    said = english.get(f"/cases/{world.cases[0].public_id}/").text
    assert "This case exists." in said
    assert "SQL injection" not in said
    assert "Changchun" not in said


def test_a_released_case_says_what_where_when_and_how_many(english, world, release):
    said = english.get(f"/cases/{world.cases[0].public_id}/").text
    assert "SQL injection, Cangzhou, Hebei" in said
    assert "Loophole verified" in said
    assert "Owner told" in said
    assert "100,000" in said
    assert "Not examined." in said


def test_neither_owner_nor_address_nor_place_is_named(english, world, release):
    for language in ("en", "zh-Hans"):
        english.cookies["language"] = language
        said = english.get(f"/cases/{world.cases[0].public_id}/").text
        assert "lab.test" not in said
        assert published.PATH not in said
        assert "Medical Insurance Office" not in said
        assert "医疗保险管理局" not in said


def test_what_happened_since_the_release_waits_for_the_next(english, world, release, synthetic):
    later = world.now + timedelta(days=1)
    synthetic(later)
    published.happen(world.cases[0], EventKind.CLAIM_REPAIR, later, actor=Actor.OWNER)
    address = f"/cases/{world.cases[0].public_id}/"
    assert "Owner claims repair" not in english.get(address).text
    services.release(later)
    assert "Owner claims repair" in english.get(address).text


def test_it_takes_few_queries(english, world, release, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        english.get(f"/cases/{world.cases[0].public_id}/")
