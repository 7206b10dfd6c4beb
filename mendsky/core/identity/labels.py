# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words that say what a number is: just before it, or at the head of its column."""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mendsky.core.identity.encoding import spellings
from mendsky.core.terms.nations import IdentifierRow

NEAR = 64
"""Bytes before a number within which a label counts as its own."""
DELIMITERS = (b"\t", b"|", b";", b",")
LONGEST_HEAD = 1 << 16
"""Bytes of a table's first row that are kept."""
QUOTE = b'"'
CELL = re.compile(rb"<t[hd]\b[^>]*>", re.IGNORECASE)
TABLE = re.compile(rb"<table\b", re.IGNORECASE)
SILENT = re.compile(r"<(script|style)\b", re.IGNORECASE)
# Neither sign within: with "[^>]" a page of nothing but "<" would cost the square of its length.
TAG = re.compile(r"<[^<>]*>")
ROW = re.compile(rb"<tr\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Heads:
    """What of a content's beginning says what stands further on; for a part that comes later."""

    line: bytes
    """The first line of all."""
    table: bytes
    """The last table of HTML that is still open, up to the end of its first row; else empty."""


class Surroundings:
    """What stands around the numbers of one content; looked up once, asked for each number.

    Of a content that comes in parts, `heads` are those of the parts before.
    """

    __slots__ = (
        "_content", "_delimiter", "_judged", "_line", "_lower", "_own", "_rows", "_table", "_tables",
        "_there", "_titles",
    )  # fmt: skip

    def __init__(self, content: bytes, heads: Heads | None = None) -> None:
        self._content, self._own = content, heads is None
        self._tables = [match.start() for match in TABLE.finditer(content)]
        self._table = heads.table if heads else b""
        in_tables = bool(self._tables or self._table)
        self._rows = [match.start() for match in ROW.finditer(content)] if in_tables else []
        self._there: dict[tuple[str, ...], bool] = {}
        self._lower: bytes | None = None
        self._judged: dict[tuple[tuple[str, ...], bytes], bool] = {}
        self._line = heads.line if heads else content.partition(b"\n")[0]
        in_line = (delimiter for delimiter in DELIMITERS if delimiter in self._line)
        self._delimiter = b"" if in_tables else next(in_line, b"")
        self._titles = self._line.split(self._delimiter) if self._delimiter else []

    def heads(self, until: int) -> Heads:
        """Give the heads for a part that begins at an offset or shortly before it."""
        table = bisect(self._tables, until) - 1
        if table < 0:
            return Heads(line=self._line, table=self._table)
        start = self._tables[table]
        rows = self._rows[bisect(self._rows, start) :][:2]
        end = rows[1] if len(rows) > 1 else until
        opened = self._content[start : min(end, until, start + LONGEST_HEAD)]
        closed = self._content.rfind(b"</table", start, until) >= 0
        return Heads(line=self._line, table=b"" if closed else opened)

    def announce(self, start: int, labels: tuple[str, ...]) -> bool:
        """Say whether one of the labels stands shortly before the offset or at the head of its column."""
        if not self._may_be_there(labels):
            return False
        head = self._column_head(start)
        if (labels, head) not in self._judged:
            self._judged[labels, head] = bool(in_bytes(labels).search(head))
        if self._judged[labels, head]:
            return True
        # In a table of text the line above is another record, not a label.
        line_start = self._content.rfind(b"\n", 0, start) + 1 if self._delimiter else 0
        first = max(line_start, start - NEAR)
        near = self._content[first:start].lower()
        if not any(spelling in near for spelling in roots(labels)):
            return False
        return bool(in_bytes(labels).search(self._content, first, start))

    def row_before(self, until: int) -> int | None:
        """Give where the row of a table of HTML begins in which an offset lies, or None."""
        row = bisect(self._rows, until) - 1
        return self._rows[row] if row >= 0 else None

    def announce_all(
        self, offsets: NDArray[np.int64], kinds: NDArray[np.uint8], rows: tuple[IdentifierRow, ...]
    ) -> NDArray[np.bool_]:
        """Say of each offset whether a label of its kind's row announces it, as `announce` does."""
        said = np.zeros(len(offsets), dtype=bool)
        for kind in np.unique(kinds).tolist():
            labels = rows[kind].labels
            if self._may_be_there(labels):
                asked = np.flatnonzero(kinds == kind)
                said[asked] = [self.announce(offset, labels) for offset in offsets[asked].tolist()]
        return said

    def _may_be_there(self, labels: tuple[str, ...]) -> bool:
        if labels not in self._there:
            if self._lower is None:
                self._lower = b"\n".join((self._content, self._line, self._table)).lower()
            self._there[labels] = any(root in self._lower for root in roots(labels))
        return self._there[labels]

    def _column_head(self, start: int) -> bytes:
        table = bisect(self._tables, start) - 1
        if table >= 0:
            return self._cell_head(self._tables[table], start)
        return self._earlier_head(start) if self._table else self._field_head(start)

    def _cell_head(self, table: int, start: int) -> bytes:
        first, here = bisect(self._rows, table), bisect(self._rows, start) - 1
        if here <= first:
            return b""
        column = len(CELL.findall(self._content, self._rows[here], start)) - 1
        return _cell(self._content[self._rows[first] : self._rows[first + 1]], column)

    def _earlier_head(self, start: int) -> bytes:
        here = bisect(self._rows, start) - 1
        row = ROW.search(self._table)
        if here < 0 or row is None:
            return b""
        column = len(CELL.findall(self._content, self._rows[here], start)) - 1
        return _cell(self._table[row.start() :], column)

    def _field_head(self, start: int) -> bytes:
        if not self._delimiter or (self._own and start <= len(self._line)):
            return b""
        line_start = self._content.rfind(b"\n", 0, start) + 1
        # Every other part lies between quotes, where a delimiter parts no columns.
        unquoted = self._content[line_start:start].split(QUOTE)[::2]
        column = sum(part.count(self._delimiter) for part in unquoted)
        return self._titles[column] if column < len(self._titles) else b""


def _cell(row: bytes, column: int) -> bytes:
    """Give what stands in a cell of a row of HTML."""
    heads = list(CELL.finditer(row))
    if not 0 <= column < len(heads):
        return b""
    following = heads[column + 1].start() if column + 1 < len(heads) else len(row)
    return row[heads[column].end() : following]


def named(text: str, labels: tuple[str, ...]) -> bool:
    """Say whether a text, without its markup, has one of the labels."""
    if any(label in text for label in labels if not label.isascii()):
        return True
    folded = text.casefold()
    # A pattern takes long to find that a word is nowhere, as most words are: so it is asked for the others.
    latin = (label for label in labels if label.isascii() and label.casefold() in folded)
    return any(_in_text(label).search(text) for label in latin)


def without_markup(text: str) -> str:
    """Leave out tags, scripts and styles: an attribute `name=` names nobody."""
    return TAG.sub(" ", "".join(_spoken(text)))


def _spoken(text: str) -> Iterator[str]:
    """Yield what stands outside scripts and styles; one never closed hides the rest, as in browsers."""
    lower, at = text.lower(), 0
    if len(lower) != len(text):
        lower = text
    for opening in SILENT.finditer(text):
        if opening.start() < at:
            continue
        yield text[at : opening.start()]
        closing = lower.find(f"</{opening.group(1).lower()}", opening.end())
        if closing < 0:
            return
        at = closing
    yield text[at:]


@cache
def in_bytes(labels: tuple[str, ...]) -> re.Pattern[bytes]:
    """Give the pattern of labels as bytes, in every way in which they may be written."""
    words = []
    for label in labels:
        for form in spellings(label):
            word = re.escape(form)
            words.append(rb"(?<![A-Za-z])" + word + rb"(?![A-Za-z])" if label.isascii() else word)
    return re.compile(b"|".join(words), re.IGNORECASE)


@cache
def roots(labels: tuple[str, ...]) -> tuple[bytes, ...]:
    """Give, in lower case, what any of the labels has within it: quicker than a pattern."""
    written = {form.lower() for label in labels for form in spellings(label)}
    return tuple(sorted(form for form in written if not any(one in form for one in written - {form})))


@cache
def _in_text(label: str) -> re.Pattern[str]:
    # Labels in Latin letters match only whole words: "telling" has no "tel".
    return re.compile(rf"(?<![A-Za-z]){re.escape(label)}(?![A-Za-z])", re.IGNORECASE)
