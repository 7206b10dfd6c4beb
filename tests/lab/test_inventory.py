# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The directory that the lab hands to an importer."""

import json
import re
from datetime import datetime
from ipaddress import ip_network

import pytest

from mendsky.core.terms.nations import DivisionLevel
from mendsky.lab.inventory import inventory
from mendsky.lab.network import Network
from mendsky.lab.stories import tell
from mendsky.lab.world import World


@pytest.fixture(scope="module", params=["small", "drawn", "april-2015"])
def world(request, nation):
    story = tell(request.param, 5, nation)
    return World(story=story, nation=nation, network=Network(octet=77), port=18080)


@pytest.fixture(scope="module")
def document(world):
    return json.loads(json.dumps(inventory(world)))


def test_everything_that_is_named_exists(document, nation):
    organisations = {row["key"]: row for row in document["organisations"]}
    assert len(organisations) == len(document["organisations"])
    sectors = {sector.key for sector in nation.sectors}
    for row in document["systems"]:
        assert organisations[row["organisation"]]["kind"] == "owner"
        assert row["sector"] in sectors
        assert set(row["name"]) == set(nation.languages)
    assert {row["organisation"] for row in document["contacts"]} == set(organisations)


def test_every_owner_has_a_city_a_province_and_the_nation_above_it(document, nation):
    authorities = [row for row in document["organisations"] if row["kind"] == "authority"]
    for owner in (row for row in document["organisations"] if row["kind"] == "owner"):
        above = {row["level"] for row in authorities if nation.lies_in(owner["division"], row["division"])}
        assert above == {"city", "province", "nation"}


PUBLISHED = {"210100", "220100", "370600", "130900", "610200", "330700", "330784"}
"""Divisions that the published reports named."""


def test_made_up_conduct_is_laid_to_no_real_county_or_city_that_was_not_published(document, nation):
    for row in [*document["organisations"], *document["systems"]]:
        made_up = nation.divisions[row["division"]].level <= DivisionLevel.PROVINCE
        assert made_up or row["division"] in PUBLISHED
        assert "synthetic" in row["name"]["en"]


def test_each_system_is_covered_by_one_grant_and_by_no_other_network(document, world):
    covered = [origin for grant in document["grants"] for origin in grant["origins"]]
    assert sorted(covered) == sorted(row["origin"] for row in document["systems"])
    for grant in document["grants"]:
        assert [ip_network(network) for network in grant["networks"]] == [world.network.block]
        assert grant["synthetic"] is True
        assert grant["birth_years"] == [1800, 1899]
        assert grant["classes"] == [0, 1, 2, 3]
        assert grant["test_identities"] == [world.register.test_identity]
        starts, ends = (datetime.fromisoformat(grant[key]) for key in ("valid_from", "expires"))
        assert starts < world.now < world.story.ends < ends


def test_origins_write_their_port(document):
    origin = re.compile(r"http://[a-z0-9-]+\.lab\.test:18080")
    assert all(origin.fullmatch(row["origin"]) for row in document["systems"])


def test_nothing_tells_a_weak_system_from_a_sound_one(document, world):
    text = json.dumps(document)
    for system in world.story.systems:
        weakness = system.weakness
        for secret in (system.odd, weakness and weakness.path, weakness and weakness.kind):
            assert secret is None or f'"{secret}"' not in text
    weak = {system.key for system in world.story.systems if system.weakness}
    shapes = {
        is_weak: {
            (*sorted(row), row["sweep_every_hours"])
            for row in document["systems"]
            if (row["key"] in weak) is is_weak
        }
        for is_weak in (True, False)
    }
    assert shapes[True] <= shapes[False]
