# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cut SQL dumps into cells: rows of `INSERT`, and of PostgreSQL's `COPY`.

A column is known by its table and its place. Names come from the statement itself or from the table's
`CREATE TABLE` before it, as `mysqldump` writes them.
"""

import re

import numpy as np

from mendsky.core.identity.cells import (
    MOST_COLUMNS,
    NOTHING,
    Bytes,
    Cells,
    Marks,
    Positions,
    characters,
    trimmed,
)
from mendsky.core.identity.encoding import decoded

STATEMENT = re.compile(
    rb"""(?P<verb>INSERT[ ]+(?:IGNORE[ ]+)?INTO|CREATE[ ]+TABLE(?:[ ]+IF[ ]+NOT[ ]+EXISTS)?|COPY)
    \s+(?P<table>[^\s(;]{1,256})\s*
    (?:(?P<names>\([^()']{0,65536}\))\s*)?(?P<rest>VALUES?\s*(?=\()|FROM\s+stdin[^\n]{0,256}\n)?""",
    re.IGNORECASE | re.VERBOSE,
)
VERBS = tuple(form for verb in (b"INSERT", b"CREATE", b"COPY") for form in (verb, verb.lower()))
FOUR = 4
BEGINNINGS = np.array([int.from_bytes(verb[:FOUR], "little") for verb in VERBS], dtype=np.uint32)
C, I, N, O, R = (np.uint8(letter) for letter in b"cinor")  # noqa: E741 - they are those letters
NAME = re.compile(rb'^\s*(?:`([^`]+)`|"([^"]+)"|\[([^\]]+)\]|([^\s,()`"\[]+))')
NO_COLUMN = re.compile(
    rb"^\s*(?:PRIMARY|UNIQUE|KEY|INDEX|CONSTRAINT|FULLTEXT|FOREIGN|CHECK)\b", re.IGNORECASE
)
TYPE_SIZES = re.compile(rb"\([^()]{0,256}\)")
LONGEST_DEFINITION = 1 << 16
COPY_END = b"\n\\."
OPEN, CLOSE, COMMA, APOSTROPHE, BACKSLASH, LINE, TAB = (np.uint8(byte) for byte in b"(),'\\\n\t")
BEFORE = b"\n\r\t ;"
"""What stands before a statement."""
Cut = tuple[Positions, Positions, Positions, Positions]
"""Begin, end and column of each cell, and begins of rows."""
NULLS = (b"NULL", b"null", b"\\N")


class Statements:
    """Cuts statements; a row that no statement was seen for is cut as one of the last."""

    def __init__(self) -> None:
        self._heads: list[str] = []
        self._columns: dict[tuple[bytes, int], int] = {}
        self._names: dict[bytes, list[bytes]] = {}
        self._table = b""
        self._copying = False

    def skips(self, content: bytes) -> bool:  # noqa: ARG002 - as every cutter is asked
        """Say that all must be cut: a statement names the columns of what follows."""
        return False

    def end(self, content: bytes | bytearray, most: int) -> int:
        """Give where the last line within the first `most` bytes ends, or the last row where none does."""
        return content.rfind(b"\n", 0, most) + 1 or content.rfind(b"),", 0, most) + 1

    def cut(self, content: bytes) -> Cells:
        """Give the cells of the rows of all statements, whatever stands between rows left out."""
        # What is no row of an INSERT is blanked, so that all those rows are cut at once.
        inserted = bytearray(content)
        parts: list[Cut] = []
        tables, since = [self._table], [0]
        at = self._copied(content, 0, inserted, parts) if self._copying else 0
        for match in _statements(content):
            if match.start() < at:
                continue
            at = self._begun(content, match)
            inserted[match.start() : at] = b" " * (at - match.start())
            tables.append(self._table)
            since.append(at)
            if self._copying:
                at = self._copied(content, at, inserted, parts)
        start, stop, place, row = _inserted(bytes(inserted))
        table = np.searchsorted(np.array(since), start, side="right") - 1
        parts.append((start, stop, self._numbered(tables, table, place), row))
        order = np.argsort(np.concatenate([part[0] for part in parts]), kind="stable")
        start, stop, column = (np.concatenate([part[n] for part in parts])[order] for n in range(3))
        start, stop = trimmed(characters(content), start, stop, b"'")
        return Cells(
            start=_without_nulls(content, start, stop),
            end=stop,
            column=column,
            rows=np.sort(np.concatenate([part[3] for part in parts])),
            heads=self._heads,
        )

    def _begun(self, content: bytes, match: re.Match[bytes]) -> int:
        """Note what a statement says, and give where its rows begin."""
        self._table = match["table"].rpartition(b".")[2].strip(b'`"[]')
        if match["verb"].upper().startswith(b"CREATE"):
            self._names[self._table] = _defined(
                content[match.end("table") : match.end() + LONGEST_DEFINITION]
            )
            stop = content.find(b";", match.end())
            return stop + 1 if stop >= 0 else len(content)
        if match["names"]:
            self._names[self._table] = [_name(one) for one in match["names"][1:-1].split(b",")]
        self._copying = (match["rest"] or b"")[:4].upper() == b"FROM"
        return match.end()

    def _copied(self, content: bytes, at: int, inserted: bytearray, parts: list[Cut]) -> int:
        """Cut the lines of a COPY, and give where they end."""
        stop = at if content.startswith(COPY_END[1:], at) else content.find(COPY_END, at) + 1
        self._copying = not stop
        stop = stop or len(content)
        start, end, place, rows = _lines(content[at:stop])
        column = self._numbered([self._table], np.zeros(len(place), dtype=np.int64), place)
        parts.append((start + at, end + at, column, rows + at))
        inserted[at:stop] = b" " * (stop - at)
        return stop

    def _numbered(self, tables: list[bytes], table: Positions, place: Positions) -> Positions:
        """Give the column of each cell by its table, an index into `tables`, and its place in the row."""
        width = min(int(place.max(initial=-1)) + 1, MOST_COLUMNS)
        place = np.minimum(place, width)
        names = sorted(set(tables))
        numbers = np.full((len(names), width + 1), -1, dtype=np.int64)
        which = np.array([names.index(name) for name in tables], dtype=np.int64)[table]
        met = np.flatnonzero(np.bincount(which * (width + 1) + place))
        for n in met:
            name, at = names[n // (width + 1)], int(n % (width + 1))
            if at < width:
                numbers[n // (width + 1), at] = self._column(name, at)
        return numbers[which, place]

    def _column(self, table: bytes, place: int) -> int:
        if (table, place) not in self._columns:
            if len(self._heads) >= MOST_COLUMNS or not table:
                return -1
            names = self._names.get(table, [])
            self._columns[table, place] = len(self._heads)
            self._heads.append(decoded(names[place]) if place < len(names) else "")
        return self._columns[table, place]


def _statements(content: bytes) -> list[re.Match[bytes]]:
    """Give the statements that tell of rows, in their order."""
    found, seen = [], dict[bytes, int]()
    for at in _verbs(content):
        verb = content[at : at + 2]
        begins = at == 0 or content[at - 1] in BEFORE
        match = STATEMENT.match(content, at) if begins and at >= seen.get(verb, 0) else None
        if match is not None:
            seen[verb] = match.end()
            if match["rest"] or match["verb"].upper().startswith(b"CREATE"):
                found.append(match)
    return found


def _verbs(content: bytes) -> list[int]:
    """Give where verbs stand: by two letters first, for hardly any text has those of one."""
    text = np.frombuffer(content + bytes(FOUR), dtype=np.uint8)
    lower = text[: len(content) + 1] | np.uint8(0x20)
    first, second = lower[:-1], lower[1:]
    at = np.flatnonzero(((first == I) & (second == N)) | ((first == C) & ((second == R) | (second == O))))
    words = np.ndarray((len(content) + 1,), dtype="<u4", buffer=text, strides=(1,))
    at = at[np.isin(words[at], BEGINNINGS)]
    return [one for one in at.tolist() if content.startswith(VERBS, one)]


def _defined(definition: bytes) -> list[bytes]:
    """Name the columns of a `CREATE TABLE`, given from its opening parenthesis on."""
    body = definition[definition.find(b"(") + 1 :].partition(b";")[0]
    parts = TYPE_SIZES.sub(b"", body).split(b",")
    return [_name(part) for part in parts if NAME.match(part) and not NO_COLUMN.match(part)]


def _name(part: bytes) -> bytes:
    match = NAME.match(part)
    return next((group for group in match.groups() if group), b"") if match else b""


def _inserted(piece: bytes) -> Cut:
    """Cut `(1,'a'),(2,'b')`; give begin, end and place of each cell, and begins of rows."""
    text = characters(piece)
    telling = (text == OPEN) | (text == CLOSE) | (text == COMMA)
    if b"'" in piece:
        quotes = text == APOSTROPHE
        if b"\\" in piece:
            quotes[1:] &= ~((text[:-1] == BACKSLASH) & ~_escaped(text)[:-1])
        telling |= quotes
    marks = np.flatnonzero(telling)
    # What stands between quotes parts nothing.
    quote = text[marks] == APOSTROPHE
    marks = marks[~quote & (np.cumsum(quote) & 1 == 0)]
    if not len(marks):
        return NOTHING, NOTHING, NOTHING, NOTHING
    kind = text[marks]
    # A function's own parentheses lie deeper than a row's.
    depth = np.cumsum((kind == OPEN).astype(np.int64) - (kind == CLOSE))
    opens = (kind == OPEN) & (depth == 1)
    within = (kind == COMMA) & (depth == 1)
    structural = opens | within | ((kind == CLOSE) & (depth == 0))
    marks, opens, within = marks[structural], opens[structural], within[structural]
    if not len(marks):
        return NOTHING, NOTHING, NOTHING, NOTHING
    begins = opens | within
    begins[-1] = False  # the last row may have been cut
    which = np.flatnonzero(begins)
    place = np.arange(len(marks)) - np.maximum.accumulate(np.where(opens, np.arange(len(marks)), 0))
    return marks[which] + 1, marks[which + 1], place[which], marks[opens]


def _escaped(text: Bytes) -> Marks:
    """Mark backslashes that a backslash before them escapes: every second one of a run."""
    slash: Marks = text == BACKSLASH
    place = np.arange(len(text))
    begin = np.maximum.accumulate(np.where(slash, 0, place + 1))
    slash &= (place - begin) % 2 == 1
    return slash


def _lines(piece: bytes) -> Cut:
    """Cut lines at tabs, as `COPY` writes them."""
    text = characters(piece)[: len(piece)]
    ends = np.flatnonzero((text == LINE) | (text == TAB))
    if not len(ends):
        return NOTHING, NOTHING, NOTHING, NOTHING
    start = np.append(0, ends[:-1] + 1)
    first = np.append(True, text[ends[:-1]] == LINE)
    number = np.arange(len(ends))
    place = number - np.maximum.accumulate(np.where(first, number, 0))
    return start, ends, place, start[first]


def _without_nulls(piece: bytes, start: Positions, end: Positions) -> Positions:
    """Give begins in which a cell that says NULL is empty."""
    short = np.flatnonzero((end - start == 4) | (end - start == 2))
    nulls = [n for n in short if piece[start[n] : end[n]] in NULLS]
    start[nulls] = end[nulls]
    return start
