# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draw counts over time as steps, in SVG.

Colour and stroke are by classes only, so that it works under a strict content security policy, in
light and dark, and in print; names and last values stand beside it as text, never in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from mendsky.core.terms.nations import Nation

WIDTH, HEIGHT = 360, 196
LEFT, RIGHT, TOP, BOTTOM = 34, 6, 10, 24
"""Room for the numbers at the left and the months below, in the units of the drawing."""
TICKS = 4
"""Most numbers on the upright axis beside nought."""
MONTHS = (1, 2, 3, 6, 12, 24, 60)
"""Months between two marks of time; the first that gives no more than this many is taken."""
MOST_MARKS = 5
YEAR = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """One count over time."""

    key: str
    """Class of the style sheet."""
    values: tuple[int, ...]
    """Not below nought, one for each instant: what stood until then since the instant before."""


def steps(
    nation: Nation,
    language: str,
    instants: Sequence[datetime],
    curves: Sequence[Curve],
    *,
    title: str,
    description: str,
    between: tuple[str, str] | None = None,
    prefix: str = "chart",
) -> str:
    """Draw curves over ascending instants; `between` shades what lies between two of them, upper first.

    `prefix` begins the ids, for pages with several charts. Raises `ValueError` for fewer than two
    instants, and for a curve of another length.
    """
    if len(instants) < 2 or any(len(curve.values) != len(instants) for curve in curves):
        msg = "a chart needs two instants, and as many values in each curve"
        raise ValueError(msg)
    scale = _Scale(
        first=instants[0],
        last=instants[-1],
        most=_round_up(max(max(curve.values) for curve in curves)),
    )
    labels = f"{prefix}-title {prefix}-description"
    head = f'class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{labels}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {head}>',
        f'<title id="{prefix}-title">{escape(title)}</title>',
        f'<desc id="{prefix}-description">{escape(description)}</desc>',
        *_grid(scale),
        *_months(nation, language, scale, nation_zone(nation, instants)),
    ]
    drawn = {curve.key: _points(scale, instants, curve.values) for curve in curves}
    if between is not None:
        upper, lower = (drawn[key] for key in between)
        area = " ".join((*_text(upper), *_text(list(reversed(lower)))))
        parts.append(f'<polygon class="chart-between" points="{area}"/>')
    parts += [
        f'<polyline class="curve {escape(key)}" points="{" ".join(_text(points))}"/>'
        for key, points in drawn.items()
    ]
    return "\n".join([*parts, "</svg>"])


def nation_zone(nation: Nation, instants: Sequence[datetime]) -> tuple[datetime, datetime]:
    """Give the first and last instant in the nation's zone."""
    zone = nation.calendar.zone
    return instants[0].astimezone(zone), instants[-1].astimezone(zone)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Scale:
    """Where instants and numbers lie in the drawing."""

    first: datetime
    last: datetime
    most: int

    def x(self, instant: datetime) -> float:
        share = (instant - self.first) / (self.last - self.first)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, value: int) -> float:
        return HEIGHT - BOTTOM - (value / self.most) * (HEIGHT - TOP - BOTTOM)


def _round_up(most: int) -> int:
    """Give the top of the upright axis: the next multiple of a round step."""
    step = _step(most)
    return max(step, -(-most // step) * step)


def _step(most: int) -> int:
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if step * TICKS >= most:
                return step
        size *= 10


def _grid(scale: _Scale) -> Iterator[str]:
    for value in range(0, scale.most + 1, _step(scale.most)):
        y = scale.y(value)
        yield f'<path class="chart-grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
        yield f'<text class="chart-number" x="{LEFT - 6}" y="{y + 4:.1f}">{value:,}</text>'


def _months(nation: Nation, language: str, scale: _Scale, ends: tuple[datetime, datetime]) -> Iterator[str]:
    first, last = ends
    begun = [at for at in _beginnings(first, last) if at >= first]
    every = next(
        (months for months in MONTHS if len([at for at in begun if _fits(at, months)]) <= MOST_MARKS),
        MONTHS[-1],
    )
    marks = [at for at in begun if _fits(at, every)]
    for number, at in enumerate(marks):
        month = nation.text(language, f"chart.month-{at.month}")
        if number == 0 or at.year != marks[number - 1].year:
            month = nation.text(language, "chart.month-of-year", month=month, year=at.year)
        x = scale.x(at)
        anchor = " end" if x > WIDTH - 40 else ""
        yield f'<path class="chart-mark" d="M{x:.1f} {HEIGHT - BOTTOM}v5"/>'
        yield f'<text class="chart-month{anchor}" x="{x:.1f}" y="{HEIGHT - 5}">{escape(month)}</text>'


def _beginnings(first: datetime, last: datetime) -> Iterator[datetime]:
    """Yield the beginnings of months from the month of an instant up to another."""
    at = first.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while at <= last:
        yield at
        at = at.replace(year=at.year + at.month // YEAR, month=at.month % YEAR + 1)


def _fits(at: datetime, months: int) -> bool:
    return (at.year * YEAR + at.month - 1) % months == 0


def _points(scale: _Scale, instants: Sequence[datetime], values: Sequence[int]) -> list[tuple[float, float]]:
    """Give the corners of a curve of steps: each value stands up to its instant."""
    points = [(scale.x(instants[0]), scale.y(values[0]))]
    for instant, value in zip(instants[1:], values[1:], strict=True):
        y = scale.y(value)
        points += [(points[-1][0], y), (scale.x(instant), y)]
    return points


def _text(points: Sequence[tuple[float, float]]) -> Iterator[str]:
    return (f"{x:.1f},{y:.1f}" for x, y in points)
