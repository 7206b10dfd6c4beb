# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Count the records and distinct people of a table, row by row, keeping nobody's data.

A row is a record. A person is a distinct identifier of a kind that belongs to one person; only a
number whose check holds (tier A or B) counts as one. Values live in memory for one block of rows.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from mendsky.core.census import theta
from mendsky.core.census.theta import Sketch
from mendsky.core.identity import canonical, find, pseudonyms
from mendsky.core.terms.counts import CountGrade, People
from mendsky.core.terms.nations import Nation

COUNTED_TIERS = frozenset({"A", "B"})
BLOCK_BYTES = 1 << 20
"""Rows are looked at together up to this size, since each look has its price."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TableCount:
    """What a table holds."""

    records: int
    rows_without_identifier: int
    people: People
    """Distinct people; rows without an identifier stand in the upper bound, each as a person more."""
    sketch: Sketch = field(repr=False)


def count_table(
    rows: Iterable[bytes],
    *,
    nation: Nation,
    key: bytes,
    birth_years: tuple[int, int],
    k: int,
    kinds: Collection[str] | None = None,
) -> TableCount:
    """Count a table's rows, given without their line ends.

    `key` is the series' secret of 16 or 32 bytes, `kinds` the kinds of identifiers to count people
    by, where None every kind of the nation that belongs to one person. Empty rows are no records;
    a first row without an identifier is taken for the head of the table.
    """
    wanted = {row.kind for row in nation.identifiers if row.person and (kinds is None or row.kind in kinds)}
    sketch, first = theta.empty(k), True
    records = without = identifiers = 0
    for block in _blocks(rows):
        content = b"\n".join(block)
        found = [
            one
            for one in find(content, nation, birth_years)
            if one.kind in wanted and one.tier in COUNTED_TIERS
        ]
        held = _rows_with([one.start for one in found], block)
        head = int(first and not held[0])
        first = False
        records += len(block) - head
        without += held.count(False) - head
        identifiers += len(found)
        if found:
            values = [canonical(content, one, nation) for one in found]
            sketch = theta.union([sketch, theta.from_pseudonyms(pseudonyms(values, key), k)], k)
    low, point, high = (min(bound, identifiers) for bound in theta.estimate(sketch))
    return TableCount(
        records=records,
        rows_without_identifier=without,
        people=People(low=low, point=point, high=high + without, grade=CountGrade.G3),
        sketch=sketch,
    )


def _blocks(rows: Iterable[bytes]) -> Iterator[list[bytes]]:
    block: list[bytes] = []
    size = 0
    for row in rows:
        if not row.strip():
            continue
        block.append(row)
        size += len(row) + 1
        if size >= BLOCK_BYTES:
            yield block
            block, size = [], 0
    if block:
        yield block


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
