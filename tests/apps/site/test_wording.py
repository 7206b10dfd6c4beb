# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers keep their interval, their scale and their language."""

from datetime import UTC, datetime

import pytest

from mendsky.apps.site import wording
from mendsky.core.terms.counts import CountGrade, People

MADE_UP = {"low": 49_120_000, "point": None, "high": 52_780_000, "grade": "G3"}


@pytest.mark.parametrize(
    ("bounds", "english", "chinese"),
    [
        ((49_120_000, None, 52_780_000), "49.1–52.8 million", "4,912–5,278 万"),
        ((9_600, 9_600, 9_600), "9,600", "9,600"),
        ((0, None, 2_700_000), "at most 2.7 million", "最多 270 万"),
        ((5_000, None, None), "at least 5,000", "至少 5,000"),
        ((0, None, None), "not measured", "未测量"),
    ],
)
def test_a_count_is_written_whole(nation, bounds, english, chinese):
    low, point, high = bounds
    count = {"low": low, "point": point, "high": high, "grade": "G1"}
    assert wording.count_text(nation, "en", count) == english
    assert wording.count_text(nation, "zh-Hans", count) == chinese


def test_nothing_measured_is_said_so(nation):
    assert wording.count_text(nation, "en", None) == "not measured"
    assert wording.grade_of(None) is None
    assert not wording.measured(None)


def test_a_point_keeps_its_interval_beside_it(nation):
    people = People(low=9_400, point=9_600, high=9_800, grade=CountGrade.G3)
    assert wording.count_text(nation, "en", people) == "9,600"
    assert wording.interval_text(nation, "en", people) == "9,400–9,800"
    assert wording.grade_of(people) == "G3"


def test_an_interval_without_a_point_is_not_said_twice(nation):
    assert wording.interval_text(nation, "en", MADE_UP) == ""


def test_one_is_singular_where_a_language_knows_it(nation):
    assert wording.text(nation, "en", "page.home.loopholes", n=1) == "1 loophole"
    assert wording.text(nation, "en", "page.home.loopholes", n=2) == "2 loopholes"


def test_instants_are_those_of_the_nations_zone(nation):
    instant = datetime(2015, 3, 1, 17, 0, tzinfo=UTC)
    assert wording.moment_text(nation, "en", instant) == "2 March 2015, 01:00"
    assert wording.moment_text(nation, "en", "2015-03-01T17:00:00Z", day=True) == "2 March 2015"
    assert wording.moment_text(nation, "zh-Hans", instant, day=True) == "2015年3月2日"


def test_a_name_falls_back_to_the_one_there_is():
    assert wording.named({"zh-Hans": "名"}, "en") == "名"
    assert wording.full(1_234_567) == "1,234,567"
