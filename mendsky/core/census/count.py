# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Count the records and distinct people of a table, keeping nobody's data.

A row is a record. A person is a distinct identifier of a kind that belongs to one person; only a
number whose check holds (tier A or B) counts as one. Values live in memory for one block of rows.
Rows that are lines of plain text are judged by arrays, all others one by one, with the same result.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from mendsky.core.census import theta
from mendsky.core.census.theta import Hashes, Sketch
from mendsky.core.identity import (
    canonical,
    find,
    find_in_bulk,
    is_plain,
    judges_in_bulk,
    pseudonyms,
    pseudonyms_of_numbers,
    tables,
)
from mendsky.core.terms.counts import CountGrade, People
from mendsky.core.terms.nations import Nation

COUNTED_TIERS = frozenset({"A", "B"})
BLOCK_BYTES = 1 << 20
"""Rows are looked at together up to this size, since each look has its price."""
LINE_END = 0x0A


@dataclass(frozen=True, kw_only=True, slots=True)
class TableCount:
    """What a table holds."""

    records: int
    rows_without_identifier: int
    people: People
    """Distinct people; rows without an identifier stand in the upper bound, each as a person more."""
    sketch: Sketch = field(repr=False)


class Tally:
    """Counts a table's rows as they come, block by block.

    `key` is the series' secret of 16 or 32 bytes, `kinds` the kinds of identifiers to count people
    by, where None every kind of the nation that belongs to one person. Empty rows are no records;
    a first row without an identifier is taken for the head of the table.
    """

    def __init__(
        self,
        *,
        nation: Nation,
        key: bytes,
        birth_years: tuple[int, int],
        k: int,
        kinds: Collection[str] | None = None,
    ) -> None:
        wanted = [row for row in nation.identifiers if row.person and (kinds is None or row.kind in kinds)]
        self._nation, self._key, self._birth_years = nation, key, birth_years
        self._kinds = {row.kind for row in wanted}
        same_length = [row for row in nation.identifiers for one in wanted if row.length == one.length]
        in_bulk = len(wanted) == len(same_length) == 1 and judges_in_bulk(wanted[0])
        self._tables = tables(nation, wanted[0], birth_years) if in_bulk else None
        self._sketch, self._first = theta.empty(k), True
        self._records = self._without = self._identifiers = 0

    def add_rows(self, rows: Sequence[bytes]) -> None:
        """Count rows given without their line ends, looking at each identifier by itself."""
        block = [row for row in rows if row.strip()]
        if not block:
            return
        content = b"\n".join(block)
        found = [
            one
            for one in find(content, self._nation, self._birth_years)
            if one.kind in self._kinds and one.tier in COUNTED_TIERS
        ]
        held = _rows_with([one.start for one in found], block)
        self._count(len(block), held.count(False), len(found), head=not held[0])
        if found:
            values = [canonical(content, one, self._nation) for one in found]
            self._grow(pseudonyms(values, self._key))

    def add_lines(self, lines: bytes) -> None:
        """Count rows that are whole lines, by arrays where their bytes are plain text."""
        if self._tables is None or not is_plain(lines):
            self.add_rows(lines.split(b"\n"))
            return
        content = lines if lines.endswith(b"\n") else lines + b"\n"
        found = find_in_bulk(content, self._tables)
        ends = np.flatnonzero(np.frombuffer(content, dtype=np.uint8) == LINE_END)
        # A run of letters and digits breaks no line, so where it begins is where it is.
        held = np.zeros(len(ends), dtype=bool)
        held[np.searchsorted(ends, found.starts)] = True
        filled = held.copy()
        filled[np.searchsorted(ends, found.words)] = True
        for line in np.flatnonzero(~filled):
            start = int(ends[line - 1]) + 1 if line else 0
            filled[line] = bool(content[start : int(ends[line])].strip())
        rows = int(filled.sum())
        if not rows:
            return
        head = not held[int(np.argmax(filled))]
        self._count(rows, rows - int(held.sum()), len(found.starts), head=head)
        self._grow(pseudonyms_of_numbers(found.numbers, self._key))

    def result(self) -> TableCount:
        """Give what was counted so far."""
        low, point, high = (min(bound, self._identifiers) for bound in theta.estimate(self._sketch))
        return TableCount(
            records=self._records,
            rows_without_identifier=self._without,
            people=People(low=low, point=point, high=high + self._without, grade=CountGrade.G3),
            sketch=self._sketch,
        )

    def _count(self, rows: int, without: int, identifiers: int, *, head: bool) -> None:
        not_a_row = int(self._first and head)
        self._first = False
        self._records += rows - not_a_row
        self._without += without - not_a_row
        self._identifiers += identifiers

    def _grow(self, people: Hashes) -> None:
        self._sketch = theta.grown(self._sketch, people)


def count_table(
    rows: Iterable[bytes],
    *,
    nation: Nation,
    key: bytes,
    birth_years: tuple[int, int],
    k: int,
    kinds: Collection[str] | None = None,
) -> TableCount:
    """Count a table's rows, given without their line ends, as `Tally` does."""
    tally = Tally(nation=nation, key=key, birth_years=birth_years, k=k, kinds=kinds)
    block: list[bytes] = []
    size = 0
    for row in rows:
        block.append(row)
        size += len(row) + 1
        if size >= BLOCK_BYTES:
            tally.add_rows(block)
            block, size = [], 0
    tally.add_rows(block)
    return tally.result()


def _rows_with(starts: list[int], block: list[bytes]) -> list[bool]:
    """Say of each row of a block whether one of the ascending offsets lies in it."""
    held = []
    position = end = 0
    for row in block:
        end += len(row) + 1
        before = position
        while position < len(starts) and starts[position] < end:
            position += 1
        held.append(position > before)
    return held
