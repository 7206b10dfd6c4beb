# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cut JSON, in one document or a document a line, into cells: a key is a column, an object a row.

It is not parsed: a key is what stands in quotes before a colon, so that a damaged or cut document is
read as far as it goes.
"""

import numpy as np
from numpy.typing import NDArray

from mendsky.core.identity.cells import (
    BLANK,
    MOST_COLUMNS,
    NOTHING,
    Bytes,
    Cells,
    Positions,
    characters,
)
from mendsky.core.identity.encoding import decoded

QUOTE, COLON, OBJECT = (np.uint8(ord(one)) for one in '":{')
LONGEST_KEY = 64
"""Bytes of a key; longer ones are text."""
WORD = 8
COMMA, OBJECT_END, LIST_END, LINE = (np.uint8(byte) for byte in b",}]\n")
"""Where a value without quotes ends."""
NO_VALUE = np.zeros(256, dtype=bool)
NO_VALUE[list(b"{[n")] = True
"""How an object, a list and null begin."""
MIX = np.uint64(0x9E3779B97F4A7C15)
"""Odd, its bits irregular (Knuth, The Art of Computer Programming 3, 6.4): spreads keys over 64 bits."""


class Keyed:
    """Cuts JSON by its keys; keys of one name are one column."""

    def __init__(self) -> None:
        self._heads: list[str] = []
        self._columns: dict[int, int] = {}
        """Column of each key, by what its bytes mix to."""
        self._known = np.empty(0, dtype=np.uint64)
        self._numbers = NOTHING

    def skips(self, content: bytes) -> bool:  # noqa: ARG002 - as every cutter is asked
        """Say that keys need not be cut where there is nothing in them: they are named again each time."""
        return True

    def end(self, content: bytes | bytearray, most: int) -> int:
        """Give where the last line ends within the first `most` bytes, or else the last object."""
        return content.rfind(b"\n", 0, most) + 1 or content.rfind(b"}", 0, most) + 1

    def cut(self, content: bytes) -> Cells:
        """Give the value of each key, which is empty where it is an object or a list."""
        text = characters(content)
        quotes, rows = np.flatnonzero(text == QUOTE), np.flatnonzero(text == OBJECT)
        opening, closing, colons = _keys(text, quotes)
        if not len(colons):
            return Cells(start=NOTHING, end=NOTHING, column=NOTHING, rows=rows, heads=self._heads)
        column = self._named(content, text, opening, closing)
        start, end = _values(text, quotes, colons)
        return Cells(start=start, end=end, column=column, rows=rows, heads=self._heads)

    def _named(self, content: bytes, text: Bytes, opening: Positions, closing: Positions) -> Positions:
        names = _mixed(text, opening, closing)
        column = self._known_columns(names)
        new = np.flatnonzero(column < 0)
        if len(new) and len(self._heads) < MOST_COLUMNS:
            different, first = np.unique(names[new], return_index=True)
            for n in np.argsort(first)[: MOST_COLUMNS - len(self._heads)]:
                self._columns[int(different[n])] = len(self._heads)
                key = content[opening[new[first[n]]] : closing[new[first[n]]]]
                self._heads.append(decoded(key).rstrip("\\"))
            self._known = np.array(sorted(self._columns), dtype=np.uint64)
            self._numbers = np.array([self._columns[name] for name in self._known.tolist()], dtype=np.int64)
            column = self._known_columns(names)
        return column

    def _known_columns(self, names: NDArray[np.uint64]) -> Positions:
        """Give the column of each key, -1 where it has none."""
        if not len(self._known):
            return np.full(len(names), -1, dtype=np.int64)
        place = np.minimum(np.searchsorted(self._known, names), len(self._known) - 1)
        return np.where(self._known[place] == names, self._numbers[place], -1)


def _keys(text: Bytes, quotes: Positions) -> tuple[Positions, Positions, Positions]:
    """Give begin and end of each key, and its colon."""
    colons = np.flatnonzero(text == COLON)
    colons = colons[colons > 1]
    before = colons - 1
    before = before - BLANK[text[before]]
    is_key = text[before] == QUOTE
    colons, closing = colons[is_key], before[is_key]
    place = np.searchsorted(quotes, closing)
    kept = place > 0
    colons, closing, place = colons[kept], closing[kept], place[kept]
    opening = quotes[place - 1] + 1
    kept = (closing > opening) & (closing - opening <= LONGEST_KEY)
    return opening[kept], closing[kept], colons[kept]


def _values(text: Bytes, quotes: Positions, colons: Positions) -> tuple[Positions, Positions]:
    last = len(text) - 1
    start = np.minimum(colons + 1, last)
    for _ in range(2):
        start = np.minimum(start + (BLANK[text[start]]), last)
    escaped = text[start] == np.uint8(ord("\\"))
    start = np.minimum(start + escaped, last)
    quoted = text[start] == QUOTE
    place = np.searchsorted(quotes, start + 1)
    closed = np.append(quotes, last)[np.minimum(place, len(quotes))]
    end = closed - escaped
    plain = np.flatnonzero(~quoted)
    ends = np.flatnonzero((text == COMMA) | (text == OBJECT_END) | (text == LIST_END) | (text == LINE))
    end[plain] = ends[np.minimum(np.searchsorted(ends, start[plain]), len(ends) - 1)]
    start = start + quoted
    empty = ~quoted & NO_VALUE[text[start]]
    return start, np.where(empty, start, np.maximum(start, end))


def _mixed(text: Bytes, opening: Positions, closing: Positions) -> NDArray[np.uint64]:
    """Mix the bytes of each key into one number."""
    padded = np.concatenate([text, np.zeros(LONGEST_KEY + WORD, dtype=np.uint8)])
    words = np.ndarray((len(padded) - WORD + 1,), dtype="<u8", buffer=padded, strides=(1,))
    length = closing - opening
    mixed = length.astype(np.uint64)
    with np.errstate(over="ignore"):
        for at in range(0, int(length.max()), WORD):
            left = np.clip(length - at, 0, WORD)
            shift = (8 * (WORD - left)).astype(np.uint64)
            # A shift by all 64 bits is undefined, so it is made in two.
            half = shift >> np.uint64(1)
            word = words[opening + at]
            word = (word << half) << (shift - half)
            mixed = np.where(left > 0, (mixed ^ word) * MIX, mixed)
            mixed ^= mixed >> np.uint64(29)
    return mixed
