# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cut the tables of HTML into cells, by their tags as they stand."""

import re
from dataclasses import dataclass

import numpy as np

from mendsky.core.identity.cells import MOST_COLUMNS, Cells, Marks, Positions, characters, trimmed
from mendsky.core.identity.encoding import decoded
from mendsky.core.identity.tags import CELL, ITEM, OTHER, PART_END, ROW, TABLE, TABLE_END, Tags, tags

CELL_END = re.compile(rb"</?(?:table|tr|t[dh])\b", re.IGNORECASE)
INNER = re.compile(rb"<[^<>]*>")
NUMBER = re.compile(rb"[0-9]{5}")
"""A row that holds one is no head."""
DEPTH = 8
"""Tags that a cell's text may stand within."""
LONGEST_HEAD = 256
ENDS_CELL = np.zeros(PART_END + 1, dtype=bool)
ENDS_CELL[[CELL, ROW, TABLE, TABLE_END, PART_END]] = True
MAKES_ROWS = np.zeros(PART_END + 1, dtype=bool)
MAKES_ROWS[[CELL, ROW, ITEM, TABLE, TABLE_END]] = True
LINE = np.uint8(ord("\n"))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Layout:
    """Which tags of one content make cells and rows; those that no `>` closes make none."""

    name: Positions
    table: Positions
    """Tables that began or ended up to each tag, itself included."""
    in_table: Marks
    cell: Positions
    """Numbers of the tags of cells within tables."""
    row: Positions
    """Numbers of the tags of rows."""
    place: Positions
    """Cells before each one in its row."""


class Marked:
    """Cuts tables; the first row of each names its columns, unless it holds numbers."""

    def __init__(self) -> None:
        self._heads: list[str] = []
        self._first = self._width = 0
        """First column and number of columns of the table that is open."""
        self._in_table = self._in_head = False

    def skips(self, content: bytes) -> bool:
        """Say whether no table begins, goes on or ends here."""
        return not self._in_table and b"<t" not in content and b"<T" not in content

    def end(self, content: bytes | bytearray, most: int) -> int:
        """Give where the last row within the first `most` bytes begins, or else the last line or tag ends."""
        for mark in (b"<tr", b"<TR", b"<li"):
            at = content.rfind(mark, 0, most)
            if at > 0:
                return at
        return content.rfind(b"\n", 0, most) + 1 or content.rfind(b">", 0, most) + 1

    def cut(self, content: bytes) -> Cells:
        """Give the cells of all tables; outside of them a row is a line or an item of a list."""
        found, text = tags(content), characters(content)
        layout = self._laid_out(found)
        number = self._numbered(content, found, layout)
        inner = _inside(found, layout.cell)
        start, end = trimmed(text, found.close[inner] + 1, found.start[inner + 1], b"")
        lines = np.flatnonzero(text[: len(content)] == LINE)
        rows = _rows(found, layout, lines, in_table=self._in_table)
        self._in_table = bool(layout.in_table[-1])
        return Cells(start=start, end=end, column=number, rows=rows, heads=self._heads)

    def _laid_out(self, found: Tags) -> _Layout:
        name = np.where(found.close >= 0, found.name, OTHER)
        parts = (name == TABLE) | (name == TABLE_END)
        table = np.cumsum(parts)
        in_table = np.append(self._in_table, name[parts] == TABLE)[table]
        cell, row = np.flatnonzero((name == CELL) & in_table), np.flatnonzero(name == ROW)
        in_row, number = np.cumsum(parts | (name == ROW))[cell], np.arange(len(cell))
        begins = np.append(True, in_row[1:] != in_row[:-1])[: len(cell)]
        place = number - np.maximum.accumulate(np.where(begins, number, 0))
        return _Layout(name=name, table=table, in_table=in_table, cell=cell, row=row, place=place)

    def _numbered(self, content: bytes, found: Tags, layout: _Layout) -> Positions:
        """Give the column of each cell, -1 of those that are heads, whose text is kept."""
        table = layout.table[layout.cell]
        width = np.zeros(int(layout.table[-1]) + 1, dtype=np.int64)
        np.maximum.at(width, table, layout.place + 1)
        new = width.copy()
        new[0] = max(width[0] - self._width, 0)
        first = len(self._heads) + np.cumsum(new) - new
        if self._width:
            first[0] = self._first
        number = first[table] + layout.place
        is_new = (table > 0) | (layout.place >= self._width)
        self._heads += [""] * min(int(new.sum()), MOST_COLUMNS - len(self._heads))
        number[number >= MOST_COLUMNS] = -1
        number[self._are_heads(content, found, layout, number, is_new)] = -1
        width[0] = max(width[0], self._width)
        self._first = int(first[-1])
        self._width = max(min(int(width[-1]), MOST_COLUMNS - self._first), 0) if layout.in_table[-1] else 0
        return number

    def _are_heads(
        self, content: bytes, found: Tags, layout: _Layout, number: Positions, is_new: Marks
    ) -> Positions:
        """Note what stands in first rows, and give the cells that are in one, up to a number."""
        row, cell = layout.row, layout.cell
        before = np.searchsorted(cell, row)
        in_first = layout.in_table[row] & ((layout.table[row] > 0) | (self._width == 0))
        in_first &= (before == 0) | (layout.table[np.append(cell, 0)[before - 1]] != layout.table[row])
        first = np.append(self._in_head, in_first)
        of_row = np.cumsum(layout.name == ROW)[cell]
        heads: list[int] = []
        numbers: set[int] = set()
        for n in np.flatnonzero(first[of_row]).tolist():
            if (which := int(of_row[n])) in numbers:
                continue
            if number[n] >= 0 and is_new[n]:
                head = _head(content, int(found.close[cell[n]]) + 1)
                if NUMBER.search(head):
                    numbers.add(which)
                    continue
                self._heads[number[n]] = decoded(head)
            heads.append(n)
        self._in_head = bool(first[-1]) and len(row) not in numbers
        return np.array(heads, dtype=np.int64)


def _head(content: bytes, at: int) -> bytes:
    """Give the text of a cell without its tags."""
    match = CELL_END.search(content, at)
    until = match.start() if match else len(content)
    return INNER.sub(b"", content[at : min(until, at + LONGEST_HEAD)]).strip()


def _inside(found: Tags, cell: Positions) -> Positions:
    """Give the number of the tag behind which the text of a cell begins, such as `<b>` or `<a href>`."""
    inner = cell.copy()
    still = np.arange(len(cell))
    for _ in range(DEPTH):
        here = inner[still]
        goes_on = found.start[here + 1] == found.close[here] + 1
        goes_on &= (found.close[here + 1] >= 0) & ~ENDS_CELL[found.name[here + 1]]
        still = still[goes_on]
        if not len(still):
            break
        inner[still] += 1
    return inner


def _rows(found: Tags, layout: _Layout, lines: Positions, *, in_table: bool) -> Positions:
    """Give where rows begin; `lines` are the ends of lines, `in_table` says what the content begins in."""
    name = layout.name
    begins = (name == ROW) | (name == TABLE) | (name == TABLE_END) | ((name == ITEM) & ~layout.in_table)
    tag = np.searchsorted(found.start, lines) - 1
    within = np.append(layout.in_table, in_table)[tag]
    lines, tag = lines[~within], tag[~within]
    in_tag = (tag >= 0) & np.where(lines < found.close[tag], MAKES_ROWS[name[tag]], name[tag] == CELL)
    return np.sort(np.concatenate([[0], found.start[begins], lines[~in_tag] + 1]))
