# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sum up what many contents hold: records, distinct people, kinds, classes; in bounded memory, no value.

A record is a row with an identifier of a person at tier A or B. Where a row has several kinds of them,
the people are counted by the one that the nation's pack names first, so that nobody counts twice for
having a passport too. What columns had not proved yet waits, and counts once they have.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mendsky.core import identity
from mendsky.core.census import theta
from mendsky.core.census.distinct import Distinct, Number
from mendsky.core.census.theta import Hashes
from mendsky.core.identity import Identifiers, Stream, base64_runs, compiled, international, pseudonyms
from mendsky.core.identity.columns import Columns, Damage, Placed
from mendsky.core.identity.identifiers import B, different
from mendsky.core.identity.sweep import lift, sweep
from mendsky.core.identity.tables import tables
from mendsky.core.terms.nations import Nation

MOST_KEPT = 4_000_000
"""Pseudonyms held at once, 32 MB; beyond, the largest set becomes a sketch."""
MANY = 1 << 8
"""Identifiers from which on compiled code is asked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KindCount:
    """How often one kind of identifier was found at tier A or B."""

    occurrences: int
    distinct: Number


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """What was found, without a value of it."""

    records: int
    """Rows with an identifier of a person."""
    people: Number
    """Distinct people."""
    kinds: Mapping[str, KindCount]
    """By kind of identifier, at tier A or B."""
    unsure: Mapping[str, int]
    """By kind: forms that neither a label nor a column said to be one; counted nowhere else."""
    masked: int
    """Identifiers with stars in place of some characters."""
    classes: tuple[str, ...]
    """Data classes by the heads of columns, the most sensitive first."""
    damaged: tuple[Damage, ...]
    """Columns whose identifiers lost digits, so that the numbers are lower bounds."""
    size: int
    """Bytes that were read."""

    @property
    def damaged_columns(self) -> int:
        """Give how many columns lost digits."""
        return len(self.damaged)


@dataclass(kw_only=True, slots=True)
class _Pending:
    """Forms of one kind in one column, which may yet turn out to be identifiers."""

    occurrences: int = 0
    rows: int = 0
    """Rows that would be records by these alone."""
    distinct: Distinct = field(default_factory=Distinct)


@dataclass(kw_only=True, slots=True)
class Sums:
    """What was summed up so far; it can go from one process to another, and is personal data for the key."""

    records: int = 0
    masked: int = 0
    size: int = 0
    people: Distinct = field(default_factory=Distinct)
    occurrences: Counter[str] = field(default_factory=Counter)
    unsure: Counter[str] = field(default_factory=Counter)
    distinct: dict[str, Distinct] = field(default_factory=dict)
    classes: set[str] = field(default_factory=set)
    damages: list[Damage] = field(default_factory=list)

    def of_kind(self, kind: str) -> Distinct:
        """Give the distinct identifiers of a kind, to be added to."""
        return self.distinct.setdefault(kind, Distinct())

    def absorb(self, other: "Sums") -> None:
        """Add all that was summed up elsewhere under the same key."""
        self.records += other.records
        self.masked += other.masked
        self.size += other.size
        self.occurrences += other.occurrences
        self.unsure += other.unsure
        self.classes |= other.classes
        self.damages += other.damages
        self.people.absorb(other.people)
        for kind, distinct in other.distinct.items():
            self.of_kind(kind).absorb(distinct)


def prepare(nation: Nation, birth_years: tuple[int, int], say: Callable[[], object]) -> bool:
    """Make the kernels of finding and counting ready, as `identity.prepare` does those of finding."""

    def of_counting(content: bytes, found: Identifiers) -> None:
        list(base64_runs.found(content, large=True))
        if (swept := sweep(content, b",", found, [], nation)) is not None:
            lift(found, swept, ())
            placed = Placed(identifiers=found, row=swept.row, column=swept.column)
            _apart_by_kernel(placed, found.packed[:, 0].copy(), np.ones(len(found.kinds), dtype=bool))
        some = np.arange(2, dtype=np.uint64)
        theta.grown(theta.empty(theta.SMALLEST_K), some)
        several = Distinct()
        several.add(some)
        several.settle()

    said: list[object] = []

    def once() -> None:
        if not said:
            said.append(say())

    ready = identity.prepare(nation, birth_years, once)
    return ready and compiled.prepare(tables(nation, birth_years), once, of_counting)


class Totals:
    """Sums up contents that come in pieces; `key` of 16 or 32 bytes is drawn afresh for each sum.

    Each thread or process has totals of its own under one key; one of them absorbs the sums of the others.
    Where so many of them share the memory, `among` says how many.
    """

    def __init__(self, *, nation: Nation, birth_years: tuple[int, int], key: bytes, among: int = 1) -> None:
        self.nation, self.birth_years, self.key = nation, birth_years, key
        self._most_kept = MOST_KEPT // among
        self.persons = frozenset(row.kind for row in nation.identifiers if row.person) | international.PERSONS
        self.sums = Sums()
        self.open: list[Piece] = []

    def piece(self) -> "Piece":
        """Begin a content, for example one file or one member of an archive."""
        piece = Piece(self)
        self.open.append(piece)
        return piece

    def absorb(self, sums: Sums) -> None:
        """Add what other totals summed up under the same key."""
        self.sums.absorb(sums)
        self.keep_small()

    def result(self) -> Summary:
        """Give what was summed up of all pieces that have ended."""
        sums = self.sums
        sensitivity = {row.key: row.sensitivity for row in self.nation.data_classes}
        return Summary(
            records=sums.records,
            people=sums.people.number(),
            kinds={
                kind: KindCount(occurrences=count, distinct=sums.distinct[kind].number())
                for kind, count in sorted(sums.occurrences.items())
            },
            unsure=dict(sorted(sums.unsure.items())),
            masked=sums.masked,
            classes=tuple(sorted(sums.classes, key=lambda key: (-sensitivity[key], key))),
            damaged=tuple(sums.damages),
            size=sums.size,
        )

    def keep_small(self) -> None:
        """Turn the largest sets into sketches while more is held than may be."""
        pending = (pending.distinct for piece in self.open for pending in piece.pending.values())
        held = [self.sums.people, *self.sums.distinct.values(), *pending]
        sizes = [len(distinct) for distinct in held]
        while sum(sizes) > self._most_kept and any(distinct.exact for distinct in held):
            largest = max((n for n in range(len(held)) if held[n].exact), key=sizes.__getitem__)
            held[largest].shorten()
            sizes[largest] = 0


class Piece:
    """One content on its way into the totals."""

    def __init__(self, totals: Totals) -> None:
        self.pending: dict[tuple[int, str], _Pending] = {}
        self._totals = totals
        self._stream = Stream(totals.nation, totals.birth_years)
        self._columns = Columns(totals.nation)

    def feed(self, chunk: bytes | None) -> None:
        """Take the next bytes of the content, or None at its end: find, place and count what is in them.

        The three steps may be taken in threads of their own, each step of all chunks in their order.
        """
        self.count(self.place(chunk, self.find(chunk)), last=chunk is None)

    def find(self, chunk: bytes | None) -> Identifiers:
        """Give the identifiers that are certain by now."""
        if chunk is None:
            return self._stream.end()
        self._totals.sums.size += len(chunk)
        return self._stream.feed(chunk)

    def place(self, chunk: bytes | None, found: Identifiers) -> list[Placed]:
        """Give the identifiers whose rows and columns are certain by now."""
        return self._columns.end(found) if chunk is None else self._columns.feed(chunk, found)

    def count(self, several: list[Placed], last: bool) -> None:  # noqa: FBT001 - handed on as it is
        """Count what has been placed; at the end also what the columns have proved by now."""
        for placed in several:
            self._count(placed)
        if last:
            self._end()

    def _end(self) -> None:
        totals, columns = self._totals, self._columns
        rows: dict[int, int] = {}
        for (column, kind), pending in self.pending.items():
            if not columns.lifts(column, kind):
                totals.sums.unsure[kind] += pending.occurrences
                continue
            totals.sums.occurrences[kind] += pending.occurrences
            totals.sums.of_kind(kind).absorb(pending.distinct)
            if kind in totals.persons:
                totals.sums.people.absorb(pending.distinct)
                rows[column] = max(rows.get(column, 0), pending.rows)
        totals.sums.records += max(rows.values(), default=0)
        totals.sums.masked += columns.masked
        totals.sums.classes |= columns.classes()
        totals.sums.damages += columns.damages()
        totals.open.remove(self)

    def _count(self, placed: Placed) -> None:
        found, totals = placed.identifiers, self._totals
        if not len(found):
            return
        codes = pseudonyms(found, totals.key)
        is_person = np.array([kind in totals.persons for kind in found.kinds])
        apart = (_apart_by_kernel if len(found) >= MANY else _apart)(placed, codes, is_person)
        for kind, mine in zip(found.kinds, apart.by_kind, strict=True):
            if len(mine):
                totals.sums.occurrences[kind] += len(mine)
                totals.sums.of_kind(kind).add(mine)
        totals.sums.records += apart.records
        totals.sums.people.add(apart.people)
        if sum(map(len, apart.by_kind)) < len(found):
            self._wait(placed, codes, is_person)
        totals.keep_small()

    def _wait(self, placed: Placed, codes: Hashes, is_person: NDArray[np.bool_]) -> None:
        """Keep what is not sure yet, by column and kind."""
        found = placed.identifiers
        records = np.append(different(placed.row[_persons(found, is_person)]), -1)
        weak = np.flatnonzero(found.tier > B)
        # Those in no column, which is -1, are paired too.
        pair = (placed.column[weak] + 1) * len(found.kinds) + found.kind[weak]
        for number, these in _by_number(pair, np.arange(len(weak))):
            mine = weak[these]
            kind, column = found.kinds[number % len(found.kinds)], number // len(found.kinds) - 1
            if column < 0:
                self._totals.sums.unsure[kind] += len(mine)
                continue
            pending = self.pending.setdefault((column, kind), _Pending())
            pending.occurrences += len(mine)
            pending.distinct.add(codes[mine])
            rows = different(placed.row[mine])
            pending.rows += int((records[np.searchsorted(records[:-1], rows)] != rows).sum())


class _Apart(NamedTuple):
    """Pseudonyms of tiers A and B, put apart."""

    by_kind: list[Hashes]
    people: Hashes
    """Those that count as people."""
    records: int
    """Rows with one of a person."""


def _apart(placed: Placed, codes: Hashes, is_person: NDArray[np.bool_]) -> _Apart:
    found = placed.identifiers
    by_kind = [codes[:0]] * len(found.kinds)
    for kind, mine in _by_number(found.kind, np.flatnonzero(found.tier <= B)):
        by_kind[kind] = codes[mine]
    persons = _persons(found, is_person)
    rows = placed.row[persons]
    people = codes[persons[_foremost(found.kind[persons], rows)]]
    return _Apart(by_kind=by_kind, people=people, records=len(different(rows)))


def _apart_by_kernel(placed: Placed, codes: Hashes, is_person: NDArray[np.bool_]) -> _Apart:
    """Do what `_apart` does, by compiled code where numba has been imported already."""
    if (code := theta.compiled()) is None:
        return _apart(placed, codes, is_person)
    found = placed.identifiers
    several = _Coded(found.kind, found.tier, placed.row, codes)
    ends = np.zeros(len(found.kinds), dtype=np.int64)
    by_kind, people = np.empty_like(codes), np.empty_like(codes)
    records, counted = code.sort_out(several, is_person.view(np.uint8), ends, by_kind, people)
    mine = np.split(by_kind[: ends[-1]], ends[:-1])
    return _Apart(by_kind=mine, people=people[:counted], records=records)


class _Coded(NamedTuple):
    """What the kernel is given: arrays of identifiers, their rows and pseudonyms."""

    kind: NDArray[np.uint8]
    tier: NDArray[np.uint8]
    row: NDArray[np.int64]
    codes: Hashes


def _persons(found: Identifiers, is_person: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Give the places of identifiers of persons at tiers A and B."""
    return np.flatnonzero((found.tier <= B) & is_person[found.kind])


def _by_number(
    numbers: NDArray[np.integer[Any]], places: NDArray[np.int64]
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Give each number that stands at some of the places, with those places in their order."""
    there = numbers[places]
    counts = np.bincount(there)
    # Numbers of one or two bytes are sorted by their digits, not by comparing.
    order = np.argsort(there.astype(np.min_scalar_type(len(counts))), kind="stable")
    ends = np.cumsum(counts)
    for number in np.flatnonzero(counts).tolist():
        yield number, places[order[ends[number] - counts[number] : ends[number]]]


def _foremost(kind: NDArray[np.uint8], row: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Mark the identifiers of the kind that is named first among those of their row."""
    if not len(row):
        return np.empty(0, dtype=bool)
    first = np.append(True, row[1:] != row[:-1])
    least = np.minimum.reduceat(kind, np.flatnonzero(first))
    foremost: NDArray[np.bool_] = kind == least[np.cumsum(first) - 1]
    return foremost
