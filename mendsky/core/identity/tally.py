# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Count what stands in the columns of one content, into what was counted before."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from mendsky.core.identity.cells import Cells, Marks, Positions
from mendsky.core.identity.damage import damaged_cells
from mendsky.core.identity.evidence import LEAST_BEGINNINGS, Column, beginnings
from mendsky.core.identity.identifiers import C, Identifiers, different
from mendsky.core.terms.nations import IdentifierRow, Nation

EDGE = 2
"""Bytes of a cell that may stand before or behind its number: spreadsheets keep text by an apostrophe."""
SAMPLE = 64
"""Filled cells of a column that are kept, in memory, to be judged by other formats."""
LONGEST_SAMPLED = 64


def tally(columns: list[Column], content: bytes, cells: Cells, nation: Nation) -> None:
    """Count the cells of a content by column."""
    if not columns:
        return
    filled = (cells.end > cells.start) & (cells.column >= 0)
    for number, count in _counted(cells.column[cells.column >= 0]):
        columns[number].cells += count
    for number, count in _counted(cells.column[filled]):
        columns[number].filled += count
    floats, sure = damaged_cells(content, cells, nation)
    for number, count in _counted(cells.column[floats & filled]):
        columns[number].damaged += count
    for number, count in _counted(cells.column[sure & filled]):
        columns[number].surely_damaged += count
    _sample(columns, content, cells, np.flatnonzero(filled))


def _sample(columns: list[Column], content: bytes, cells: Cells, filled: Positions) -> None:
    """Keep some cells of each column of which fewer are kept than wanted."""
    wanting = np.array([len(seen.sample) < SAMPLE for seen in columns])
    if not wanting.any():
        return
    for at in filled[wanting[cells.column[filled]]][: SAMPLE * len(columns)]:
        sample = columns[cells.column[at]].sample
        if len(sample) < SAMPLE:
            sample.append(content[cells.start[at] : min(cells.end[at], cells.start[at] + LONGEST_SAMPLED)])


def are_whole(cells: Cells, found: Identifiers, which: Positions, column: Positions) -> Marks:
    """Say of each identifier whether its cell, which `which` counts, holds nothing else."""
    if not len(found) or not len(cells.start):
        return np.zeros(len(found), dtype=bool)
    start, end = cells.start[which], cells.end[which]
    whole: Marks = (column >= 0) & (found.offset >= start) & (found.offset - start <= EDGE)
    whole &= np.abs(end - found.offset - found.length) <= EDGE
    return whole


def tally_found(
    columns: list[Column],
    found: Identifiers,
    column: Positions,
    whole: Marks,
    rows: Mapping[str, IdentifierRow],
) -> None:
    """Count the cells that are one identifier, and note how those of tier C begin."""
    kinds = len(found.kinds)
    wholes = np.flatnonzero(whole)  # a mask takes several times as long as positions do
    for number, count in _counted(column[wholes] * kinds + found.kind[wholes]):
        passes, kind = columns[number // kinds].passes, found.kinds[number % kinds]
        passes[kind] = passes.get(kind, 0) + count
    weak = wholes[found.tier[wholes] == C]
    if not len(weak):
        return
    pair = column[weak] * kinds + found.kind[weak]
    for number in np.flatnonzero(np.bincount(pair)).tolist():
        seen, kind = columns[number // kinds], found.kinds[number % kinds]
        if wants_beginnings(seen, kind, rows.get(kind)):
            note_beginnings(seen, kind, found.packed[weak[pair == number]], rows.get(kind))


def wants_beginnings(column: Column, kind: str, row: IdentifierRow | None) -> bool:
    """Say whether more beginnings of a kind are to be known of a column: `proves` asks for some."""
    return not (row and row.luhn) and len(column.beginnings.get(kind, ())) < LEAST_BEGINNINGS


def note_beginnings(column: Column, kind: str, packed: NDArray[np.uint64], row: IdentifierRow | None) -> None:
    """Note some beginnings of packed identifiers of a kind in a column."""
    mine = np.sort(beginnings(packed, row))
    column.beginnings.setdefault(kind, set()).update(different(mine)[:LEAST_BEGINNINGS].tolist())


def _counted(numbers: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Give each number that occurs with how often it does."""
    counts = np.bincount(numbers)
    occurring = np.flatnonzero(counts)
    return list(zip(occurring.tolist(), counts[occurring].tolist(), strict=True))
