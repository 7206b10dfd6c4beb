# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where tags of HTML stand in content, and which of them make tables and lists; by arrays."""

import sys
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from mendsky.core.identity.cells import Bytes, Marks, Positions

OTHER, CELL, ROW, ITEM, TABLE, TABLE_END, PART_END = range(7)
"""What a tag is: `td` or `th`, `tr`, `li`, `table`, `/table`, and the end of a cell or a row."""
PADDING = 72
"""Bytes that must be readable behind the content."""
LARGE = 1 << 16
"""Bytes from which on compiled code is asked."""
PAIRS = np.zeros(1 << 16, dtype=np.uint8)
"""By the first two letters of a name, the first one lowest: what a tag is, if it is none that is longer."""
for _names, _code in ((b"td th", CELL), (b"tr", ROW), (b"li", ITEM), (b"ta", TABLE)):
    for _one in _names.split():
        for _pair in (_one, _one.upper(), _one.title(), _one.title().swapcase()):
            PAIRS[int.from_bytes(_pair, "little")] = _code
REST_OF_TABLE = np.frombuffer(b"ble", dtype=np.uint8)
ENDED = np.array([OTHER, PART_END, PART_END, OTHER, TABLE_END], dtype=np.uint8)
"""What the end of each is."""
LETTER = np.zeros(256, dtype=bool)
"""What a name does not end before."""
LETTER[list(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")] = True
OPENS, CLOSES, SLASH = (np.uint8(sign) for sign in b"<>/")


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Tags:
    """The tags of one content, in the order in which they stand, and one more behind them that is none."""

    start: Positions
    """Where each `<` stands; of the last one, the size of the content."""
    close: Positions
    """Where the `>` stands that ends it; -1 where another `<` or the end comes first."""
    name: Bytes

    def of(self, name: int) -> Positions:
        """Give where the tags of a name stand, closed or not."""
        found: Positions = self.start[:-1][self.name[:-1] == name]
        return found

    def closed(self, name: int) -> tuple[Positions, Positions]:
        """Give where the tags of a name begin and where the text behind them does.

        Another `<` may stand within them; of those that one `>` ends the last is given.
        """
        which = np.flatnonzero(self.name == name)
        ends = self.close[which]
        if (ends < 0).any():
            closing = np.flatnonzero(self.close >= 0)
            place = np.searchsorted(closing, which)
            which, place = which[place < len(closing)], place[place < len(closing)]
            ends = self.close[closing[place]]
        last = np.append(ends[1:] != ends[:-1], True)[: len(ends)]
        return self.start[which[last]], ends[last] + 1


def tags(content: bytes) -> Tags:
    """Find the tags of a content, by compiled code where it is large and numba has been imported already."""
    size = len(content)
    text = np.frombuffer(content + bytes(PADDING), dtype=np.uint8)
    if size >= LARGE and "numba" in sys.modules and (code := kernel()) is not None:
        several = content.count(b"<")
        start, close = np.full(several + 1, size, dtype=np.int64), np.full(several + 1, -1, dtype=np.int64)
        name = np.zeros(several + 1, dtype=np.uint8)
        code.tags(text, size, PAIRS, LETTER.view(np.uint8), ENDED, start, close, name)
        return Tags(start=start, close=close, name=name)
    signs = text[:size]
    angles = np.flatnonzero((signs == OPENS) | (signs == CLOSES))
    opens = np.append(text[angles] == OPENS, True)
    angles = np.append(angles, size)
    which = np.flatnonzero(opens[:-1])
    start = angles[which]
    close = np.where(opens[which + 1], -1, angles[which + 1])
    return Tags(start=np.append(start, size), close=np.append(close, -1), name=_named(text, start))


@cache
def kernel() -> Any:
    """Give the module of compiled code, or None where numba cannot be had."""
    try:
        return import_module("mendsky.core.identity.tag_kernel")
    except (ImportError, OSError, RuntimeError):
        return None


def _named(text: Bytes, start: Positions) -> Bytes:
    """Give what each tag is, and `OTHER` once more."""
    pairs = np.ndarray((len(text) - 1,), dtype="<u2", buffer=text, strides=(1,))
    is_end: Marks = text[start + 1] == SLASH
    at = start + 1 + is_end
    name = PAIRS[pairs[at]]
    name[(name != TABLE) & LETTER[text[at + 2]]] = OTHER
    tables = np.flatnonzero(name == TABLE)
    rest = text[at[tables][:, None] + np.arange(2, 5)] | np.uint8(0x20)
    others = (rest != REST_OF_TABLE).any(axis=1) | LETTER[text[at[tables] + 5]]
    name[tables[others]] = OTHER
    return np.append(np.where(is_end, ENDED[name], name), np.uint8(OTHER))
