# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the map may be shaded by, and how each measure is written on its tiles and in its legend."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR
from typing import Any

from mendsky.apps.site import wording
from mendsky.apps.site.picture import measured
from mendsky.core.terms.nations import Nation
from mendsky.documents import numbers

LOOPHOLES = "loopholes"
PEOPLE = "people"
DAYS = "days"
SILENT = "silent"
THRESHOLDS: Mapping[str, tuple[int, ...]] = {
    LOOPHOLES: (1, 2, 3, 4),
    PEOPLE: (1, 10_000, 100_000, 1_000_000),
    DAYS: (1, 15, 30, 60),
    SILENT: (1, 2, 3, 4),
}
"""By measure, in the order in which they are offered: least values of the darker shades."""
COUNTED_ONE_BY_ONE = frozenset({LOOPHOLES, SILENT})


@dataclass(frozen=True, kw_only=True, slots=True)
class Shading:
    """A measure laid over the map."""

    measure: str
    thresholds: tuple[int, ...]
    values: Mapping[str, int | None]
    """By tile; None where nothing was measured."""
    labels: Mapping[str, str]
    """By tile, what is written on it; for tiles that were measured."""
    legend: tuple[tuple[str, str], ...]
    """Class and words of each shade."""


def shading(nation: Nation, language: str, block: Mapping[str, Any], measure: str) -> Shading:
    """Lay a measure of a release's figures (`by_province`) over the nation's tiles."""
    values: dict[str, int | None] = {}
    labels: dict[str, str] = {}
    for tile in nation.tiles:
        figures = block["by_province"].get(tile.division)
        told = _told(nation, language, figures, measure) if measured(figures) else None
        values[tile.division] = None if told is None else told[0]
        if told is not None:
            labels[tile.division] = told[1]
    return Shading(
        measure=measure,
        thresholds=THRESHOLDS[measure],
        values=values,
        labels=labels,
        legend=_legend(nation, language, measure),
    )


def _told(nation: Nation, language: str, figures: Mapping[str, Any], measure: str) -> tuple[int, str] | None:
    """Give a province's value and its words; None where it could not be measured."""
    if measure == PEOPLE:
        return _people(nation, language, figures)
    if measure == DAYS:
        return _days(nation, language, figures["days"]["to_repair"])
    value: int = figures[measure]
    return value, f"{value:,}"


def _people(nation: Nation, language: str, figures: Mapping[str, Any]) -> tuple[int, str] | None:
    count = figures["at_risk"]
    if not figures["open"]:
        return 0, "0"
    if count is None:
        return 1, str(figures["suppressed"]["at_risk"]).removeprefix("fewer than ").join(("<", ""))
    if not wording.measured(count):
        return None
    if count["point"] is not None:
        return count["point"], numbers.short(nation, language, count["point"])
    if count["high"] is None:
        least = numbers.short(nation, language, count["low"], rounding=ROUND_FLOOR)
        return count["low"], nation.text(language, "number.short-more", low=least)
    most = numbers.short(nation, language, count["high"], rounding=ROUND_CEILING)
    return count["high"], nation.text(language, "number.short-most", high=most)


def _days(nation: Nation, language: str, median: Mapping[str, Any]) -> tuple[int, str]:
    if not median["spans"]:
        return 0, "·"
    if median["days"] is not None:
        return median["days"], f"{median['days']:,}"
    return median["more_than"], nation.text(language, "number.short-more", low=f"{median['more_than']:,}")


def _legend(nation: Nation, language: str, measure: str) -> tuple[tuple[str, str], ...]:
    bounds = THRESHOLDS[measure]
    words = [nation.text(language, f"page.map.{measure}-zero")]
    if measure in COUNTED_ONE_BY_ONE:
        words += [str(bound) for bound in bounds[:-1]]
        words.append(nation.text(language, "page.home.legend-more", n=bounds[-1]))
    else:
        shown = [numbers.short(nation, language, bound) for bound in bounds]
        words.append(nation.text(language, "page.map.under", value=shown[1]))
        words += [nation.text(language, "page.map.from", value=value) for value in shown[1:]]
    return tuple((f"q{number}", text) for number, text in enumerate(words))
