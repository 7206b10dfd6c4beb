# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rows that pages list follow the latest release, and only what changed is written."""

from datetime import timedelta

from mendsky.apps.publication import ledger, queries, services
from mendsky.apps.publication.lines import lines
from mendsky.apps.publication.models import PublicCase
from mendsky.apps.publication.showing import show
from mendsky.core.ledger.release import opened
from mendsky.core.terms.cases import Actor, EventKind
from tests import published


def test_rows_stand_where_their_place_is(world):
    services.release(world.now)
    assert [case.case for case in queries.cases_of_city("130900")] == [world.cases[0].public_id]
    assert [case.case for case in queries.cases_of_province("130000")] == [world.cases[0].public_id]
    assert queries.cities_of_province("130000") == (("130900", 1, 1),)
    assert queries.tally_of_city("130900").open == 1
    assert queries.public_case(world.cases[0].public_id).organisation is None
    assert queries.named_organisations() == ()


def test_a_second_release_writes_only_what_changed(world, nation, synthetic):
    services.release(world.now)
    divisions = {code: nation.province_of(code) for code in nation.divisions}
    told = lines(opened(ledger.read().facts), provinces=divisions, names={}, nation=nation)
    assert show(told) == 0
    later = world.now + timedelta(days=1)
    synthetic(later)
    published.happen(world.cases[0], EventKind.ACKNOWLEDGE, later, actor=Actor.OWNER)
    services.release(later)
    assert queries.public_case(world.cases[0].public_id).state == "acknowledged"
    assert show(told[:1]) == 3
    assert PublicCase.objects.count() == 1


def test_the_named_are_found_by_organisation(named):
    _, case, other = named
    ((organisation, names, division),) = queries.named_organisations()
    assert names["en"] == "Cangzhou Medical Insurance Office"
    assert division == "130900"
    assert [line.case for line in queries.cases_of_organisation(organisation)] == [case]
    assert queries.public_case(other).names is None
