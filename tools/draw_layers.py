# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draw the layers contract of import-linter as an SVG that reads on light and dark pages."""

import ast
from configparser import ConfigParser
from html import escape
from pathlib import Path
from textwrap import wrap

WIDTH = 860
MARGIN = 20
GAP = 12
BETWEEN = 22
LINE = 17
HEAD = 28
FOOT = 12
ALONE = 36
"""Height of a box that has its layer to itself: name and words stand on one line."""
COLUMN = 180
CHARACTER = 6.6
"""Width of a character of the small text, a little more than a sans-serif of 13 pixels takes."""
MARKER = 'markerWidth="8" markerHeight="8" refX="5" refY="3" orient="auto"'
STYLE = """
:root { color-scheme: light dark }
text { font: 13px system-ui, sans-serif; fill: #24303a }
.name { font-weight: 600; font-size: 15px }
.box { fill: #eef3f6; stroke: #9db0bd; stroke-width: 1 }
.core { fill: #dcecf2; stroke: #3f7d96 }
.arrow { stroke: #6a7f8d; stroke-width: 1.5; fill: none; marker-end: url(#head) }
.head { fill: #6a7f8d }
.soft { fill: #55666f }
@media (prefers-color-scheme: dark) {
  text { fill: #e4ebef }
  .box { fill: #202b33; stroke: #5a6d7a }
  .core { fill: #17323d; stroke: #5fa3bd }
  .arrow { stroke: #8fa3b0 }
  .head { fill: #8fa3b0 }
  .soft { fill: #a9bac5 }
}
"""


def layers(contract: Path) -> list[list[str]]:
    """Give the packages of each layer, the highest first."""
    parser = ConfigParser()
    parser.read(contract, encoding="utf-8")
    lines = parser["importlinter:contract:layers"]["layers"].split("\n")
    return [[name.strip() for name in line.split("|")] for line in lines if line.strip()]


def summary(package: str, root: Path) -> str:
    """Give the first line of a package's docstring, without its last dot."""
    source = (root / package.replace(".", "/") / "__init__.py").read_text(encoding="utf-8")
    text = ast.get_docstring(ast.parse(source)) or ""
    return text.split("\n", 1)[0].rstrip(".")


def draw(contract: Path, root: Path) -> str:
    """Draw one row a layer and an arrow from each to the next."""
    parts, top = [], MARGIN
    rows = layers(contract)
    for number, row in enumerate(rows):
        width = (WIDTH - 2 * MARGIN - GAP * (len(row) - 1)) / len(row)
        texts = [wrap(summary(name, root), int((width - 24) / CHARACTER)) for name in row]
        height = HEAD + LINE * max(map(len, texts)) + FOOT if len(row) > 1 else ALONE
        for place, (name, lines) in enumerate(zip(row, texts, strict=True)):
            parts += _box(
                name, lines, left=MARGIN + place * (width + GAP), top=top, width=width, height=height
            )
        top += height
        if number + 1 < len(rows):
            parts.append(f'<path class="arrow" d="M{WIDTH / 2:g} {top + 3:g}v{BETWEEN - 8}"/>')
            top += BETWEEN
    height = top + MARGIN
    size = f'viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}"'
    head = '<path class="head" d="M0 0l6 3-6 3z"/>'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title">',
            "<!-- Made by tools/make_docs.py from .importlinter; run `make docs` instead of editing. -->",
            '<title id="title">Layers of Mendsky: each may import what stands below it</title>',
            f"<style>{STYLE}</style>",
            f'<defs><marker id="head" {MARKER}>{head}</marker></defs>',
            *parts,
            "</svg>",
            "",
        ]
    )


def _box(name: str, lines: list[str], *, left: float, top: float, width: float, height: float) -> list[str]:
    if height == ALONE:
        places = [(left + COLUMN, top + 23)]
    else:
        places = [(left + 12, top + HEAD + LINE * number + 12) for number in range(len(lines))]
    texts = [
        f'<text class="soft" x="{x:g}" y="{y:g}">{escape(line)}</text>'
        for (x, y), line in zip(places, lines, strict=True)
    ]
    kind = "box core" if name.endswith(".core") else "box"
    short = name.removeprefix("mendsky.").replace(".", "/")
    return [
        f'<rect class="{kind}" x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" rx="6"/>',
        f'<text class="name" x="{left + 12:g}" y="{top + 23:g}">{escape(short)}</text>',
        *texts,
    ]
