# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cut the tables of HTML into cells, by their tags as they stand."""

import re

import numpy as np

from mendsky.core.identity.cells import MOST_COLUMNS, Cells, characters, spoken, trimmed

TAG = re.compile(rb"<t[dh]\b[^<>]*>([^<]*)|<(table|/table|tr|li)\b[^<>]*>|\n", re.IGNORECASE)
CELL_END = re.compile(rb"</?(?:table|tr|t[dh])\b", re.IGNORECASE)
INNER = re.compile(rb"<[^<>]*>")
NUMBER = re.compile(rb"[0-9]{5}")
"""A row that holds one is no head."""
DEPTH = 8
"""Tags that a cell's text may stand within."""
LONGEST_HEAD = 256


class Marked:
    """Cuts tables; the first row of each names its columns, unless it holds numbers."""

    def __init__(self) -> None:
        self._heads: list[str] = []
        self._table: list[int] = []
        """Columns of the table that is open."""
        self._in_table = self._in_head = False

    def skips(self, content: bytes) -> bool:
        """Say whether no table begins, goes on or ends here."""
        return not self._in_table and b"<t" not in content and b"<T" not in content

    def end(self, content: bytes, most: int) -> int:
        """Give where the last row within the first `most` bytes begins, or else the last line or tag ends."""
        for mark in (b"<tr", b"<TR", b"<li"):
            at = content.rfind(mark, 0, most)
            if at > 0:
                return at
        return content.rfind(b"\n", 0, most) + 1 or content.rfind(b">", 0, most) + 1

    def cut(self, content: bytes) -> Cells:
        """Give the cells of all tables; outside of them a row is a line or an item of a list."""
        start: list[int] = []
        end: list[int] = []
        column: list[int] = []
        rows = [0]
        place = 0
        for match in TAG.finditer(content):
            if match.lastindex == 1:
                if not self._in_table:
                    continue
                at, stop = match.span(1)
                number = self._column(content, at, place)
                place += 1
                if at == stop and (inside := _inside(content, at)) > at:
                    at, stop = inside, content.find(b"<", inside)
                    stop = len(content) if stop < 0 else stop
                start.append(at)
                end.append(stop)
                column.append(-1 if self._in_head else number)
                continue
            name = (match[2] or b"").lower()
            if name == b"tr":
                rows.append(match.start())
                place = 0
                self._in_head = self._in_table and not self._table
            elif name in {b"table", b"/table"}:
                self._in_table, self._table, place = name == b"table", [], 0
                rows.append(match.start())
            elif not self._in_table:
                rows.append(match.start() if name else match.end())
        begin, stop_at = trimmed(
            characters(content), np.array(start, dtype=np.int64), np.array(end, dtype=np.int64), b""
        )
        return Cells(
            start=begin,
            end=stop_at,
            column=np.array(column, dtype=np.int64),
            rows=np.array(rows, dtype=np.int64),
            heads=self._heads,
        )

    def _column(self, content: bytes, at: int, place: int) -> int:
        """Give the column of the cell at a place of its row, and note its head where it is in the first."""
        if place < len(self._table):
            return self._table[place]
        if len(self._heads) >= MOST_COLUMNS:
            return -1
        head = ""
        if self._in_head:
            until = _cell_end(content, at)
            inner = INNER.sub(b"", content[at : min(until, at + LONGEST_HEAD)]).strip()
            if NUMBER.search(inner):
                self._in_head = False
            else:
                head = spoken(inner)
        self._table.append(len(self._heads))
        self._heads.append(head)
        return self._table[place]


def _inside(content: bytes, at: int) -> int:
    """Give where the text of a cell begins, within tags such as `<b>` or `<a href>`."""
    for _ in range(DEPTH):
        match = INNER.match(content, at)
        if match is None or CELL_END.match(match[0]):
            break
        at = match.end()
    return at


def _cell_end(content: bytes, at: int) -> int:
    """Give where a cell ends: at the next tag of a table."""
    match = CELL_END.search(content, at)
    return match.start() if match else len(content)
