# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cells whose long number went through a float and lost its last digits.

A spreadsheet keeps 15 digits: it shows `1.10105E+17`, and writes out zeros for the rest. Whom such a
number named cannot be known any more, so it is told apart from a number that names nobody.
"""

from functools import cache

import numpy as np

from mendsky.core.identity.cells import Bytes, Cells, Marks, Positions, characters
from mendsky.core.terms.nations import IdentifierRow, Nation

KEPT = 15
"""Digits that a float keeps for certain (IEEE 754 binary64)."""
ZERO, ONE, PLUS, POINT, EXPONENT = (np.uint8(byte) for byte in b"01+.e")
MONTHS, DAYS = 12, 31


def damaged_cells(content: bytes, cells: Cells, nation: Nation) -> tuple[Marks, Marks]:
    """Mark the cells that are a float of 11 digits and more; and those that surely were an identifier.

    Sure are those with the digits and the length of a kind that begins with a division code.
    """
    any_float, sure = np.zeros((2, len(cells.start)), dtype=bool)
    if not len(cells.start):
        return any_float, sure
    text = characters(content)
    rows = [row for row in nation.identifiers if row.division_at == 0 and row.length > KEPT]
    which = np.flatnonzero((text[cells.end - 2] == ONE) & (cells.end - cells.start > 3))
    which, exponent = _floats(text, cells, which)
    any_float[which] = True
    for row in rows:
        mine = which[exponent == row.length - 1]
        sure[mine] = _begins(text, cells.start[mine], nation, point=1)
    for length in {row.length for row in rows}:
        mine = np.flatnonzero((cells.end - cells.start == length) & (text[cells.end - 2] == ZERO))
        for row in rows:
            if row.length == length:
                rounded = mine[_rounded(text, cells.start[mine], row)]
                rounded = rounded[_begins(text, cells.start[rounded], nation, point=0)]
                any_float[rounded] = sure[rounded] = True
    return any_float, sure


def _floats(text: Bytes, cells: Cells, which: Positions) -> tuple[Positions, Positions]:
    """Give those of some cells that are written as 1.2E+17 or 1.2e17, and their exponents."""
    start, end = cells.start[which], cells.end[which]
    digit = text[end - 1] - ZERO
    signed = ((text[end - 4] | 0x20) == EXPONENT) & (text[end - 3] == PLUS)
    plain = (text[end - 3] | 0x20) == EXPONENT
    leads = (text[start + 1] == POINT) | ((text[start + 1] | 0x20) == EXPONENT)
    float_like = (digit <= 9) & (signed | plain) & leads & (text[start] - ONE <= 8)
    return which[float_like], digit[float_like].astype(np.int64) + 10


def _rounded(text: Bytes, start: Positions, row: IdentifierRow) -> Marks:
    """Mark the cells whose last digits are zeros behind a possible birth date."""
    digits = text[start[:, None] + np.arange(row.length)] - ZERO
    good: Marks = (digits <= 9).all(axis=1) & (digits[:, KEPT:] == 0).all(axis=1)
    if row.date_at is not None:
        month = digits[:, row.date_at + 4] * 10 + digits[:, row.date_at + 5]
        day = digits[:, row.date_at + 6] * 10 + digits[:, row.date_at + 7]
        good &= (month >= 1) & (month <= MONTHS) & (day >= 1) & (day <= DAYS)
    return good


def _begins(text: Bytes, start: Positions, nation: Nation, *, point: int) -> Marks:
    """Mark the cells whose first two digits, the second behind a decimal point, begin a division code."""
    first = text[start].astype(np.int64) - ZERO
    second = text[start + 1 + point].astype(np.int64) - ZERO
    digits = (first >= 0) & (first <= 9) & (second >= 0) & (second <= 9)
    return digits & division_beginnings(nation.issued_codes)[np.where(digits, first * 10 + second, 0)]


@cache
def division_beginnings(codes: frozenset[str]) -> Marks:
    """Mark, of a hundred, the first two digits with which some division code begins."""
    table = np.zeros(100, dtype=bool)
    table[[int(first) for first in {code[:2] for code in codes} if first.isdigit()]] = True
    return table
