# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Put counts and instants into the words of a page; how a number is written, `documents` decides."""

from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_CEILING, ROUND_FLOOR
from typing import Any

from mendsky.core.terms.counts import Count
from mendsky.core.terms.instants import read_instant
from mendsky.core.terms.nations import Nation
from mendsky.documents import dates, numbers

CountLike = Count | Mapping[str, Any] | None
"""A count, its object in a release, or None where nothing was measured."""


def text(nation: Nation, language: str, key: str, **values: object) -> str:
    """Give a text of the nation; with `n=1` its singular `<key>-one` where the language has one.

    Raises `KeyError` for a key or a field that the nation's texts lack.
    """
    if str(values.get("n")) == "1" and f"{key}-one" in nation.texts[language]:
        key = f"{key}-one"
    return nation.text(language, key, **values)


def named(names: Mapping[str, str], language: str) -> str:
    """Give a name in a language, or in the first language that has one."""
    return names.get(language) or next(iter(names.values()))


def full(value: int) -> str:
    """Write a whole number in full, with separators."""
    return f"{value:,}"


def measured(count: CountLike) -> bool:
    """Say whether a count says anything: bounds from nought to anything do not."""
    bounds = _bounds(count)
    return bounds is not None and not (bounds[0] == 0 and bounds[1] is None and bounds[2] is None)


def count_text(nation: Nation, language: str, count: CountLike) -> str:
    """Write a count without its unit: its point, else its interval rounded outwards."""
    bounds = _bounds(count)
    if bounds is None or not measured(count):
        return nation.text(language, "number.unknown")
    low, point, high = bounds
    if point is not None:
        return numbers.number(nation, language, point)
    return _interval(nation, language, low, high)


def interval_text(nation: Nation, language: str, count: CountLike) -> str:
    """Write the interval of a count that has a point; empty where the point says it all."""
    bounds = _bounds(count)
    if bounds is None or bounds[1] is None or bounds[0] == bounds[2]:
        return ""
    return _interval(nation, language, bounds[0], bounds[2])


def grade_of(count: CountLike) -> str | None:
    """Give the grade of a count, or None where nothing was measured."""
    if count is None or not measured(count):
        return None
    return count.grade.value if isinstance(count, Count) else str(count["grade"])


def instant_of(moment: datetime | str) -> datetime:
    """Give an instant as a value; a text is read as RFC 3339."""
    return read_instant(moment) if isinstance(moment, str) else moment


def moment_text(nation: Nation, language: str, moment: datetime | str, *, day: bool = False) -> str:
    """Write an instant, or its day, in the nation's zone."""
    write = dates.day if day else dates.moment
    return write(nation, language, instant_of(moment))


def _interval(nation: Nation, language: str, low: int, high: int | None) -> str:
    if high is None:
        least = numbers.number(nation, language, low, rounding=ROUND_FLOOR)
        return nation.text(language, "number.at-least", low=least)
    if low == 0:
        most = numbers.number(nation, language, high, rounding=ROUND_CEILING)
        return nation.text(language, "number.at-most", high=most)
    return numbers.interval(nation, language, low, high)


def _bounds(count: CountLike) -> tuple[int, int | None, int | None] | None:
    if count is None:
        return None
    if isinstance(count, Count):
        return count.low, count.point, count.high
    return count["low"], count["point"], count["high"]
