# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cells whose long number went through a float and lost its last digits.

A spreadsheet keeps 15 digits: it shows `1.10105E+17`, and writes out zeros for the rest. Whom such a
number named cannot be known any more, so it is told apart from a number that names nobody.
"""

import numpy as np
from numpy.typing import NDArray

from mendsky.core.identity.cells import Bytes, Cells, Marks, Positions, characters
from mendsky.core.terms.nations import IdentifierRow, Nation

KEPT = 15
"""Digits that a float keeps for certain (IEEE 754 binary64)."""
EXPONENTS = (b"E+1", b"e+1", b"E1", b"e1")
ZERO, ONE, PLUS, POINT = (np.uint8(byte) for byte in b"01+.")
MONTHS, DAYS = 12, 31


def damaged_cells(content: bytes, cells: Cells, nation: Nation) -> tuple[Marks, Marks]:
    """Mark the cells that are a float of 11 digits and more; and those that surely were an identifier.

    Sure are those with the digits and the length of a kind that begins with a division code.
    """
    nothing = np.zeros(len(cells.start), dtype=bool)
    floats = any(mark in content for mark in EXPONENTS)
    rows = [row for row in nation.identifiers if row.division_at == 0 and row.length > KEPT]
    zeros = [row for row in rows if b"0" * (row.length - KEPT) in content]
    if not len(cells.start) or not (floats or zeros):
        return nothing, nothing
    text = characters(content)
    any_float, sure = nothing, nothing.copy()
    if floats:
        any_float, exponent = _floats(text, cells)
        for row in rows:
            sure |= (
                any_float & (exponent == row.length - 1) & _begins(text, cells.start, row, nation, point=1)
            )
    any_float = any_float.copy()
    for row in zeros:
        rounded = _rounded(text, cells, row) & _begins(text, cells.start, row, nation, point=0)
        any_float |= rounded
        sure |= rounded
    return any_float, sure


def _floats(text: Bytes, cells: Cells) -> tuple[Marks, Positions]:
    """Mark the cells written as 1.2E+17 or 1.2e17, and give the exponents of those between 10 and 19."""
    end = cells.end
    digit = text[end - 1] - ZERO
    long = (cells.end - cells.start > 3) & (digit <= 9) & (text[end - 2] == ONE)
    signed = ((text[end - 4] | 0x20) == ord("e")) & (text[end - 3] == PLUS)
    plain = (text[end - 3] | 0x20) == ord("e")
    leads = (text[cells.start] - ONE <= 8) & (
        (text[cells.start + 1] == POINT) | ((text[cells.start + 1] | 0x20) == ord("e"))
    )
    return long & (signed | plain) & leads, digit.astype(np.int64) + 10


def _rounded(text: Bytes, cells: Cells, row: IdentifierRow) -> Marks:
    """Mark the cells of a kind's length whose last digits are zeros behind a possible birth date."""
    marked: Marks = cells.end - cells.start == row.length
    which = np.flatnonzero(marked)
    digits = text[cells.start[which, None] + np.arange(row.length)] - ZERO
    good = (digits <= 9).all(axis=1) & (digits[:, KEPT:] == 0).all(axis=1)
    if row.date_at is not None:
        month = digits[:, row.date_at + 4] * 10 + digits[:, row.date_at + 5]
        day = digits[:, row.date_at + 6] * 10 + digits[:, row.date_at + 7]
        good &= (month >= 1) & (month <= MONTHS) & (day >= 1) & (day <= DAYS)
    marked[which] = good
    return marked


def _begins(
    text: Bytes, start: Positions, row: IdentifierRow, nation: Nation, *, point: int
) -> NDArray[np.bool_]:
    """Mark the cells whose first two digits, the second behind a decimal point, begin a division code."""
    last = len(text) - 1
    first = text[start].astype(np.int64) - ZERO
    second = text[np.minimum(start + 1 + point, last)].astype(np.int64) - ZERO
    table = np.zeros(100, dtype=bool)
    table[[int(code[:2]) for code in nation.issued_codes if code[:2].isdigit()]] = row.division_at == 0
    two = first * 10 + second
    return table[np.clip(two, 0, 99)] & (two >= 0) & (two <= 99)
