# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the cells of a table stand in content, whatever way the table is written."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Marks = NDArray[np.bool_]

NOTHING: Positions = np.empty(0, dtype=np.int64)
MOST_COLUMNS = 4_096
"""Columns kept apart; a content with more has keys that are values."""
BLANKS = b" \t\r\n"
BLANK = np.zeros(256, dtype=bool)
BLANK[list(BLANKS)] = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Cells:
    """The cells of one content, in the order in which they stand."""

    start: Positions
    """Where the text of each begins, without quotes and blanks around it."""
    end: Positions
    column: Positions
    """Index into `heads`; -1 where a cell belongs to no column."""
    rows: Positions
    """Where each row begins, ascending."""
    heads: list[str] = field(repr=False)
    """Head of each column met so far, in this content and before; empty where it has none."""


class Cutter(Protocol):
    """Cuts contents of one writing that follow one another, each of whole rows."""

    def cut(self, content: bytes) -> Cells:
        """Give the cells of a content."""
        ...

    def skips(self, content: bytes) -> bool:
        """Say whether a content without identifiers need not be cut: it tells nothing of what follows."""
        ...

    def end(self, content: bytes | bytearray, most: int) -> int:
        """Give where the last whole row within the first `most` bytes ends, or 0 where none does."""
        ...


def characters(content: bytes) -> Bytes:
    """Give bytes as an array, with one line end more, so that every end can be looked at."""
    return np.frombuffer(content + b"\n", dtype=np.uint8)


def trimmed(text: Bytes, start: Positions, end: Positions, quotes: bytes) -> tuple[Positions, Positions]:
    """Take blanks and one pair of quotes off cells; `text` has a line end behind the last cell."""
    start, end = _blanks_off(text, start, end)
    for quote in quotes:
        both = (end - start >= 2) & (text[start] == quote) & (text[end - 1] == quote)
        if both.any():
            start, end = start + both, end - both
    return start, end


def _blanks_off(text: Bytes, start: Positions, end: Positions) -> tuple[Positions, Positions]:
    end = np.maximum(start, end)
    while (blank := BLANK[text[start]] & (start < end)).any():
        start = start + blank
    while (blank := BLANK[text[end - 1]] & (start < end)).any():
        end = end - blank
    return start, end
