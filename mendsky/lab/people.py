# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""People who are computed, not stored: person number to resident ID, name and mobile.

Each county-level division of the nation owns a million person numbers. Birth years lie between
1800 and 1899, so that no living person's number can occur; mobiles begin with a series that was
never issued; every name contains the character for *trial*.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np

from mendsky.core.terms.nations import DivisionLevel, Nation

BIRTH_YEARS = (1800, 1899)
BLOCK = 1_000_000
"""Person numbers of one county-level division."""
SPREAD = 7919
"""Prime to the number of days, so that neighbours in number differ in birth date."""
MOBILE_PREFIX = "154"
"""A series that no operator was ever given."""
TEST_ORDER = 999
"""No made-up person has so high an order number within a day."""
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
EXPORTED = np.dtype([
    ("thousands", "S4"), ("units", "S4"), ("comma", "S1"),
    ("county", "S6"), ("born", "S8"), ("order", "S3"), ("check", "S1"), ("end", "S1"),
])  # fmt: skip
"""One line of an owner's export: the record's number and the person's."""
GIVEN = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """One made-up person."""

    number: int
    name: str
    resident_id: str
    mobile: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Holding:
    """The interval of person numbers that a system holds; record r is about `first + r % people`."""

    first: int
    people: int
    records: int
    """At least as many as people: duplicates, moved, dead."""

    def __post_init__(self) -> None:
        if not 0 < self.people <= self.records:
            msg = f"a holding needs 0 < people <= records, not {self.people}, {self.records}"
            raise ValueError(msg)

    def numbers(self, start: int, stop: int) -> Iterator[int]:
        """Yield the person numbers of the records from `start` up to, not including, `stop`."""
        return (self.first + record % self.people for record in range(start, stop))


def distinct(holdings: Iterable[Holding]) -> int:
    """Count the people in a union of holdings, exactly."""
    total, reached = 0, 0
    for first, end in sorted((holding.first, holding.first + holding.people) for holding in holdings):
        total += max(0, end - max(first, reached))
        reached = max(reached, end)
    return total


