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

from mendsky.core.terms.nations import DivisionLevel, Nation

BIRTH_YEARS = (1800, 1899)
BLOCK = 1_000_000
"""Person numbers of one county-level division."""
SPREAD = 7919
"""Prime to the number of days, so that neighbours in number differ in birth date."""
MOBILE_PREFIX = "154"
"""A series that no operator was ever given."""
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
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
        self._order_sums = tuple(weighted(f"{order:03d}", weights[14:]) for order in range(1000))

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


HEADER = "编号,姓名,公民身份号码,手机号码,备注\n"


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
