# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Count the records and distinct people of a table, keeping nobody's data.

A row is a record. A person is a distinct identifier of a kind that belongs to one person; only a
number whose check holds (tier A or B) counts as one. Values live in memory for one block of rows.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mendsky.core.census import theta
from mendsky.core.census.theta import Sketch
from mendsky.core.identity import pseudonyms
from mendsky.core.identity.compiled import prepare
from mendsky.core.identity.find import found_in
from mendsky.core.identity.identifiers import B, Identifiers
from mendsky.core.identity.tables import tables
from mendsky.core.terms.counts import CountGrade, People
from mendsky.core.terms.nations import Nation

MUCH = 1 << 19
"""Bytes of a table from which on the kernels are worth being loaded."""
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
    a first row without an identifier is taken for the head of the table. `compiling` is called once
    where a large table makes kernels be compiled, which takes some seconds.
    """

    def __init__(
        self,
        *,
        nation: Nation,
        key: bytes,
        birth_years: tuple[int, int],
        k: int,
        kinds: Collection[str] | None = None,
        compiling: Callable[[], object] = lambda: None,
    ) -> None:
        self._key = key
        self._compiling, self._bytes, self._prepared = compiling, 0, False
        self._tables = tables(nation, birth_years, general=False)
        self._kinds = tuple(
            row.kind for row in nation.identifiers if row.person and (kinds is None or row.kind in kinds)
        )
        self._sketch, self._first = theta.empty(k), True
        self._records = self._without = self._identifiers = 0

    def add_rows(self, rows: Sequence[bytes]) -> None:
        """Count rows given without their line ends, which may have line ends within."""
        block = [row for row in rows if row.strip()]
        if not block:
            return
        found = self._found(b"\n".join(block))
        ends = np.cumsum([len(row) + 1 for row in block])
        held = np.zeros(len(block), dtype=bool)
        held[np.searchsorted(ends, found.offset, side="right")] = True
        self._count(held, found)

    def add_lines(self, lines: bytes) -> None:
        """Count rows that are whole lines."""
        content = lines if lines.endswith(b"\n") else lines + b"\n"
        found = self._found(content)
        ends = np.flatnonzero(np.frombuffer(content, dtype=np.uint8) == LINE_END)
        held = np.zeros(len(ends), dtype=bool)
        held[np.searchsorted(ends, found.offset)] = True
        filled = held.copy()
        for line in np.flatnonzero(~held):
            start = int(ends[line - 1]) + 1 if line else 0
            filled[line] = bool(content[start : int(ends[line])].strip())
        self._count(held[filled], found)

    def result(self) -> TableCount:
        """Give what was counted so far."""
        low, point, high = (min(bound, self._identifiers) for bound in theta.estimate(self._sketch))
        return TableCount(
            records=self._records,
            rows_without_identifier=self._without,
            people=People(low=low, point=point, high=high + self._without, grade=CountGrade.G3),
            sketch=self._sketch,
        )

    def _found(self, content: bytes) -> Identifiers:
        self._bytes += len(content)
        if self._bytes >= MUCH and not self._prepared:
            self._prepared = True
            prepare(self._tables, self._compiling)
        found = found_in(content, self._tables)
        counted = found.of_kinds(self._kinds) & (found.tier <= B)
        return found if counted.all() else found.select(counted)

    def _count(self, held: NDArray[np.bool_], found: Identifiers) -> None:
        """Count rows, given of each that is one whether it holds an identifier."""
        if not len(held):
            return
        not_a_row = int(self._first and not held[0])
        self._first = False
        self._records += len(held) - not_a_row
        self._without += len(held) - int(held.sum()) - not_a_row
        self._identifiers += len(found)
        self._sketch = theta.grown(self._sketch, pseudonyms(found, self._key))