class Register:
    """Everybody in the lab nation, made when asked for."""

    def __init__(self, nation: Nation) -> None:
        row = next(row for row in nation.identifiers if row.kind == "cn-resident-id")
        counties = sorted(
            code for code, division in nation.divisions.items() if division.level is DivisionLevel.COUNTY
        )
        self.counties = tuple(counties)
        weights = row.weights
        self._check = row.check
        self._modulus = row.modulus
        self._county_sums = tuple(weighted(code, weights[:6]) for code in counties)
        self._days = _days(weights[6:14])
        self._county_places = {code: place for place, code in enumerate(counties)}
        self._day_places = {born: place for place, (born, _) in enumerate(self._days)}
        self._order_sums = tuple(weighted(f"{order:03d}", weights[14:]) for order in range(1000))
        self._exports: dict[str, np.ndarray[Any, Any]] = {}

    def first_of(self, county: str) -> int:
        """Give the first person number of a county-level division."""
        return self.counties.index(county) * BLOCK

    def resident_id(self, number: int) -> str:
        """Give the 18 characters of a person's identity number."""
        county, member = divmod(number, BLOCK)
        order, day = divmod(member, len(self._days))
        born, born_sum = self._days[day * SPREAD % len(self._days)]
        order += 1
        remainder = (self._county_sums[county] + born_sum + self._order_sums[order]) % self._modulus
        return f"{self.counties[county]}{born}{order:03d}{self._check[remainder]}"

    @property
    def test_identity(self) -> str:
        """Give the number of the test record that every owner of the lab has entered: it is nobody's."""
        born, born_sum = self._days[-1]
        remainder = (self._county_sums[0] + born_sum + self._order_sums[TEST_ORDER]) % self._modulus
        return f"{self.counties[0]}{born}{TEST_ORDER:03d}{self._check[remainder]}"

    @property
    def test_person(self) -> Person:
        """Give the test record that every owner of the lab has entered."""
        return Person(
            number=-1, name="测试者", resident_id=self.test_identity, mobile=MOBILE_PREFIX + "9" * 8
        )

    def found(self, resident_id: str, holding: Holding) -> Person | None:
        """Find who of a holding, or of its test record, has an identity number."""
        if resident_id == self.test_identity:
            return self.test_person
        county, born, order = resident_id[:6], resident_id[6:14], resident_id[14:17]
        if not (county in self._county_places and born in self._day_places and order.isdecimal()):
            return None
        day = self._day_places[born] * pow(SPREAD, -1, len(self._days)) % len(self._days)
        number = self._county_places[county] * BLOCK + (int(order) - 1) * len(self._days) + day
        within = 0 <= number - holding.first < holding.people
        return self.person(number) if within and self.resident_id(number) == resident_id else None

    def person(self, number: int) -> Person:
        """Give one person."""
        return Person(
            number=number, name=name(number), resident_id=self.resident_id(number), mobile=mobile(number)
        )

    def people(self, numbers: Iterable[int]) -> Iterator[Person]:
        """Yield the people of some numbers."""
        return (self.person(number) for number in numbers)

    def lines(self, holding: Holding, start: int, stop: int) -> Iterator[str]:
        """Yield the records from `start` to `stop` as lines of CSV; all lines are equally long in UTF-8."""
        resident_id = self.resident_id
        for record, number in enumerate(holding.numbers(start, stop), start):
            yield f"{record + 1:08d},{name(number)},{resident_id(number)},{mobile(number)},synthetic\n"

    def export(self, holding: Holding, start: int, stop: int) -> bytes:
        """Give the records from `start` to `stop` as lines of an export for a count, under `EXPORT_HEAD`."""
        tables = self._tables()
        records = np.arange(start, stop)
        county, member = np.divmod(records % holding.people + holding.first, BLOCK)
        order, day = np.divmod(member, len(self._days))
        day = day * SPREAD % len(self._days)
        order += 1
        sums = tables["county_sums"][county] + tables["born_sums"][day] + tables["order_sums"][order]
        thousands, units = np.divmod(records + 1, 10_000)
        lines = np.empty(len(records), dtype=EXPORTED)
        lines["thousands"], lines["units"] = tables["fours"][thousands], tables["fours"][units]
        lines["comma"], lines["end"] = b",", b"\n"
        lines["county"], lines["born"] = tables["counties"][county], tables["born"][day]
        lines["order"], lines["check"] = tables["orders"][order], tables["check"][sums]
        return lines.tobytes()

    def _tables(self) -> dict[str, np.ndarray[Any, Any]]:
        """Give what an export looks up, made once."""
        if not self._exports:
            largest = max(self._county_sums) + max(total for _, total in self._days) + max(self._order_sums)
            self._exports = {
                "counties": np.array(self.counties, dtype="S6"),
                "county_sums": np.array(self._county_sums),
                "born": np.array([born for born, _ in self._days], dtype="S8"),
                "born_sums": np.array([total for _, total in self._days]),
                "orders": np.array([f"{order:03d}" for order in range(1000)], dtype="S3"),
                "order_sums": np.array(self._order_sums),
                "fours": np.array([f"{four:04d}" for four in range(10_000)], dtype="S4"),
                "check": np.array(
                    [self._check[total % self._modulus] for total in range(largest + 1)], dtype="S1"
                ),
            }
        return self._exports


HEADER = "编号,姓名,公民身份号码,手机号码,备注\n"
EXPORT_HEAD = "编号,公民身份号码\n"


def name(number: int) -> str:
    """Give a person's name, always three characters with *trial* in the middle."""
    return f"{SURNAMES[number % 20]}试{GIVEN[number // 20 % 20]}"


def mobile(number: int) -> str:
    """Give a person's mobile number in the series that was never issued."""
    return f"{MOBILE_PREFIX}{number % 100_000_000:08d}"


def weighted(digits: str, weights: Sequence[int]) -> int:
    """Sum digits by the weights of their places (GB 11643, after ISO 7064 MOD 11-2)."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


@cache
def _days(weights: tuple[int, ...]) -> tuple[tuple[str, int], ...]:
    """Give every birth date with its part of the weighted sum."""
    first, last = date(BIRTH_YEARS[0], 1, 1), date(BIRTH_YEARS[1], 12, 31)
    dates = (f"{first + timedelta(days=offset):%Y%m%d}" for offset in range((last - first).days + 1))
    return tuple((born, weighted(born, weights)) for born in dates)
