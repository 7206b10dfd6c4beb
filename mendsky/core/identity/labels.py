# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words that say what a number is: just before it, or at the head of its column."""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from mendsky.core.identity import tags
from mendsky.core.identity.cells import Marks, Positions
from mendsky.core.identity.encoding import spellings

NEAR = 64
"""Bytes before a number within which a label counts as its own."""
DELIMITERS = (b"\t", b"|", b";", b",")
LONGEST_HEAD = 1 << 16
"""Bytes of a table's first row that are kept."""
LONGEST_SEARCHED = 1 << 18
"""Bytes up to which the whole content is searched for a label before anything around a number is."""
SPREAD, SHORTER = np.uint32(0x9E3779B1), np.uint32(12)
"""Three bytes times the one, less so many bits, is a hash of them."""
QUOTE = b'"'
CELL = re.compile(rb"<t[hd]\b[^>]*>", re.IGNORECASE)
TABLE_MARKS = (b"<table", b"<TABLE", b"<Table")
SILENT = re.compile(r"<(script|style)\b", re.IGNORECASE)
# Neither sign within: with "[^>]" a page of nothing but "<" would cost the square of its length.
TAG = re.compile(r"<[^<>]*>")
ROW = re.compile(rb"<tr\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True, repr=False, eq=False)
class Heads:
    """What of a content's beginning says what stands further on; for a part that comes later."""

    line: bytes
    """The first line of all."""
    table: bytes
    """The last table of HTML that is still open, up to the end of its first row; else empty."""
    said: NDArray[np.bool_] | None
    """`Lines.said` of the first line, where it has been asked."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Lines:
    """What the first line says of the columns of all lines."""

    labels: tuple[tuple[str, ...], ...]
    """The labels of each kind."""
    said: NDArray[np.bool_]
    """By kind and column: its head has a label; in the last place, whether any column's has."""
    delimiter: int
    """The byte that parts columns; 0 for none."""
    own: int
    """Bytes of the first line, which has no head itself; −1 where it is of an earlier part."""


class Surroundings:
    """What stands around the numbers of one content; looked up once, asked for each number.

    Of a content that comes in parts, `heads` are those of the parts before. `tables` is False where it is
    known that no table of HTML begins in it.
    """

    def __init__(self, content: bytes, heads: Heads | None = None, *, tables: bool = True) -> None:
        self._content, self._may_have_tables = content, tables
        self._there: dict[tuple[str, ...], bool] = {}
        self._judged: dict[tuple[tuple[str, ...], bytes], bool] = {}
        self._cells: dict[tuple[int, int], bytes] = {}
        self._titled_by: dict[tuple[str, ...], bool] = {}
        self._table = heads.table if heads else b""
        self._own = -1 if heads else content.find(b"\n") % (len(content) + 1)
        """Where the first line ends, which has no head itself; −1 where it is of an earlier part."""
        self._line = heads.line if heads else content[: min(self._own, LONGEST_HEAD)]
        self._said = heads.said if heads else None

    @cached_property
    def _lower(self) -> bytes:
        return b"\n".join((self._content, self._line, self._table)).lower()

    @cached_property
    def _tables(self) -> list[int]:
        if (
            not self._may_have_tables
            or b"<" not in self._content
            or not any(mark in self._content for mark in TABLE_MARKS)
        ):
            return []
        found: list[int] = self._tags.of(tags.TABLE).tolist()
        return found

    @cached_property
    def _rows(self) -> list[int]:
        return self._tags.of(tags.ROW).tolist() if self.in_tables else []

    @cached_property
    def _tags(self) -> tags.Tags:
        return tags.tags(self._content)

    @property
    def in_tables(self) -> bool:
        """Say whether a table of HTML begins or goes on here."""
        return bool(self._tables or self._table)

    @cached_property
    def _delimiter(self) -> bytes:
        in_line = (delimiter for delimiter in DELIMITERS if delimiter in self._line)
        return b"" if self.in_tables else next(in_line, b"")

    @cached_property
    def _titles(self) -> list[bytes]:
        return self._line.split(self._delimiter) if self._delimiter else []

    def heads(self, until: int) -> Heads:
        """Give the heads for a part that begins at an offset or shortly before it."""
        table = bisect(self._tables, until) - 1
        if table < 0:
            return Heads(line=self._line, table=self._table, said=self._said)
        start = self._tables[table]
        rows = self._rows[bisect(self._rows, start) :][:2]
        end = rows[1] if len(rows) > 1 else until
        opened = self._content[start : min(end, until, start + LONGEST_HEAD)]
        closed = self._content.rfind(b"</table", start, until) >= 0
        return Heads(line=self._line, table=b"" if closed else opened, said=self._said)

    def lines(self, labels: tuple[tuple[str, ...], ...]) -> Lines:
        """Give what the first line says of columns, by the labels of kinds; nothing in tables of HTML."""
        if self.in_tables:
            return Lines(labels=labels, said=np.zeros((len(labels), 1), np.bool_), delimiter=0, own=-1)
        if self._said is None:
            self._said = _said(labels, self._titles)
        return Lines(
            labels=labels,
            said=self._said,
            delimiter=self._delimiter[0] if self._delimiter else 0,
            own=self._own,
        )

    def announce(self, start: int, labels: tuple[str, ...]) -> bool:
        """Say whether one of the labels stands shortly before the offset or at the head of its column."""
        if not self._may_be_there(labels):
            return False
        if self._any_head_has(labels) and self._head_has(start, labels):
            return True
        # In a table of text the line above is another record, not a label.
        line_start = self._content.rfind(b"\n", 0, start) + 1 if self._delimiter else 0
        first = max(line_start, start - NEAR)
        near = self._content[first:start].lower()
        if not _any_root(labels).search(near):
            return False
        return bool(in_bytes(labels).search(self._content, first, start))

    def may_announce(self, offset: Positions, labels: tuple[tuple[str, ...], ...]) -> Marks:
        """Mark numbers, of those not `headed`, that `announce` must be asked for; few of many, as a rule."""
        quoted = QUOTE in self._content and any(self._any_head_has(several) for several in labels)
        if self.in_tables or quoted:
            return np.ones(len(offset), dtype=np.bool_)
        text = np.frombuffer(self._content.lower() + bytes(2), dtype=np.uint8).astype(np.uint32)
        spread = (text[:-2] | (text[1:-1] << np.uint32(8)) | (text[2:] << np.uint32(16))) * SPREAD
        begins = np.flatnonzero(_begun(labels)[spread >> SHORTER])
        first = offset - NEAR
        if self._delimiter:
            ends = np.flatnonzero(text == ord("\n"))
            first = np.maximum(first, np.append(-1, ends)[np.searchsorted(ends, offset)] + 1)
        last = np.append(-NEAR - 1, begins)[np.searchsorted(begins, offset)]
        may: Marks = last >= first
        return may

    def headed(
        self, offset: Positions, kind: NDArray[np.uint8], labels: tuple[tuple[str, ...], ...]
    ) -> Marks:
        """Mark numbers of which the head of their column has a label of their kind; not where quotes stand.

        Offsets come in their order. Each cell of a head is asked once, for one of the numbers below it.
        """
        if not self.in_tables:
            return self._titled(offset, kind, labels)
        rows = np.append(np.array(self._rows, dtype=np.int64), len(self._content))
        row = np.searchsorted(rows, offset, side="right") - 1
        table = np.searchsorted(np.array(self._tables, dtype=np.int64), offset, side="right")
        first = np.append(0, np.searchsorted(rows, self._tables))[table]
        below = np.where(table > 0, row > first, (row >= 0) & bool(self._table))
        begins, ends = self._tags.closed(tags.CELL)
        column = np.searchsorted(ends, offset, side="right") - np.searchsorted(begins, rows[row])
        column = np.maximum(column, 0) * below
        width = int(column.max(initial=0)) + 1
        asked, which = np.unique(
            ((table * width + column) * 2 + below) * len(labels) + kind, return_inverse=True
        )
        one = np.empty(len(asked), dtype=np.int64)
        one[which] = np.arange(len(offset))
        said = [self._head_has(int(offset[n]), labels[kind[n]]) for n in one.tolist()]
        return np.array(said, dtype=np.bool_)[which]

    def _titled(
        self, offset: Positions, kind: NDArray[np.uint8], labels: tuple[tuple[str, ...], ...]
    ) -> Marks:
        lines = self.lines(labels)
        if not lines.delimiter or QUOTE in self._content or not len(offset):
            return np.zeros(len(offset), dtype=np.bool_)
        text = np.frombuffer(self._content, dtype=np.uint8)
        ends = np.append(-1, np.flatnonzero(text == np.uint8(ord("\n"))))
        parting = np.flatnonzero(text == np.uint8(lines.delimiter))
        line = ends[np.searchsorted(ends, offset) - 1]
        column = np.searchsorted(parting, offset) - np.searchsorted(parting, line)
        columns = lines.said.shape[1] - 1
        said: Marks = lines.said[kind, np.minimum(column, columns)]
        said &= (column < columns) & (offset > lines.own)
        return said

    def row_before(self, until: int) -> int | None:
        """Give where the row of a table of HTML begins in which an offset lies, or None."""
        row = bisect(self._rows, until) - 1
        return self._rows[row] if row >= 0 else None

    def _any_head_has(self, labels: tuple[str, ...]) -> bool:
        """Say whether the head of any column has a label; of tables of HTML it is not known yet."""
        if self.in_tables:
            return True
        if labels not in self._titled_by:
            self._titled_by[labels] = any(_has(title, labels) for title in self._titles)
        return self._titled_by[labels]

    def _head_has(self, start: int, labels: tuple[str, ...]) -> bool:
        head = self._column_head(start)
        if (labels, head) not in self._judged:
            self._judged[labels, head] = bool(in_bytes(labels).search(head))
        return self._judged[labels, head]

    def _may_be_there(self, labels: tuple[str, ...]) -> bool:
        if len(self._content) > LONGEST_SEARCHED:
            return True
        if labels not in self._there:
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
        if (table, column) not in self._cells:
            head = self._content[self._rows[first] : self._rows[first + 1]]
            self._cells[table, column] = _cell(head, column)
        return self._cells[table, column]

    def _earlier_head(self, start: int) -> bytes:
        here = bisect(self._rows, start) - 1
        row = ROW.search(self._table)
        if here < 0 or row is None:
            return b""
        column = len(CELL.findall(self._content, self._rows[here], start)) - 1
        return _cell(self._table[row.start() :], column)

    def _field_head(self, start: int) -> bytes:
        if not self._delimiter or start <= self._own:
            return b""
        line_start = self._content.rfind(b"\n", 0, start) + 1
        # Every other part lies between quotes, where a delimiter parts no columns.
        unquoted = self._content[line_start:start].split(QUOTE)[::2]
        column = sum(part.count(self._delimiter) for part in unquoted)
        return self._titles[column] if column < len(self._titles) else b""


def _has(title: bytes, labels: tuple[str, ...]) -> bool:
    """Say whether a title has a label; most have none, and a pattern takes long to be made."""
    lower = title.lower()
    return any(root in lower for root in roots(labels)) and bool(in_bytes(labels).search(title))


def _said(labels: tuple[tuple[str, ...], ...], titles: list[bytes]) -> NDArray[np.bool_]:
    said = np.zeros((len(labels), len(titles) + 1), dtype=np.bool_)
    for kind, several in enumerate(labels):
        said[kind, :-1] = [_has(title, several) for title in titles]
    said[:, -1] = said[:, :-1].any(axis=1)
    return said


@cache
def _begun(labels: tuple[tuple[str, ...], ...]) -> Marks:
    """Mark the hashes of three bytes by which any label may begin, in lower case."""
    table = np.zeros(1 << 20, dtype=np.bool_)
    for root in roots(tuple(label for several in labels for label in several)):
        thirds = root[2:3] or bytes(range(256))
        threes = [int.from_bytes(root[:2] + bytes([third]), "little") for third in thirds]
        table[(np.array(threes, dtype=np.uint32) * SPREAD) >> SHORTER] = True
    return table


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
def _any_root(labels: tuple[str, ...]) -> re.Pattern[bytes]:
    return re.compile(b"|".join(map(re.escape, roots(labels))) or b"(?!)")


@cache
def _in_text(label: str) -> re.Pattern[str]:
    # Labels in Latin letters match only whole words: "telling" has no "tel".
    return re.compile(rf"(?<![A-Za-z]){re.escape(label)}(?![A-Za-z])", re.IGNORECASE)
