# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.statistics.people import (
    NO_UNION,
    attestation,
    cell,
    people_of,
    read_counts,
    records_of,
    united_subjects,
)
from mendsky.core.terms.counts import CountGrade, People

CELL = cell("social-security", "CN", "exposed")


def test_a_superseded_count_no_longer_stands(chronicle, later):
    first = chronicle.count("s", "records", 100, 100, 100, "G1")
    chronicle.count("s", "records", 90, 90, 90, "G1", supersedes=first)
    assert records_of(read_counts(chronicle.facts, as_of=later), ["s"]).count.high == 90


def test_the_better_grade_stands_then_the_later_count(chronicle, later):
    chronicle.count("s", "records", 100, 100, 100, "G3")
    chronicle.count("s", "records", 120, 120, 120, "G3", day=4)
    chronicle.count("s", "records", 900, 900, 900, "G1", day=5)
    assert records_of(read_counts(chronicle.facts, as_of=later), ["s"]).count.high == 120


def test_a_mere_claim_is_in_no_total(chronicle, later):
    chronicle.count("s", "records", 100, 100, 100, "G0")
    assert records_of(read_counts(chronicle.facts, as_of=later), ["s"]).count.high is None


def test_a_place_with_two_loopholes_is_counted_once(chronicle, later):
    chronicle.count("s", "records", 100, 100, 100, "G1")
    assert records_of(read_counts(chronicle.facts, as_of=later), ["s", "s"]).count.high == 100


@pytest.fixture
def two_censuses(chronicle):
    for subject in ("s", "t"):
        chronicle.count(subject, "records", 120, 120, 120, "G3")
        chronicle.count(subject, "people", 100, 100, 100, "G3")
    chronicle.count("u", "records", 50, 50, 50, "G1")
    return chronicle


def test_a_union_must_cover_exactly_the_counted_places(two_censuses, later):
    two_censuses.attest(CELL, ["s"], 100, 100, 100)
    two_censuses.attest(CELL, ["s", "t", "u"], 1, 1, 1)
    counts = read_counts(two_censuses.facts, as_of=later)
    assert united_subjects(counts, ["u", "t", "s"]) == ("s", "t")
    total, notes = people_of(counts, CELL, ["s", "t", "u"])
    assert total.count == People(low=100, point=None, high=250, grade=CountGrade.G1)
    assert notes == (NO_UNION,)


def test_the_union_bounds_the_total(two_censuses, later):
    two_censuses.attest(CELL, ["s", "t"], 140, 150, 160)
    total, notes = people_of(read_counts(two_censuses.facts, as_of=later), CELL, ["s", "t", "u"])
    assert total.count == People(low=140, point=None, high=210, grade=CountGrade.G1)
    assert notes == ()


def test_a_total_of_counted_places_alone_has_a_point(two_censuses, later):
    two_censuses.attest(CELL, ["s", "t"], 140, 150, 160)
    total, _ = people_of(read_counts(two_censuses.facts, as_of=later), CELL, ["s", "t"])
    assert total.count == People(low=140, point=150, high=160, grade=CountGrade.G3)


def test_the_latest_union_counts_and_one_of_another_cell_does_not(two_censuses, later):
    two_censuses.attest(CELL, ["s", "t"], 140, 150, 160, day=5)
    two_censuses.attest(CELL, ["s", "t"], 141, 151, 161, day=6)
    two_censuses.attest(cell("all", "CN", "exposed"), ["s", "t"], 1, 1, 1, day=7)
    found = attestation(read_counts(two_censuses.facts, as_of=later), CELL, ("s", "t"))
    assert found is not None
    assert found["count"]["point"] == 151


def test_a_union_older_than_one_of_its_counts_is_stale(two_censuses, later):
    two_censuses.attest(CELL, ["s", "t"], 140, 150, 160)
    two_censuses.count("t", "people", 110, 110, 110, "G3", day=9)
    _, notes = people_of(read_counts(two_censuses.facts, as_of=later), CELL, ["s", "t"])
    assert notes == (NO_UNION,)


def test_a_single_census_needs_no_union(two_censuses, later):
    total, notes = people_of(read_counts(two_censuses.facts, as_of=later), CELL, ["s"])
    assert total.count == People(low=100, point=100, high=100, grade=CountGrade.G3)
    assert notes == ()
