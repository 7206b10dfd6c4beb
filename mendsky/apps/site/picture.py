# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Arrange a release's figures for the home page: bar, shares, tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mendsky.core.rules.deadlines import working_days_between
from mendsky.core.terms.instants import read_instant
from mendsky.core.terms.nations import Nation

BAR_WIDTH = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """How much of a figure rests on one grade."""

    grade: str
    """A grade, or empty for bounds only."""
    percent: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """One part of the bar of what owners say and what was verified."""

    key: str
    value: int
    x: float
    width: float
    """Of `BAR_WIDTH`."""
    shade: str
    """Class of the style sheet."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProvinceLine:
    """One line of the map's table twin."""

    code: str
    name: str
    figures: Mapping[str, Any] | None
    """None where nothing was measured."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SilentLine:
    """An organisation that never answered, with its name only where its case is named."""

    line: Mapping[str, Any]
    days: int
    """Working days since it was told."""


def shares(block: Mapping[str, Any], figure: str) -> tuple[Share, ...]:
    """Give on which grades a figure rests, the largest share first, in whole percent that are not nought."""
    parts = [
        Share(grade="" if grade == "bounds" else grade, percent=round(100 * share))
        for grade, share in block["shares"][figure].items()
    ]
    return tuple(sorted((part for part in parts if part.percent), key=lambda part: -part.percent))


def segments(block: Mapping[str, Any]) -> tuple[Segment, ...]:
    """Divide the loopholes: verified, claimed and untested, claimed and failed, open."""
    repaired = block["repaired"]
    failed = repaired["false_claims"]
    testing = repaired["claimed"] - failed
    parts = (
        ("verified", repaired["verified"], "s4"),
        ("testing", testing, "s2"),
        ("failed", failed, "warm"),
        ("open", block["open"] - repaired["claimed"], "none"),
    )
    total = max(1, sum(value for _, value, _ in parts))
    x = 0.0
    placed = []
    for key, value, shade in parts:
        width = BAR_WIDTH * value / total
        placed.append(Segment(key=key, value=value, x=round(x, 1), width=round(width, 1), shade=shade))
        x += width
    return tuple(placed)


def measured(block: Mapping[str, Any] | None) -> bool:
    """Say whether anything was looked at in a province."""
    return block is not None and (block["loopholes"] > 0 or block["systems"]["covered"] > 0)


def known(block: Mapping[str, Any]) -> tuple[tuple[str, Mapping[str, int]], ...]:
    """Give, for records, people and people at risk, the percent that rests on each grade and on bounds."""
    return tuple(
        (figure, {share.grade or "bounds": share.percent for share in shares(block, figure)})
        for figure in ("records", "people", "at_risk")
    )


def provinces(nation: Nation, language: str, block: Mapping[str, Any]) -> tuple[ProvinceLine, ...]:
    """Give the map as a table: most loopholes first, what was not measured last."""
    by_province = block["by_province"]
    lines = [
        ProvinceLine(
            code=tile.division,
            name=nation.division_name(tile.division, language),
            figures=by_province[tile.division] if measured(by_province.get(tile.division)) else None,
        )
        for tile in nation.tiles
    ]
    return tuple(
        sorted(lines, key=lambda line: (line.figures is None, -(line.figures or {}).get("loopholes", 0)))
    )


def silent(nation: Nation, lines: Sequence[Mapping[str, Any]], as_of: datetime) -> tuple[SilentLine, ...]:
    """Give the silent organisations with the working days since they were told, as of the release."""
    return tuple(
        SilentLine(
            line=line,
            days=working_days_between(nation.calendar, read_instant(line["told_at"]), as_of),
        )
        for line in lines
    )
