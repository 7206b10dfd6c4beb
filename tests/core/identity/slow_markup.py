# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cut tables of HTML tag by tag with one pattern, to compare with."""

import re

from mendsky.core.identity.cells import MOST_COLUMNS
from mendsky.core.identity.encoding import decoded

TAG = re.compile(rb"<t[dh]\b[^<>]*>([^<]*)|<(table|/table|tr|li)\b[^<>]*>|\n", re.IGNORECASE)
CELL_END = re.compile(rb"</?(?:table|tr|t[dh])\b", re.IGNORECASE)
INNER = re.compile(rb"<[^<>]*>")
NUMBER = re.compile(rb"[0-9]{5}")
BLANKS = b" \t\r\n"


class SlowlyMarked:
    """What `Marked` must say."""

    def __init__(self):
        self.heads, self.table = [], []
        self.in_table = self.in_head = False

    def cut(self, content):
        """Give start, end and column of each cell, and where rows begin."""
        cells, rows, place = [], [0], 0
        for match in TAG.finditer(content):
            name = (match[2] or b"").lower()
            if match.lastindex == 1:
                if self.in_table:
                    number = self.column(content, match.start(1), place)
                    place += 1
                    cells.append((*self.text(content, *match.span(1)), -1 if self.in_head else number))
            elif name == b"tr":
                rows.append(match.start())
                place, self.in_head = 0, self.in_table and not self.table
            elif name in {b"table", b"/table"}:
                self.in_table, self.table, place = name == b"table", [], 0
                rows.append(match.start())
            elif not self.in_table:
                rows.append(match.start() if name else match.end())
        return cells, rows

    def text(self, content, at, stop):
        if at == stop:
            inside = at
            for _ in range(8):
                match = INNER.match(content, inside)
                if match is None or CELL_END.match(match[0]):
                    break
                inside = match.end()
            if inside > at:
                at, stop = inside, content.find(b"<", inside)
                stop = len(content) if stop < 0 else stop
        text = content[at:stop]
        at += len(text) - len(text.lstrip(BLANKS)) if text.strip(BLANKS) else len(text)
        return at, at + len(text.strip(BLANKS))

    def column(self, content, at, place):
        if place < len(self.table):
            return self.table[place]
        if len(self.heads) >= MOST_COLUMNS:
            return -1
        head = ""
        if self.in_head:
            end = CELL_END.search(content, at)
            until = min(end.start() if end else len(content), at + 256)
            inner = INNER.sub(b"", content[at:until]).strip()
            if NUMBER.search(inner):
                self.in_head = False
            else:
                head = decoded(inner)
        self.table.append(len(self.heads))
        self.heads.append(head)
        return self.table[place]
