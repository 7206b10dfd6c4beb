# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.terms.counts import CountGrade, People, Records
from mendsky.documents import numbers
from mendsky.nations.load import load

CN = load("cn")


def records(low, point, high):
    return Records(low=low, point=point, high=high, grade=CountGrade.G2)


def people(low, point, high):
    return People(low=low, point=point, high=high, grade=CountGrade.G3)


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (0, "0", "0"),
        (7_720, "7,720", "7,720"),
        (52_794_000, "52.8 million", "5,279 万"),
        (8_220_000, "8.22 million", "822 万"),
        (999_999, "999,999", "100 万"),
        (1_370_000_000, "1.37 billion", "13.7 亿"),
    ],
)
def test_a_number_is_written_by_its_scale(value, english, chinese):
    assert numbers.number(CN, "en", value) == english
    assert numbers.number(CN, "zh-Hans", value) == chinese


@pytest.mark.parametrize(
    ("low", "high", "english", "chinese"),
    [
        (49_120_000, 52_750_000, "49.1–52.8 million", "4,912–5,275 万"),
        (52_810_000, 52_830_000, "52.8–52.9 million", "5,281–5,283 万"),
        (900_000, 1_200_000, "0.9–1.2 million", "90–120 万"),
        (1_200, 3_400, "1,200–3,400", "1,200–3,400"),
    ],
)
def test_a_range_is_rounded_outwards(low, high, english, chinese):
    assert numbers.interval(CN, "en", low, high) == english
    assert numbers.interval(CN, "zh-Hans", low, high) == chinese


@pytest.mark.parametrize(
    ("measured", "english", "chinese"),
    [
        (None, "not measured", "未测量"),
        (records(1_234, 1_234, 1_234), "1,234 records", "1,234条记录"),
        (records(0, 7_720, 7_720), "at most 7,720 records", "最多 7,720条记录"),
        (records(0, None, 7_720), "at most 7,720 records", "最多 7,720条记录"),
        (records(500, None, None), "at least 500 records", "至少 500条记录"),
        (people(49_120_000, None, 52_750_000), "49.1–52.8 million people", "4,912–5,275 万人"),
        (people(90, 100, 110), "100 (between 90 and 110) people", "100（90 至 110）人"),
    ],
)
def test_a_count_has_unit_and_interval(measured, english, chinese):
    assert numbers.count(CN, "en", measured) == english
    assert numbers.count(CN, "zh-Hans", measured) == chinese


def test_records_and_people_stand_side_by_side():
    exposed = records(20, 20, 20), people(9, None, 12)
    assert numbers.extent(CN, "en", *exposed) == "20 records, of 9–12 people"
    assert numbers.extent(CN, "en", None, exposed[1]) == "9–12 people"
    assert numbers.extent(CN, "en", exposed[0], None) == "20 records"
    assert numbers.extent(CN, "en", None, None) == "not measured"


@given(st.integers(0, 10**10), st.integers(0, 10**10), st.sampled_from(CN.languages))
def test_every_range_can_be_written(one, other, language):
    assert numbers.interval(CN, language, min(one, other), max(one, other))


@pytest.mark.parametrize(
    ("language", "value", "written"),
    [
        ("en", 999, "999"),
        ("en", 9_300, "9.3k"),
        ("en", 254_000, "254k"),
        ("en", 7_720_000, "7.7M"),
        ("zh-Hans", 9_300, "9,300"),
        ("zh-Hans", 7_720_000, "772万"),
        ("zh-Hans", 1_400_000_000, "14亿"),
    ],
)
def test_a_tile_of_the_map_has_room_for_few_characters(nation, language, value, written):
    assert numbers.short(nation, language, value) == written
