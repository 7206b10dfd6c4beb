# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.census.bounds import Known, is_counted, total_people, total_records
from mendsky.core.terms.counts import CountGrade, People, Records


def records(high: int | None, grade: str = "G1", low: int | None = None, point: int | None = None) -> Records:
    return Records(low=0 if low is None else low, point=point, high=high, grade=CountGrade(grade))


def people(low: int, point: int | None, high: int | None, grade: str = "G3") -> People:
    return People(low=low, point=point, high=high, grade=CountGrade(grade))


def counted(low: int, point: int, high: int, rows: int) -> Known:
    return Known(records=records(rows, "G3", rows, rows), people=people(low, point, high))


def test_records_add_up_and_take_the_lowest_grade():
    total = total_records([records(10, "G3", 10, 10), records(90, "G1", 90, 90)])
    assert total.count == records(100, "G1", 100, 100)
    assert total.shares == {"G1": 0.9, "G3": 0.1}


def test_records_have_no_point_where_one_part_has_none():
    assert total_records([records(10, "G3", 10, 10), records(20, "G2", 5)]).count == records(30, "G2", 15)


def test_a_place_without_any_count_leaves_the_top_open():
    total = total_records([records(10, "G3", 10, 10), None])
    assert total.count == records(None, "G0", 10)
    assert total.shares == {"bounds": 1.0}


def test_no_places_hold_nobody():
    total = total_people(None, counted=[], uncounted=[])
    assert (total.count.low, total.count.point, total.count.high) == (0, 0, 0)
    assert total.shares == {}
    assert total_records([]).count.high == 0


def test_where_nobody_ran_a_census_people_are_between_nothing_and_all_records():
    total = total_people(None, counted=[], uncounted=[Known(records=records(70), people=None)] * 2)
    assert total.count == people(0, None, 140, "G1")
    assert total.shares == {"bounds": 1.0}


def test_an_attested_union_is_the_total_where_all_were_counted():
    places = [counted(95, 100, 105, 120), counted(190, 200, 210, 230)]
    total = total_people(people(240, 250, 260), counted=places, uncounted=[])
    assert total.count == people(240, 250, 260)
    assert total.shares == {"G3": 1.0}


def test_uncounted_places_widen_the_top_only():
    places = [counted(95, 100, 105, 120), counted(190, 200, 210, 230)]
    total = total_people(
        people(240, 250, 260), counted=places, uncounted=[Known(records=records(40), people=None)]
    )
    assert total.count == people(240, None, 300, "G1")
    assert total.shares == {"G3": 0.8667, "bounds": 0.1333}


def test_a_total_has_a_point_where_99_percent_rest_on_the_census():
    places = [counted(9_900, 10_000, 10_100, 11_000), counted(9_900, 10_000, 10_100, 11_000)]
    union = people(19_000, 19_500, 19_800)
    assert (
        total_people(union, counted=places, uncounted=[Known(records=records(200), people=None)]).count.point
        == 19_500
    )
    assert (
        total_people(union, counted=places, uncounted=[Known(records=records(220), people=None)]).count.point
        is None
    )


def test_the_sum_of_records_bounds_a_union_from_above():
    places = [counted(95, 100, 105, 101), counted(95, 100, 105, 101)]
    assert total_people(people(195, 202, 209), counted=places, uncounted=[]).count.high == 202


def test_an_interval_above_a_certain_bound_is_cut_to_it():
    places = [counted(95, 96, 97, 96), counted(95, 96, 97, 96)]
    assert total_people(people(195, 202, 209), counted=places, uncounted=[]).count == people(192, 192, 192)


def test_without_the_union_only_the_bounds_remain():
    total = total_people(
        None, counted=[counted(95, 100, 105, 120), counted(190, 200, 210, 230)], uncounted=[]
    )
    assert total.count == people(190, None, 315)
    assert total.shares == {"bounds": 1.0}


def test_a_place_without_any_count_leaves_the_number_of_people_open():
    total = total_people(None, counted=[], uncounted=[Known(records=None, people=None)])
    assert total.count == people(0, None, None, "G0")


def test_rows_that_name_several_people_bound_nothing():
    place = Known(records=records(50, "G3", 50, 50), people=people(100, 100, 100))
    assert total_people(place.people, counted=[place], uncounted=[]).count == people(100, 100, 100)


@pytest.mark.parametrize(("grade", "expected"), [("G1", False), ("G2", False), ("G3", True), ("G4", True)])
def test_only_an_owners_census_counts_people(grade, expected):
    assert is_counted(people(1, 1, 1, grade)) is expected
    assert not is_counted(None)
