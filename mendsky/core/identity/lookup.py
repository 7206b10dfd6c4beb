# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What plain digits are judged by, as arrays that `arrays` and `kernels` read.

Of the nation's forms only those are here that words of digits may have, by their length: which of a
length's forms a number may have is read from its first six digits at once.
"""

from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from mendsky.core.identity.tables import ANCHOR, CODE, DIGITS, Form, Tables, row_forms

LONGEST = 20
"""Digits from which on a run is no identifier."""
FORMS = 7
"""Most forms of one length; the eighth bit says that a number must be looked at closer."""
CLOSER = np.uint8(1 << FORMS)
FINER = 1 << 8
"""Six digits must be looked up: a table of four fits the fastest cache."""
UNCHECKED, LUHN, WEIGHTED = 0, 1, 2
PROVINCE, ISSUED = 1, 2
"""What a division code is known to be."""
YEARS = 10_000
WEIGHTS = 20
REMAINDERS = 64
FIELDS = ("kind", "check", "modulus", "date_at", "division_at", "context", "numbered", "with_x")
"""What `Lookup.form` has of each form, in this order."""
KIND, CHECK, MODULUS, DATE_AT, DIVISION_AT, CONTEXT, NUMBERED, WITH_X = range(len(FIELDS))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False, repr=False)
class Lookup:
    """Arrays of one nation and window of birth years."""

    slot: NDArray[np.int64]
    """By length in characters: the row of `beginning`, or −1 where no form of digits is so long."""
    beginning: NDArray[np.uint8]
    """By slot and first six digits: bits of the forms that begin so, and `CLOSER`."""
    coarse: NDArray[np.uint16]
    """By slot and first four digits: the same where the next two make no difference, else `FINER`."""
    form: NDArray[np.int64]
    """By slot, place of the bit and `FIELDS`; −1 for none."""
    weights: NDArray[np.int64]
    """By slot, place and character: the weights."""
    remainder: NDArray[np.uint8]
    """By slot, place and remainder: the check character."""
    division: NDArray[np.uint8]
    """By a code of six digits: 0, `PROVINCE` or `ISSUED`."""
    day: NDArray[np.uint32]
    """By 16 × (year − `first_year`) + month: a bit for each day that counts."""
    first_year: int
    lettered: NDArray[np.bool_]
    """By length: a word with letters may be an identifier."""
    general: bool
    email: int
    """The kind of e-mail addresses, or −1."""
    led: bool
    """Some kind stands behind words of the nation's script."""


def lookup(tables: Tables) -> Lookup:
    """Give the arrays of a nation's tables, made once."""
    return _kept(tables)


