# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the rows of a content are written: separated values, JSON, SQL, HTML, or lines of text.

A look at the beginning decides, for a dump is written one way throughout.
"""

import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto

BEGINNING = 1 << 16
"""Bytes that are looked at."""
DELIMITERS = (b"\t", b"|", b";", b",")
"""Rarest in prose first: where two fit alike, the first is meant."""
LINES = 64
CONSISTENT = 0.9
"""Share of the lines that have the same number of delimiters."""
TITLES = 2
"""Lines that may stand above a table's head."""
QUOTED = re.compile(rb'"[^"]*"')
SQL = re.compile(rb"^\s*(?:INSERT\s+INTO|CREATE\s+TABLE|COPY)\s", re.IGNORECASE | re.MULTILINE)
HTML = re.compile(rb"<(?:!doctype\s+html|html|table|tr)\b", re.IGNORECASE)
KEY = re.compile(rb'\\?"[ \t]{0,2}:')


class Layout(Enum):
    """How rows are written."""

    SEPARATED = auto()
    JSON = auto()
    SQL = auto()
    HTML = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """How the rows of one content are written."""

    layout: Layout
    delimiter: bytes = b""
    """Of separated values; empty where each line is one cell."""


def sniff(content: bytes) -> Shape:
    """Say how the rows of a content are written, by its first bytes."""
    beginning = content[:BEGINNING]
    start = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    if SQL.search(beginning):
        return Shape(layout=Layout.SQL)
    if HTML.search(beginning):
        return Shape(layout=Layout.HTML)
    if start[:1] in {b"{", b"["} and KEY.search(start):
        return Shape(layout=Layout.JSON)
    return Shape(layout=Layout.SEPARATED, delimiter=_delimiter(beginning, cut=len(content) > BEGINNING))


def _delimiter(beginning: bytes, *, cut: bool) -> bytes:
    lines = beginning.split(b"\n")[: LINES + 1]
    whole = lines[:-1] if cut and len(lines) <= LINES else lines[:LINES]
    if b'"' in beginning:
        whole = [QUOTED.sub(b"", line) for line in whole]
    filled = [line for line in whole if line.strip()]
    best, most = b"", 0
    for delimiter in DELIMITERS:
        number = max(
            _regular([line.count(delimiter) for line in filled[skip:]]) for skip in range(TITLES + 1)
        )
        if number > most:
            best, most = delimiter, number
    return best


def _regular(counts: list[int]) -> int:
    """Give the number of delimiters that nearly all lines have, or 0 where they differ."""
    if len(counts) < 2:
        return 0
    number, lines = Counter(counts).most_common(1)[0]
    return number if lines >= CONSISTENT * len(counts) else 0
