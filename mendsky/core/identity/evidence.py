# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a column of numbers proves of them, weighed against chance."""

from dataclasses import dataclass, field
from math import log

import numpy as np
from numpy.typing import NDArray

from mendsky.core.identity.formats import Format
from mendsky.core.identity.packing import DIGITS, NUMBERED
from mendsky.core.terms.nations import IdentifierRow

SHARE = 0.95
LEAST_CELLS = 8
CHANCE = log(1e-6)
"""Natural logarithm of the chance that is taken for evidence."""
LEAST_BEGINNINGS = 4
"""Different beginnings among at least `LEAST_CELLS` numbers."""
BEGINNING, MONTH_END = 4, 6
"""Digits of a beginning, and of a birth date's year and month."""
POWERS = np.array([10**n for n in range(16)], dtype=np.uint64)
DATES = 365.25 * 200 / 10**8
"""Share of eight random digits that are a date within two hundred years."""


@dataclass(kw_only=True, slots=True)
class Column:
    """What was seen of one column so far."""

    head: str = field(repr=False)
    """What stands at its head; may be anything that stands in a table."""
    cells: int = 0
    filled: int = 0
    passes: dict[str, int] = field(default_factory=dict)
    """Kind of identifier → cells that are one, whatever its tier."""
    damaged: int = 0
    """Cells that hold a long number as a float, which lost its last digits."""
    surely_damaged: int = 0
    """Those of them that begin as an identifier does."""
    beginnings: dict[str, set[int]] = field(default_factory=dict, repr=False)
    """Kind → some different beginnings of cells that are one; values, to be kept in memory only."""
    sample: list[bytes] = field(default_factory=list, repr=False)
    """Some filled cells; values, to be kept in memory only."""
    foreign: Format | None = None
    """Another nation's format that the column has."""
    judged: bool = False
    """Whether it was asked which format that is."""


def chance(row: IdentifierRow) -> float:
    """Give the natural logarithm of the share of random digits of its length that have a kind's form.

    It is 0, so that no number of cells is evidence, where the form has letters: other things are
    written with a letter and digits too, and all of them would have it.
    """
    if not set(row.alphabet + row.last) <= {*"0123456789X"} or any(not p.isdigit() for p in row.prefixes):
        return 0.0
    share = sum(10.0 ** -len(prefix) for prefix in row.prefixes) if row.prefixes else 1.0
    if row.weights:
        share /= row.modulus
    if row.luhn:
        share /= 10
    if row.date_at is not None:
        share *= DATES
    return min(log(share), 0.0) if share > 0 else 0.0


def beginnings(packed: NDArray[np.uint64], row: IdentifierRow | None) -> NDArray[np.uint64]:
    """Give what differs between numbers of people, not between those that run on, of packed identifiers.

    Of a kind with a birth date that is its year and month, of digits the first four, of others all of it.
    """
    low, high = packed[:, 0], packed[:, 1]
    value = (low >> np.uint64(8)) | (high << np.uint64(56))
    tag = low & np.uint64(0xFF)
    if row is not None and row.date_at is not None:
        behind = max(row.length - 1 - row.date_at - MONTH_END, 0)
        return np.where(tag == NUMBERED, value // np.uint64(10**behind) % np.uint64(10**MONTH_END), value)
    length = np.clip(high >> np.uint64(8), BEGINNING, 19)
    return np.where(tag == DIGITS, value // POWERS[length - np.uint64(BEGINNING)], value)


def proves(column: Column, row: IdentifierRow) -> bool:
    """Say whether the cells of a column show that its numbers are of a kind."""
    passes = column.passes.get(row.kind, 0)
    return (
        column.filled >= LEAST_CELLS
        and passes >= SHARE * column.filled
        and passes * chance(row) <= CHANCE
        and (row.luhn or len(column.beginnings.get(row.kind, ())) >= LEAST_BEGINNINGS)
    )