@lru_cache(maxsize=8)
def _kept(tables: Tables) -> Lookup:
    forms = {
        length: [one for one in several if _is_of_digits(one)] for length, several in tables.by_length.items()
    }
    closer = _closer(tables)
    lengths = sorted({length for length, several in forms.items() if several} | set(closer))
    slot = np.full(65, -1, dtype=np.int64)
    slot[lengths] = np.arange(len(lengths))
    shape = (len(lengths), FORMS)
    made = Lookup(
        slot=slot,
        beginning=np.zeros((len(lengths), 10**CODE), dtype=np.uint8),
        coarse=np.zeros((len(lengths), 10 ** (CODE - 2)), dtype=np.uint16),
        form=np.full((*shape, len(FIELDS)), -1, dtype=np.int64),
        weights=np.zeros((*shape, WEIGHTS), dtype=np.int64),
        remainder=np.zeros((*shape, REMAINDERS), dtype=np.uint8),
        division=_divisions(tables),
        day=days(tables.birth_years),
        first_year=max(tables.birth_years[0], 1),
        lettered=np.array([_is_lettered(length, tables) for length in range(65)]),
        general=tables.general,
        email=tables.kinds.index("email") if tables.general else -1,
        led=bool(tables.led),
    )
    for row, length in enumerate(lengths):
        several = forms.get(length, [])
        for place, one in enumerate(several[:FORMS]):
            _enter(made, row, place, one)
        for beginning in [*closer.get(length, ()), *([""] if len(several) > FORMS else [])]:
            made.beginning[row, _range(beginning)] |= CLOSER
        if any(one.old for one in several):
            made.beginning[row] |= np.where(made.division > 0, CLOSER, np.uint8(0))
    nowhere = made.division == 0
    for row, place in np.argwhere(made.form[:, :, DIVISION_AT] == 0).tolist():
        made.beginning[row] &= np.where(nowhere, ~np.uint8(1 << place), np.uint8(255))
    numbers = made.beginning.reshape(-1)
    borders = np.flatnonzero(numbers[1:] != numbers[:-1]) + 1
    made.coarse[:] = made.beginning[:, ::100]
    made.coarse.reshape(-1)[borders[borders % 100 > 0] // 100] = FINER
    return made


def _is_of_digits(form: Form) -> bool:
    return all(set(place) & DIGITS for place in form.places) and form.length >= ANCHOR


def _closer(tables: Tables) -> dict[int, list[str]]:
    """Give, by length, the first digits of numbers behind a country's code."""
    found: dict[int, list[str]] = {}
    for digits, length, kind in tables.dialled:
        prefixes = tables.rows[kind].prefixes or ("",)
        found.setdefault(length, []).extend(digits.decode() + prefix for prefix in prefixes)
    return found


def _enter(made: Lookup, slot: int, place: int, form: Form) -> None:
    row, bit = form.row, np.uint8(1 << place)
    if form.old or row.stdnum or not _is_plain(form):
        for beginning in _heads(form):
            made.beginning[slot, _range(beginning)] |= CLOSER if not form.old else np.uint8(0)
        return
    for beginning in _heads(form):
        made.beginning[slot, _range(beginning)] |= bit
    made.form[slot, place] = (
        form.kind,
        WEIGHTED if row.weights else LUHN if row.luhn else UNCHECKED,
        row.modulus,
        -1 if row.date_at is None else row.date_at,
        -1 if row.division_at is None else row.division_at,
        row.context,
        form.numbered,
        "X" in form.places[-1],
    )
    made.weights[slot, place, : len(row.weights)] = row.weights
    made.remainder[slot, place, : row.modulus] = np.frombuffer(row.check.encode(), dtype=np.uint8)


def _is_plain(form: Form) -> bool:
    """Say whether the arrays can judge a form: digits only matter in its first six places and its last."""
    row = form.row
    return (
        all(set(place) >= DIGITS for place in form.places[CODE:])
        and row.modulus <= REMAINDERS
        and not (row.weights and row.luhn)
        and row.alphabet.startswith("0123456789")
    )


def _heads(form: Form) -> list[str]:
    """Give the digits that numbers of a form may begin with."""
    head = [sorted(set(place) & DIGITS) for place in form.places[:CODE]]
    while head and len(head[-1]) == len(DIGITS):
        head.pop()
    heads = ["".join(one) for one in product(*head)]
    prefixes = [prefix for prefix in form.row.prefixes if set(prefix) <= DIGITS]
    if not form.row.prefixes:
        return heads
    return [
        max(one, prefix, key=len)
        for one in heads
        for prefix in prefixes
        if one.startswith(prefix) or prefix.startswith(one)
    ]


def _range(beginning: str) -> slice:
    """Give the numbers of six digits that begin so."""
    low = beginning[:CODE].ljust(CODE, "0")
    return slice(int(low), int(low) + 10 ** (CODE - len(beginning[:CODE])))


def _divisions(tables: Tables) -> NDArray[np.uint8]:
    table = np.zeros(10**CODE, dtype=np.uint8)
    for beginning in tables.beginnings:
        table[_range(beginning.decode())] = PROVINCE
    table[[int(code) for code in tables.issued]] = ISSUED
    return table


def days(birth_years: tuple[int, int]) -> NDArray[np.uint32]:
    """Give a table of days: by 16 × (year − first year) + month a bit for each day there is."""
    first, last = max(birth_years[0], 1), min(birth_years[1], YEARS - 1)
    table = np.zeros((max(last - first + 1, 0), 16), dtype=np.uint32)
    for year in range(first, last + 1):
        for month in range(1, 13):
            table[year - first, month] = (2 << monthrange(year, month)[1]) - 2
    return table.reshape(-1)


def _is_lettered(length: int, tables: Tables) -> bool:
    return any(
        row_forms(form.row) and not all(set(place) <= DIGITS for place in form.places[:-1])
        for form in tables.by_length.get(length, ())
    )
