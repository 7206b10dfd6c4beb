# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from math import exp

import numpy as np
import pytest

from mendsky.core.identity.evidence import Column, beginnings, chance, proves
from mendsky.core.identity.packing import as_array, packed
from tests.core.identity.made import mobile, order, resident, seeded


def test_chance_is_that_of_random_digits(nation):
    assert exp(chance(nation.identifier("cn-mobile"))) == pytest.approx(0.055, rel=0.1)
    assert exp(chance(nation.identifier("cn-resident-id"))) < 1e-4
    assert exp(chance(nation.identifier("cn-bank-card"))) < 0.01


@pytest.mark.parametrize("kind", ["cn-passport", "cn-permit", "cn-plate"])
def test_a_form_with_letters_is_never_against_chance(nation, kind):
    row = nation.identifier(kind)
    assert chance(row) == 0
    assert not proves(Column(head="", filled=1000, passes={kind: 1000}, beginnings={kind: {1, 2, 3, 4}}), row)


def begin(values, row):
    array = as_array([packed(value.encode(), numbered=bool(row.weights)) for value in values])
    return set(beginnings(array, row).tolist())


def test_numbers_that_run_on_begin_alike(nation):
    row, draw = nation.identifier("cn-mobile"), seeded(1)
    assert len(begin([order(n) for n in range(50)], row)) == 1
    assert len(begin([mobile(draw) for _ in range(50)], row)) > 10


def test_people_of_one_county_differ_by_their_birth(nation):
    row, draw = nation.identifier("cn-resident-id"), seeded(1)
    people = [resident(draw) for _ in range(30)]
    assert begin(people, row) == {int(person[6:12]) for person in people}


def test_no_identifiers_have_no_beginnings():
    assert beginnings(np.empty((0, 2), dtype=np.uint64), None).size == 0
