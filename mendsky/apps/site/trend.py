# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draw how the figures came about, and tell the same as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from mendsky.core.terms.instants import read_instant
from mendsky.core.terms.nations import Nation
from mendsky.documents.charts import Curve, steps

CURVES: Mapping[str, str] = {"found": "found", "claimed": "ever_claimed", "verified": "verified"}
"""Class of each curve, and which number of a point it shows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trend:
    """A chart with its table."""

    chart: SafeString
    last: Mapping[str, int]
    """Where each curve ends."""
    rows: tuple[Mapping[str, Any], ...]
    """The points at the end of each month, the last one first."""


def trend(nation: Nation, language: str, points: Sequence[Mapping[str, Any]]) -> Trend | None:
    """Draw the points of a series (`core.statistics.series` as JSON); None for fewer than two."""
    if len(points) < 2:
        return None
    last = points[-1]
    ends = {key: last[number] for key, number in CURVES.items()}
    drawn = steps(
        nation,
        language,
        [read_instant(point["until"]) for point in points],
        [Curve(key=key, values=tuple(point[of] for point in points)) for key, of in CURVES.items()],
        title=nation.text(language, "page.trend.title"),
        description=nation.text(language, "page.trend.description", **ends),
        between=("found", "verified"),
        prefix="trend",
    )
    # Numbers and the nation's own texts only, each escaped where the drawing is made.
    return Trend(chart=mark_safe(drawn), last=ends, rows=_months(nation, points))  # noqa: S308


def _months(nation: Nation, points: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Keep the last point of each month in the nation's zone."""
    newest: dict[tuple[int, int], Mapping[str, Any]] = {}
    for point in points:
        at = read_instant(point["until"]).astimezone(nation.calendar.zone)
        newest[at.year, at.month] = point
    return tuple(reversed(newest.values()))
