# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counts: records and people are two types that cannot be mixed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Self


class CountGrade(StrEnum):
    """How well a number of records or people is known (`docs/glossary.md`, section 4)."""

    G0 = "G0"
    """Claimed by a finder; never in totals."""
    G1 = "G1"
    """Stated by the server: an upper bound."""
    G2 = "G2"
    """Sampled: an interval."""
    G3 = "G3"
    """Keyed sketch counted at the owner."""
    G4 = "G4"
    """Complete census by the owner with a committed sketch."""


class Unit(StrEnum):
    """What a count counts."""

    RECORDS = "records"
    PEOPLE = "people"


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """A number with its interval and grade; use `Records` or `People`."""

    low: int
    point: int | None
    """None where only bounds exist."""
    high: int | None
    """None where nothing bounds the number from above."""
    grade: CountGrade

    def __post_init__(self) -> None:
        if type(self) is Count:
            msg = "a count counts something: use Records or People"
            raise TypeError(msg)
        point = self.low if self.point is None else self.point
        high = point if self.high is None else self.high
        if not 0 <= self.low <= point <= high:
            msg = f"a count needs 0 <= low <= point <= high, not {self.low}, {self.point}, {self.high}"
            raise ValueError(msg)

    def as_json(self) -> dict[str, int | str | None]:
        """Give the contract's object: `{"low", "point", "high", "grade"}`."""
        return {"low": self.low, "point": self.point, "high": self.high, "grade": self.grade.value}

    @classmethod
    def from_json(cls, document: dict[str, int | str | None]) -> Self:
        """Read the contract's object; raises `ValueError`, `KeyError` or `TypeError` where it is none."""
        low, point, high = document["low"], document["point"], document["high"]
        if not isinstance(low, int) or isinstance(point, str) or isinstance(high, str):
            msg = "a count's low, point and high are whole numbers"
            raise TypeError(msg)
        return cls(low=low, point=point, high=high, grade=CountGrade(str(document["grade"])))


@dataclass(frozen=True, kw_only=True, slots=True)
class Records(Count):
    """A number of stored entries."""

    unit: ClassVar[Unit] = Unit.RECORDS


@dataclass(frozen=True, kw_only=True, slots=True)
class People(Count):
    """A number of distinct data subjects."""

    unit: ClassVar[Unit] = Unit.PEOPLE


@dataclass(frozen=True, kw_only=True, slots=True)
class DatedCount:
    """A count as it was taken, to be superseded, never changed."""

    count: Count
    method: str
    """How it was taken: `stated`, `sampled`, `census`."""
    source: str
    """Whose word it is: `server`, `mendsky`, `owner`."""
    at: datetime
