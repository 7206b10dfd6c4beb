# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cut separated values (RFC 4180 and its relatives) and plain lines into cells."""

import re

import numpy as np

from mendsky.core.identity.cells import (
    MOST_COLUMNS,
    Bytes,
    Cells,
    Marks,
    Positions,
    characters,
    trimmed,
)
from mendsky.core.identity.encoding import decoded, flat, is_utf8
from mendsky.core.identity.layout import TITLES

LINE, QUOTE = np.uint8(ord("\n")), np.uint8(ord('"'))
NUMBER = re.compile(rb"[0-9]{5}")
"""A row that holds one is no head."""
FILLED_HEAD = 0.8
"""Share of a head's cells that say something."""
LONGEST_HEAD = 256
TRIES = 8
"""Line ends looked at for one outside of quotes."""


class Separated:
    """Cuts lines at a delimiter of one byte; without one each line is a cell."""

    def __init__(self, delimiter: bytes) -> None:
        self.delimiter = delimiter
        self._heads: list[str] = []
        self._begun = False

    def skips(self, content: bytes) -> bool:  # noqa: ARG002 - as every cutter is asked
        """Say that lines of text need not be cut where there is nothing in them; cells of columns must."""
        return not self.delimiter

    def end(self, content: bytes | bytearray, most: int) -> int:
        """Give where the last line within the first `most` bytes ends that no quotes hold together."""
        last = content.rfind(b"\n", 0, most) + 1
        end = last
        for _ in range(TRIES if self.delimiter and content.find(b'"', 0, most) >= 0 else 0):
            if not end or content.count(b'"', 0, end) % 2 == 0:
                return end
            end = content.rfind(b"\n", 0, end - 1) + 1
        return last

    def cut(self, content: bytes) -> Cells:
        """Give the cells of whole lines; the first content's head is none of them."""
        text = characters(content)
        ends = np.flatnonzero(self._structural(content, text))
        if len(ends) > 1 and ends[-2] == len(content) - 1 and text[ends[-2]] == LINE:
            ends = ends[:-1]  # the last line is whole, and no empty one follows
        first = np.ones(len(ends), dtype=bool)
        first[1:] = text[ends[:-1]] == LINE
        place = np.arange(len(ends))
        column = place - np.maximum.accumulate(np.where(first, place, 0))
        start = np.empty_like(ends)
        start[0], start[1:] = 0, ends[:-1] + 1
        rows = start[first]
        start, end = trimmed(text, start, ends, b'"' if self.delimiter else b"")
        if not self._begun:
            self._begun = True
            column = self._without_head(content, start, end, column)
        column = np.where(column < MOST_COLUMNS, column, -1)
        self.widen(int(column.max(initial=-1)) + 1)
        return Cells(start=start, end=end, column=column, rows=rows, heads=self._heads)

    def widen(self, width: int) -> None:
        """Take note that rows have so many columns."""
        self._heads += [""] * (width - len(self._heads))

    def _structural(self, content: bytes, text: Bytes) -> Marks:
        marks: Marks = text == LINE
        if not self.delimiter:
            return marks
        # In GB18030 the second byte of a character may look like a bar.
        plain = text if self.delimiter != b"|" or is_utf8(content) else characters(flat(content))
        marks |= plain == self.delimiter[0]
        if b'"' in content:
            quotes = self._quotes(text)
            if quotes.sum() % 2 == 0:
                marks &= np.logical_not(np.cumsum(quotes, dtype=np.uint32) & 1)
                marks[-1] = True
        return marks

    def _quotes(self, text: Bytes) -> Marks:
        """Mark the quotes that stand at the edge of a cell: an inch sign within one opens nothing."""
        quotes: Marks = text == QUOTE
        edge = (text == LINE) | (text == self.delimiter[0]) | (text == np.uint8(ord("\r"))) | quotes
        beside = np.ones(len(text), dtype=bool)
        beside[1:-1] = edge[:-2] | edge[2:]
        return quotes & beside

    def _without_head(self, content: bytes, start: Positions, end: Positions, column: Positions) -> Positions:
        """Note the head, if there is one, and give columns that leave it and titles above it out."""
        begins = np.flatnonzero(column == 0)[: TITLES + 2]
        widths = np.diff(np.append(np.flatnonzero(column == 0), len(column)))
        width = int(np.bincount(np.minimum(widths, MOST_COLUMNS)).argmax())
        for row, at in enumerate(begins[: TITLES + 1]):
            until = begins[row + 1] if row + 1 < len(begins) else len(column)
            heads = [content[start[n] : end[n]] for n in range(at, until)]
            if len(heads) == width and _is_head(heads):
                self._heads = [decoded(head[:LONGEST_HEAD]) for head in heads[:MOST_COLUMNS]]
                return np.where(np.arange(len(column)) < until, -1, column)
        return column


def _is_head(heads: list[bytes]) -> bool:
    filled = sum(bool(head) for head in heads)
    return filled >= FILLED_HEAD * len(heads) and not any(NUMBER.search(head) for head in heads)
