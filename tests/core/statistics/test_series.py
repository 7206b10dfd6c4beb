# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mendsky.core.statistics.figures import figures
from mendsky.core.statistics.headline import ALL, Scope
from mendsky.core.statistics.series import Period, series

NATION = Scope(sector=ALL, division="CN")
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def year(chronicle):
    """Several lives from 2 March 2015 on, an event a day."""
    chronicle.case("MS-1", "receive verify notify acknowledge claim-repair retest-clean confirm")
    chronicle.case("MS-2", "receive verify notify escalate", division="610200")
    chronicle.case("MS-3", "receive verify notify claim-repair retest-exposed", sector="hospitals")
    chronicle.case("MS-4", "receive verify notify dispute reject")
    chronicle.case("MS-5", "receive reject")
    chronicle.case(
        "MS-6", "receive verify notify escalate escalate escalate escalate escalate escalate acknowledge"
    )
    return chronicle


def drawn(chronicle, provinces, as_of, *, scope=NATION, period=Period.WEEK, zone=SHANGHAI, since=None):
    return series(
        chronicle.facts,
        as_of=as_of,
        scope=scope,
        nation_code="CN",
        provinces=provinces,
        zone=zone,
        period=period,
        since=since,
    )


def test_each_week_ends_on_a_monday_and_the_last_at_the_instant(year, provinces, later):
    points = drawn(year, provinces, later)
    assert [point.until for point in points[:-1]] == [
        datetime(2015, 3, 9, tzinfo=SHANGHAI) + timedelta(days=7 * week) for week in range(len(points) - 1)
    ]
    assert points[-1].until == later
    assert points[0].as_json() == {
        "until": "2015-03-08T16:00:00Z",
        "found": 4, "claimed": 1, "ever_claimed": 2, "verified": 1, "open": 3, "silent": 2,
    }  # fmt: skip


def test_who_answers_late_is_silent_until_then(year, provinces, later):
    assert [point.silent for point in drawn(year, provinces, later)] == [2, *[1] * 8]


def test_months_are_those_of_the_nations_zone(year, provinces, later):
    points = drawn(year, provinces, later, period=Period.MONTH)
    assert [point.until for point in points] == [
        datetime(2015, 3, 31, 16, tzinfo=UTC), datetime(2015, 4, 30, 16, tzinfo=UTC), later,
    ]  # fmt: skip
    december = drawn(
        year, provinces, later, period=Period.MONTH, since=datetime(2014, 12, 31, 15, tzinfo=UTC)
    )
    assert december[0].until == datetime(2014, 12, 31, 16, tzinfo=UTC)
    assert (december[0].found, december[1].found, december[3].found) == (0, 0, 4)


@pytest.mark.parametrize("days", [1, 2, 3, 4, 5, 6, 8, 11, 60])
@pytest.mark.parametrize("sector", [ALL, "hospitals", "social-security"])
def test_the_last_point_is_the_headline_of_its_instant(year, provinces, later, days, sector):
    as_of = later - timedelta(days=60) + timedelta(days=days)
    sectors = ("social-security",) if sector == ALL else (sector,)
    told = figures(year.facts, as_of=as_of, nation_code="CN", provinces=provinces, sectors=sectors)
    block = told["all"] if sector == ALL else told
    points = drawn(year, provinces, as_of, scope=Scope(sector=sector, division="CN"))
    if not block["loopholes"]:
        assert points == ()
        return
    last = points[-1]
    assert (last.found, last.open, last.silent) == (block["loopholes"], block["open"], block["silent"])
    assert (last.verified, last.claimed) == (block["repaired"]["verified"], block["repaired"]["claimed"])


@pytest.mark.parametrize("days", range(1, 9))
def test_who_takes_a_case_over_is_silent_in_its_own_time_only(chronicle, provinces, later, days):
    chronicle.case("MS-1", "receive verify notify escalate transfer notify escalate acknowledge")
    as_of = later - timedelta(days=60) + timedelta(days=days)
    headline = figures(
        chronicle.facts, as_of=as_of, nation_code="CN", provinces=provinces, sectors=("social-security",)
    )
    silent = [point.silent for point in drawn(chronicle, provinces, as_of)][-1:]
    assert silent == ([] if days < 2 else [headline["silent"]]) == ([] if days < 2 else [int(days in {4, 7})])


def test_a_province_has_its_own_series(year, provinces, later):
    last = drawn(year, provinces, later, scope=Scope(sector=ALL, division="610000"))[-1]
    assert (last.found, last.open, last.silent) == (1, 1, 1)
    assert drawn(year, provinces, later, scope=Scope(sector=ALL, division="130000")) == ()


def test_what_is_told_late_counts_from_when_it_was_so(chronicle, provinces, later):
    chronicle.case("MS-1", "receive verify notify")
    for fact in chronicle.facts:
        fact["recorded_at"] = (later - timedelta(days=1)).isoformat()
    assert drawn(chronicle, provinces, later)[0].found == 1
    assert drawn(chronicle, provinces, later - timedelta(days=2)) == ()
