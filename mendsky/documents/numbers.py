# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write counts in words: always with unit and interval, rounded so that the interval stays true."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from mendsky.core.terms.counts import Count, People, Records
from mendsky.core.terms.nations import Nation

SCALES = ("scale-1", "scale-2")
"""Texts of the large scales of a language, smaller first: 万 and 亿, million and billion."""

SHORT_SCALES = ("short-1", "short-2")
"""Texts of scales in short, smaller first."""
SHORT_DIGITS = 2


def number(nation: Nation, language: str, value: int, *, rounding: str = ROUND_HALF_EVEN) -> str:
    """Write a whole number, a large one by its scale: `7,720`, `52.8 million`, `5,279 万`."""
    scale = _scale(nation, language, value)
    return _in_scale(nation, language, scale, _rounded(nation, language, scale, value, rounding))


def interval(nation: Nation, language: str, low: int, high: int) -> str:
    """Write a range, its lower end rounded down and its upper end rounded up: `49.1–52.8 million`."""
    scale = _scale(nation, language, high)
    if scale is not None and low * 100 < _size(nation, language, scale):
        first = number(nation, language, low, rounding=ROUND_FLOOR)
        last = number(nation, language, high, rounding=ROUND_CEILING)
        return nation.text(language, "number.range", low=first, high=last)
    first = _rounded(nation, language, scale, low, ROUND_FLOOR)
    last = _rounded(nation, language, scale, high, ROUND_CEILING)
    both = first if first == last else nation.text(language, "number.range", low=first, high=last)
    return _in_scale(nation, language, scale, both)


def short(nation: Nation, language: str, value: int, *, rounding: str = ROUND_HALF_EVEN) -> str:
    """Write a whole number in a few characters, for a tile of the map: `7.7M`, `772万`, `9,300`."""
    for scale in reversed(SHORT_SCALES):
        size = int(nation.text(language, f"number.{scale}-size"))
        if value >= size:
            exact = Decimal(value) / size
            places = max(0, SHORT_DIGITS - len(str(int(exact))))
            text = f"{exact.quantize(Decimal(1).scaleb(-places), rounding=rounding):,f}"
            text = text.rstrip("0").rstrip(".") if "." in text else text
            return nation.text(language, f"number.{scale}", value=text)
    return f"{value:,}"


def count(nation: Nation, language: str, measured: Count | None) -> str:
    """Write records or people with their unit, or that they were not measured."""
    if measured is None:
        return nation.text(language, "number.unknown")
    unit = "number.records" if isinstance(measured, Records) else "number.people"
    return nation.text(language, unit, count=_bare(nation, language, measured))


def extent(nation: Nation, language: str, records: Records | None, people: People | None) -> str:
    """Write how much can be read: records, and people where they were counted."""
    if people is None:
        return count(nation, language, records)
    if records is None:
        return count(nation, language, people)
    return nation.text(
        language,
        "number.extent",
        records=count(nation, language, records),
        people=count(nation, language, people),
    )


def _bare(nation: Nation, language: str, measured: Count) -> str:
    low, point, high = measured.low, measured.point, measured.high
    if high is None:
        return nation.text(
            language, "number.at-least", low=number(nation, language, low, rounding=ROUND_FLOOR)
        )
    if low == high:
        return number(nation, language, high)
    if low == 0 and point in {None, high}:
        return nation.text(
            language, "number.at-most", high=number(nation, language, high, rounding=ROUND_CEILING)
        )
    if point is None:
        return interval(nation, language, low, high)
    return nation.text(
        language,
        "number.about",
        point=number(nation, language, point),
        low=number(nation, language, low, rounding=ROUND_FLOOR),
        high=number(nation, language, high, rounding=ROUND_CEILING),
    )


def _scale(nation: Nation, language: str, value: int) -> str | None:
    reached = [scale for scale in SCALES if value >= _size(nation, language, scale)]
    return reached[-1] if reached else None


def _size(nation: Nation, language: str, scale: str) -> int:
    return int(nation.text(language, f"number.{scale}-size"))


def _in_scale(nation: Nation, language: str, scale: str | None, value: str) -> str:
    return value if scale is None else nation.text(language, f"number.{scale}", value=value)


def _rounded(nation: Nation, language: str, scale: str | None, value: int, rounding: str) -> str:
    if scale is None:
        return f"{value:,}"
    exact = Decimal(value) / _size(nation, language, scale)
    digits = int(nation.text(language, "number.digits"))
    places = max(0, digits - len(str(int(exact))))
    text = f"{exact.quantize(Decimal(1).scaleb(-places), rounding=rounding):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
