# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Total records and people over many places, with bounds that hold and shares by grade.

Records add up. People do not: one person may be in many systems, so people are known from a union
of keyed sketches where owners ran the census, and only bounded by records where they did not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mendsky.core.terms.counts import CountGrade, People, Records

BOUNDS = "bounds"
"""Share of a total that rests on bounds only."""
POINT_FROM = 0.99
"""A total of people has a point only where at least this share of its upper bound rests on G3-G4."""
COUNTED = (CountGrade.G3, CountGrade.G4)

Shares = Mapping[str, float]
"""Grade, or `bounds`, to its share of the upper bound; four decimals, empty for an empty total."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TotalRecords:
    """Records behind all places, and what the number rests on."""

    count: Records
    shares: Shares


@dataclass(frozen=True, kw_only=True, slots=True)
class TotalPeople:
    """Distinct people behind all places, and what the number rests on."""

    count: People
    shares: Shares


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What is known of one place, each None where nothing is."""

    records: Records | None
    people: People | None


def total_records(parts: Sequence[Records | None]) -> TotalRecords:
    """Add records up; a part that is None makes the upper bound unknown and the grade G0.

    The sum has a point where each part has one; its grade is the lowest of its parts'.
    """
    counts = [part for part in parts if part is not None]
    complete = len(counts) == len(parts)
    highs = [count.high for count in counts if count.high is not None]
    points = [count.point for count in counts if count.point is not None]
    bounded = complete and len(highs) == len(parts)
    total = Records(
        low=sum(count.low for count in counts),
        point=sum(points) if complete and len(points) == len(parts) else None,
        high=sum(highs) if bounded else None,
        grade=_lowest([count.grade for count in counts], complete=complete),
    )
    weights: dict[str, int] = {}
    for count in counts:
        weights[count.grade.value] = weights.get(count.grade.value, 0) + (count.high or 0)
    return TotalRecords(count=total, shares=_shares(weights) if bounded else {BOUNDS: 1.0})


def total_people(
    attested: People | None, *, counted: Sequence[Known], uncounted: Sequence[Known]
) -> TotalPeople:
    """Bound the distinct people of all places.

    `counted` are the places with a people count of grade G3 or G4 and `attested` is the union of
    their sketches, None where there is no such union. Lower bound: the union's, or the largest
    known place's. Upper bound: the least of the sum over all places and the union's plus the sum
    over the uncounted ones.
    """
    places = [*counted, *uncounted]
    each = [most_people(place) for place in places]
    rest = _sum([most_people(place) for place in uncounted])
    united = attested.high if attested is not None else _sum([most_people(place) for place in counted])
    high = _least([_sum(each), None if united is None or rest is None else united + rest])
    low = max(
        [attested.low if attested else 0, *(place.people.low for place in places if place.people)], default=0
    )
    if high is not None:
        low = min(low, high)  # a sketch's interval may lie above a bound that holds for certain
    shares = _people_shares(attested, rest, counted) if places else {}
    by_census = sum(share for grade, share in shares.items() if grade != BOUNDS)
    point = None
    if not places:
        point = 0
    elif attested is not None and attested.point is not None and high is not None and by_census >= POINT_FROM:
        point = min(max(attested.point, low), high)
    grades = [place.people.grade for place in counted if place.people]
    grades += [known.grade for place in uncounted if (known := place.records or place.people)]
    complete = all(place.records or place.people for place in places)
    return TotalPeople(
        count=People(low=low, point=point, high=high, grade=_lowest(grades, complete=complete)), shares=shares
    )


def is_counted(people: People | None) -> bool:
    """Say whether a place's people were counted by its owner's census."""
    return people is not None and people.grade in COUNTED


def most_people(place: Known) -> int | None:
    """Give the most people that one place can hold: as a rule no more than it has records."""
    people, records = place.people, place.records
    if people is not None and records is not None and records.high is not None and people.low > records.high:
        return people.high  # its rows name several people each
    return _least([people.high if people else None, records.high if records else None])


def _least(numbers: Iterable[int | None]) -> int | None:
    return min((number for number in numbers if number is not None), default=None)


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _lowest(grades: Sequence[CountGrade], *, complete: bool) -> CountGrade:
    """Give the lowest grade; a place of which nothing is known counts as a mere claim."""
    if not complete:
        return CountGrade.G0
    return min(grades, key=lambda grade: grade.value, default=CountGrade.G4)


def _people_shares(attested: People | None, rest: int | None, counted: Sequence[Known]) -> Shares:
    if attested is None or attested.high is None or rest is None:
        return {BOUNDS: 1.0}
    weights: dict[str, int] = {}
    for place in counted:
        if place.people is not None:
            grade = place.people.grade.value
            weights[grade] = weights.get(grade, 0) + (most_people(place) or 0)
    scale = sum(weights.values())
    parts: dict[str, float] = {
        grade: attested.high * weight / scale for grade, weight in weights.items() if scale
    }
    return _shares({**parts, BOUNDS: rest})


def _shares(weights: Mapping[str, float]) -> Shares:
    total = sum(weights.values())
    return {name: round(weight / total, 4) for name, weight in sorted(weights.items()) if weight and total}
