# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""People of the lab: valid in form, never alive, always the same."""

import random

import pytest
import stdnum.cn.ric

from mendsky.core.identity import read
from mendsky.lab.people import BLOCK, HEADER, Holding, Register, distinct
from mendsky.lab.small import small


@pytest.fixture(scope="module")
def register(nation):
    return Register(nation)


def test_numbers_are_valid_by_another_judge(register, nation):
    draw = random.Random(1)  # noqa: S311  (any people will do)
    for number in [0, 1, BLOCK - 1, BLOCK, *(draw.randrange(2000 * BLOCK) for _ in range(2000))]:
        resident_id = register.resident_id(number)
        assert len(resident_id) == 18
        assert resident_id[-1] == stdnum.cn.ric.calc_check_digit(resident_id)
        assert 1800 <= stdnum.cn.ric.get_birth_date(resident_id).year <= 1899
        assert resident_id[:6] in nation.divisions


def test_no_two_people_share_a_number(register):
    assert len({register.resident_id(number) for number in range(200_000)}) == 200_000
    assert len({register.resident_id(number) for number in range(BLOCK - 50_000, BLOCK + 50_000)}) == 100_000


def test_a_person_is_the_same_whenever_asked(register, nation):
    assert register.person(123_456) == Register(nation).person(123_456)


def test_names_and_mobiles_say_that_they_are_made_up(register):
    person = register.person(77)
    assert person.name[1] == "试"
    assert person.mobile.startswith("154")
    assert len(person.mobile) == 11


def test_records_wrap_around_the_people(register):
    holding = Holding(first=10, people=3, records=5)
    assert list(holding.numbers(0, 5)) == [10, 11, 12, 10, 11]
    lines = list(register.lines(holding, 0, 5))
    assert lines[0].split(",")[1:] == lines[3].split(",")[1:]
    assert lines[0] != lines[3]


def test_lines_are_equally_long_and_any_slice_is_the_same(register):
    holding = Holding(first=5 * BLOCK, people=900, records=1000)
    lines = list(register.lines(holding, 0, 1000))
    assert len({len(line.encode()) for line in lines}) == 1
    assert list(register.lines(holding, 700, 710)) == lines[700:710]
    assert all(len(line.split(",")) == len(HEADER.split(",")) for line in lines)


@pytest.mark.parametrize(
    ("holdings", "people"),
    [
        ([], 0),
        ([(0, 10)], 10),
        ([(0, 10), (5, 10)], 15),
        ([(0, 10), (2, 3)], 10),
        ([(0, 10), (10, 10)], 20),
        ([(100, 10), (0, 10), (5, 100)], 110),
    ],
)
def test_a_union_is_counted_exactly(holdings, people):
    made = [Holding(first=first, people=count, records=count) for first, count in holdings]
    assert distinct(made) == people
    assert len({number for holding in made for number in holding.numbers(0, holding.records)}) == people


def test_a_holding_has_at_least_as_many_records_as_people():
    with pytest.raises(ValueError, match="people <= records"):
        Holding(first=0, people=2, records=1)


def test_every_holding_of_the_story_lies_where_its_province_is(register, nation):
    for system in small(nation).systems:
        for number in (system.holding.first, system.holding.first + system.holding.people - 1):
            assert register.resident_id(number)[:2] == system.division[:2]


@pytest.mark.parametrize("first", [0, BLOCK - 7, 1234 * BLOCK + 99])
def test_an_export_is_the_records_numbers_and_people(register, first):
    holding = Holding(first=first, people=40_000, records=50_000)
    columns = [line.split(",") for line in register.lines(holding, 9_990, 45_000)]
    expected = "".join(f"{record},{number}\n" for record, _, number, _, _ in columns)
    assert register.export(holding, 9_990, 45_000).decode() == expected
    assert register.export(holding, 5, 5) == b""


def test_the_test_record_is_of_the_right_form_and_of_nobody(register, nation):
    reading = read(register.test_identity.encode(), nation, (1800, 1899))
    assert [(seen.kind, seen.tier) for seen in reading.identifiers] == [("cn-resident-id", "A")]
    last_of_a_day = (BLOCK - 1) // 36_524 + 1
    assert int(register.test_identity[14:17]) > last_of_a_day


def test_a_number_finds_its_person_in_a_holding_and_nobody_elsewhere(register):
    holding = Holding(first=3_000_100, people=70_000, records=80_000)
    for number in (3_000_100, 3_036_999, 3_070_099):
        assert register.found(register.resident_id(number), holding) == register.person(number)
    for number in (3_000_099, 3_070_100, 4_000_100):
        assert register.found(register.resident_id(number), holding) is None
    for wrong in ("", "x", "330102180001010010", "1" * 18, register.resident_id(3_000_100)[:17] + "?"):
        assert register.found(wrong, holding) is None
    assert register.found(register.test_identity, holding) == register.test_person
