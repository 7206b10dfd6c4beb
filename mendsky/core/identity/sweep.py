# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Place and count what stands in separated values by compiled code, where there is much of it.

Numba takes half a second to import, so only a content of a megabyte and more comes here.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from mendsky.core.identity.cells import MOST_COLUMNS, Marks, Positions
from mendsky.core.identity.damage import KEPT, division_beginnings
from mendsky.core.identity.evidence import Column
from mendsky.core.identity.identifiers import Identifiers
from mendsky.core.terms.nations import Nation

WIDER = 64
"""Columns that a row may have more than any before."""
LINE = ord("\n")


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Swept:
    """Where identifiers stand."""

    column: Positions
    row: Positions
    """Number of each one's row, from 1."""
    whole: Marks
    """Whether a cell is the identifier and nothing else."""
    rows: int


def sweep(
    content: bytes, delimiter: bytes, found: Identifiers, columns: list[Column], nation: Nation
) -> Swept | None:
    """Place identifiers of whole lines and count cells into `columns`, which grow as rows are wider.

    Gives None where that cannot be compiled, or asks for more than it knows: then nothing was counted.
    """
    code = kernel()
    rows = [row for row in nation.identifiers if row.division_at == 0 and row.length > KEPT]
    if code is None or len(rows) > 1:
        return None
    size = len(content) + (not content.endswith(b"\n"))
    text = np.empty(size + code.PADDING, dtype=np.uint8)
    text[: len(content)] = np.frombuffer(content, dtype=np.uint8)
    text[len(content) :] = 0
    text[size - 1] = LINE
    width = min(len(columns) + WIDER, MOST_COLUMNS)
    quoted = bool(delimiter) and b'"' in content
    for honoured in (True, False) if quoted else (False,):
        column, row = np.full(len(found), -1, dtype=np.int64), np.zeros(len(found), dtype=np.int64)
        whole, counts = np.zeros(len(found), dtype=bool), np.zeros((width, 5), dtype=np.int64)
        number = code.cut(
            text, size, np.uint8(delimiter[0] if delimiter else LINE), honoured, found.offset,
            found.length, column, row, whole, counts, division_beginnings(nation.issued_codes),
            rows[0].length if rows else -1, -1 if not rows or rows[0].date_at is None else rows[0].date_at,
        )  # fmt: skip
        if number >= 0:
            break
    filled = np.flatnonzero(counts[:, 0])
    columns += [Column(head="") for _ in range(int(filled.max(initial=-1)) + 1 - len(columns))]
    for seen, (cells, some, floats, sure, starred) in zip(columns, counts.tolist(), strict=False):
        seen.cells += cells
        seen.filled += some
        seen.damaged += floats
        seen.surely_damaged += sure
        seen.masked += starred
    return Swept(column=column, row=row + 1, whole=whole, rows=int(number))


@cache
def kernel() -> Any:
    """Give the module of compiled code, or None where numba cannot be had."""
    try:
        return import_module("mendsky.core.identity.cell_kernel")
    except (ImportError, OSError, RuntimeError):
        return None
