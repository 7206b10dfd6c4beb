# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draw a nation's first-level divisions as a map of equal tiles, in SVG.

Shade is by classes only, so that it works under a strict content security policy: `tile` with `q0`
(nothing found) to `q4`, or `unknown`, whose `hatch` says "not measured" without colour too.
"""

from collections.abc import Mapping, Sequence
from html import escape

from mendsky.core.terms.nations import Nation, Tile

SIDE = 72
GAP = 4
STEP = SIDE + GAP
LONG_NAME = 7
"""More characters than this take smaller type: `Inner Mongolia`."""
LONG_VALUE = 4
"""More characters than this take smaller type: `≤7.7M`."""
THRESHOLDS = (1, 2, 3, 4)
"""Least values of the shades `q1` to `q4`."""


def tilemap(
    nation: Nation,
    values: Mapping[str, int | None],
    language: str,
    thresholds: Sequence[int] = THRESHOLDS,
    *,
    title: str = "",
    links: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    prefix: str = "tilemap",
) -> str:
    """Draw one tile a division, shaded by its value; a division without a value is not measured.

    `links` gives an address by division, `labels` what stands on a tile and is read out instead of the
    plain number. `prefix` begins the ids, for pages with several maps. The
    title and a description of all values are read to those who do not see the map.
    """
    links = links or {}
    width = max(tile.column for tile in nation.tiles) * STEP - GAP
    height = max(tile.row for tile in nation.tiles) * STEP - GAP
    measured = [tile for tile in nation.tiles if values.get(tile.division) is not None]
    description = nation.text(language, "map.description", measured=len(measured), tiles=len(nation.tiles))
    heading = title or nation.text(language, "map.title")
    # Links inside an image could not be reached by a screen reader; a group's can.
    role = "group" if links else "img"
    told = f"{prefix}-title {prefix}-description"
    head = f'class="tilemap" viewBox="0 0 {width} {height}" role="{role}" aria-labelledby="{told}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {head}>',
        f'<title id="{prefix}-title">{escape(heading)}</title>',
        f'<desc id="{prefix}-description">{escape(description)}</desc>',
    ]
    for tile in nation.tiles:
        value = values.get(tile.division)
        written = (labels or {}).get(tile.division, "–" if value is None else f"{value:,}")
        drawn = _tile(nation, tile, language, shade(value, thresholds), None if value is None else written)
        address = links.get(tile.division)
        parts.append(f'<a href="{escape(address)}">{drawn}</a>' if address else drawn)
    return "\n".join([*parts, "</svg>"])


def shade(value: int | None, thresholds: Sequence[int] = THRESHOLDS) -> str:
    """Give the class of a value: `unknown`, or `q0` and up, one more for each threshold reached."""
    return "unknown" if value is None else f"q{sum(value >= threshold for threshold in thresholds)}"


def _tile(nation: Nation, tile: Tile, language: str, shaded: str, label: str | None) -> str:
    """Draw one tile; without a label it was not measured."""
    x, y = (tile.column - 1) * STEP, (tile.row - 1) * STEP
    name = tile.names.get(language, tile.names[nation.languages[0]])
    size = " tile-name-long" if len(name) > LONG_NAME else ""
    said = nation.text(language, "map.not-measured") if label is None else label
    whole = nation.text(language, "map.value", name=nation.division_name(tile.division, language), value=said)
    lines = "".join(f"M0 {n}L{n} 0" for n in range(12, SIDE + 1, 12)) + "".join(
        f"M{n} {SIDE}L{SIDE} {n}" for n in range(12, SIDE, 12)
    )
    written = "–" if label is None else label
    width = " tile-value-long" if len(written) > LONG_VALUE else ""
    return (
        f'<g class="tile {shaded}" transform="translate({x} {y})">'
        f"<title>{escape(whole)}</title>"
        f'<rect width="{SIDE}" height="{SIDE}" rx="4"/>'
        + (f'<path class="hatch" d="{lines}"/>' if label is None else "")
        + f'<text class="tile-name{size}" x="{SIDE // 2}" y="30">{escape(name)}</text>'
        f'<text class="tile-value{width}" x="{SIDE // 2}" y="54">{escape(written)}</text>'
        f'<text class="tile-letters" x="{SIDE // 2}" y="30" aria-hidden="true">{tile.letters}</text></g>'
    )
