# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Place and count what stands in separated values by compiled code, where there is much of it.

Numba takes half a second to import, so only a content of a megabyte and more comes here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np

from mendsky.core.identity.cells import MOST_COLUMNS, Bytes, Marks, Positions
from mendsky.core.identity.damage import KEPT, division_beginnings
from mendsky.core.identity.evidence import Column
from mendsky.core.identity.identifiers import C, Identifiers
from mendsky.core.identity.tally import note_beginnings, wants_beginnings
from mendsky.core.terms.nations import Nation

WIDER = 64
"""Columns that a row may have more than any before."""
LINE = ord("\n")
WHOLE, WEAK = 0, 1
"""Places in `Swept.pairs`."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Swept:
    """Where identifiers stand."""

    column: Positions
    row: Positions
    """Number of each one's row, from 1 or what was asked."""
    whole: Marks
    """Whether a cell is the identifier and nothing else."""
    rows: int
    stars: bool
    """Whether a star stands in the text."""
    pairs: Positions
    """By column and kind, the number of kinds to a column: those that are a cell, at tier C, or both."""


class Found(NamedTuple):
    """Arrays of what was found, as `Identifiers` has them."""

    offset: Positions
    length: Positions
    kind: Bytes
    tier: Bytes


class Places(NamedTuple):
    """Arrays that the kernel writes into, an entry for each that was found."""

    column: Positions
    row: Positions
    whole: Bytes
    pairs: Positions
    """As `Swept.pairs`, in one dimension and zeroed."""


class Asked(NamedTuple):
    """What the kernel is asked for."""

    delimiter: np.uint8
    kinds: int
    base: int
    """Offset of the text in what offsets are counted in."""
    first_row: int
    length: int
    """Characters of the kind whose damaged numbers are known; -1 for none."""
    date_at: int
    beginnings: Bytes


def sweep(
    content: bytes | bytearray,
    delimiter: bytes,
    found: Identifiers,
    columns: list[Column],
    nation: Nation,
    *,
    size: int | None = None,
    base: int = 0,
    first_row: int = 1,
) -> Swept | None:
    """Place identifiers of whole lines and count cells into `columns`, which grow as rows are wider.

    Of the content the first `size` bytes are looked at; they stand at `base` of what offsets are counted
    in, and their first row has the number `first_row`. Gives None where that cannot be compiled, or asks
    for more than it knows: then nothing was counted.
    """
    code = kernel()
    rows = [row for row in nation.identifiers if row.division_at == 0 and row.length > KEPT]
    if code is None or len(rows) > 1:
        return None
    text, size = _padded(content, len(content) if size is None else size, code.PADDING)
    width, kinds = min(len(columns) + WIDER, MOST_COLUMNS), len(found.kinds)
    asked = Asked(
        delimiter=np.uint8(delimiter[0] if delimiter else LINE), kinds=kinds, base=base, first_row=first_row,
        length=rows[0].length if rows else -1,
        date_at=-1 if not rows or rows[0].date_at is None else rows[0].date_at,
        beginnings=division_beginnings(nation.issued_codes).view(np.uint8),
    )  # fmt: skip
    placed = Found(found.offset, found.length, found.kind, found.tier)
    column, row = np.empty(len(found), dtype=np.int64), np.empty(len(found), dtype=np.int64)
    whole = np.empty(len(found), dtype=np.uint8)
    quoted = bool(delimiter) and content.find(b'"', 0, size) >= 0
    for honoured in (True, False) if quoted else (False,):
        pairs, counts = np.zeros(3 * width * kinds, np.int64), np.zeros(width * code.FIELDS, np.int64)
        number, stars = code.cut(
            text, size, honoured, placed, Places(column, row, whole, pairs), counts, asked
        )
        if number >= 0:
            break
    _count_cells(columns, counts.reshape(width, -1))
    swept = Swept(
        column=column, row=row, whole=whole.view(np.bool_), rows=int(number), stars=bool(stars),
        pairs=pairs.reshape(-1, 3),
    )  # fmt: skip
    _tally_pairs(columns, found, swept, nation)
    return swept


def lift(found: Identifiers, swept: Swept, pairs: Iterable[int]) -> None:
    """Raise identifiers that were swept, in place, from tier C to B, where column and kind are in a pair."""
    marks = np.zeros(len(swept.pairs), dtype=np.uint8)
    marks[list(pairs)] = 1
    kernel().lift(found.tier, found.kind, swept.column, len(found.kinds), marks)


def _count_cells(columns: list[Column], counts: Positions) -> None:
    """Add what the kernel counted of each column."""
    cells = np.cumsum(counts[::-1, 0])[::-1]
    columns += [Column(head="") for _ in range(int(np.count_nonzero(cells)) - len(columns))]
    for seen, all_of_it, (_, empty, floats, sure) in zip(
        columns, cells.tolist(), counts.tolist(), strict=False
    ):
        seen.cells += all_of_it
        seen.filled += all_of_it - empty
        seen.damaged += floats
        seen.surely_damaged += sure


def _tally_pairs(columns: list[Column], found: Identifiers, swept: Swept, nation: Nation) -> None:
    """Count the cells that are one identifier, as `tally_found` does."""
    kinds = len(found.kinds)
    rows = {row.kind: row for row in nation.identifiers}
    for number in np.flatnonzero(swept.pairs[:, WHOLE]).tolist():
        column, kind = columns[number // kinds], found.kinds[number % kinds]
        count, _, weak = swept.pairs[number].tolist()
        column.passes[kind] = column.passes.get(kind, 0) + count
        if weak and wants_beginnings(column, kind, rows.get(kind)):
            mine = swept.whole & (found.tier == C) & (swept.column == number // kinds)
            mine &= found.kind == number % kinds
            note_beginnings(column, kind, found.packed[np.flatnonzero(mine)], rows.get(kind))


@cache
def kernel() -> Any:
    """Give the module of compiled code, or None where numba cannot be had."""
    try:
        return import_module("mendsky.core.identity.cell_kernel")
    except (ImportError, OSError, RuntimeError):
        return None


def _padded(content: bytes | bytearray, size: int, padding: int) -> tuple[Bytes, int]:
    """Give bytes that end a line and so many more behind them, and the number of the former."""
    if size and content[size - 1] == LINE and len(content) >= size + padding:
        text = np.frombuffer(content, dtype=np.uint8)
    else:
        behind = b"" if size and content[size - 1] == LINE else b"\n"
        text = np.frombuffer(b"".join((memoryview(content)[:size], behind, bytes(padding))), dtype=np.uint8)
        size += len(behind)
    text.flags.writeable = False  # as other contents are: else all is compiled once more
    return text, size
