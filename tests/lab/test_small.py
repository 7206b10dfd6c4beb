# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The fixed story of the demo."""

from collections import Counter

from mendsky.lab.oddities import EVERYWHERE
from mendsky.lab.people import distinct
from mendsky.lab.small import small
from mendsky.lab.story import DAYS


def test_sixty_systems_eight_of_them_weak_in_four_provinces(nation):
    systems = small(nation).systems
    weak = [system for system in systems if system.weakness]
    odd = [system for system in systems if system.odd]
    assert (len(systems), len(weak), len(odd)) == (60, 8, 7)
    assert len({system.division for system in weak}) == 4
    assert {system.odd for system in odd} == set(EVERYWHERE) - {"drops"}


def test_kinds_and_sectors_are_mixed(nation):
    weak = [system for system in small(nation).systems if system.weakness]
    assert Counter(system.weakness.kind for system in weak) == {
        "sql-injection": 4,
        "sequential-records": 2,
        "directory-listing": 2,
    }
    assert Counter(system.sector for system in weak) == {"social-security": 7, "hospitals": 1}


def test_records_are_not_people_and_people_are_not_a_sum(nation):
    weak = [system for system in small(nation).systems if system.weakness]
    records = sum(system.holding.records for system in weak)
    people = sum(system.holding.people for system in weak)
    union = distinct(system.holding for system in weak)
    assert records > people > union
    assert people - union == 33_000


def test_it_is_over_within_its_days(nation):
    steps = [step for organisation in small(nation).organisations for step in organisation.steps]
    assert all(step.after.days < DAYS - 9 for step in steps)


def test_it_is_the_same_each_time(nation):
    assert small(nation) == small(nation)
