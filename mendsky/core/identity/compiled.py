# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Run the kernels over a content; the only module that knows whether there are any.

They are imported when first asked for: numba takes 0.6 s, which a page is not worth.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mendsky.core.identity.addresses import FILES
from mendsky.core.identity.arrays import CENTURIES, Bulk
from mendsky.core.identity.encoding import spellings
from mendsky.core.identity.identifiers import Identifiers
from mendsky.core.identity.labels import NEAR, Lines
from mendsky.core.identity.lookup import CHECK, DATE_AT, FIELDS, FORMS, MODULUS, WEIGHTED, Lookup, lookup
from mendsky.core.identity.packing import WORD
from mendsky.core.identity.page import Candidate, Page
from mendsky.core.identity.tables import CODE, Tables
from mendsky.core.identity.writing import units_start

REACH, BEFORE = 192, 1024
"""Bytes that kernels read ahead; bytes before the last ones that are read again for their sake."""
LINE_ENDS = np.full(2 * REACH, ord("\n"), np.uint8)
MARKS, NAMED = 1 << 12, 1 << 14
"""What is marked before it is judged; places to be looked at closer after which they are put aside."""
BEYOND_ASCII = 0x80
SPARSE = 16
"""Bytes for each of which room for one is made at first."""
SOME_FILES = np.zeros(1 << 12, dtype=np.uint8)
"""A mark for each of `FILES`, by a hash: hardly any other has one."""
SOME_FILES[(FILES * np.uint64(0xBF58476D1CE4E5B9)) >> np.uint64(52)] = 1
LANES, ROW, PLACES = 4, 16, FORMS + 1
EVERY, NOT_PLAIN, BEHIND_AREA = 15, 6, 8
"""Neighbours before a run of digits for whose sake it is marked: all, all but plain ones, ends of an area."""


class Asked(NamedTuple):
    """What kernels judge by: arrays of one dimension, whose meaning `Lookup` tells."""

    wanted: NDArray[np.uint8]
    """By the length of a run: the neighbours before it for whose sake it is marked."""
    slot: NDArray[np.int64]
    coarse: NDArray[np.uint16]
    beginning: NDArray[np.uint8]
    further: NDArray[np.uint8]
    """By slot and the seventh and eighth digit, which may be a century: bits of the forms that go on so."""
    form: NDArray[np.int64]
    """Rows of sixteen: `FIELDS`, the weights of sixteen characters in lanes of sixteen bits, even and odd
    places apart, then that of the seventeenth."""
    weights: NDArray[np.int64]
    expected: NDArray[np.uint8]
    """By form and weighted sum: the check character."""
    totals: int
    """Weighted sums of a form."""
    division: NDArray[np.uint8]
    day: NDArray[np.uint32]
    first_year: int
    century: NDArray[np.uint32]
    lettered: NDArray[np.uint8]
    general: bool
    led: bool
    email: int
    files: NDArray[np.uint64]
    some_files: NDArray[np.uint8]


class Found(NamedTuple):
    """Arrays of what was found, as `Identifiers` has them; but `packed` has one dimension."""

    offset: NDArray[np.int64]
    length: NDArray[np.int64]
    kind: NDArray[np.uint8]
    tier: NDArray[np.uint8]
    packed: NDArray[np.uint64]


class Named(NamedTuple):
    """Arrays of places to be looked at closer."""

    place: NDArray[np.int64]
    until: NDArray[np.int64]
    reason: NDArray[np.uint8]


class Labels(NamedTuple):
    """Labels as kernels read them."""

    some: NDArray[np.uint64]
    """A bit for each hash of three bytes, the first one lowest: whether any may begin so, in either case."""
    lowest: np.uint8
    """The lowest byte beyond ASCII by which any begins."""
    firsts: NDArray[np.int64]
    """By kind and first byte: the first that begins so; up to the next entry."""
    any_kind: int
    """The kind that has all labels."""
    bounds: NDArray[np.int64]
    spelled: NDArray[np.uint8]
    """All of them, one behind the other."""
    is_word: NDArray[np.uint8]


class Columns(NamedTuple):
    """What `Lines` says."""

    said: NDArray[np.uint8]
    columns: int
    delimiter: int
    own: int


@cache
def kernels() -> Any:
    """Give the kernels, or None where numba cannot be imported."""
    try:
        from mendsky.core.identity import kernels as compiled  # noqa: PLC0415 - numba is slow to import
    except (ImportError, OSError, RuntimeError):
        return None
    return compiled


def prepare(
    tables: Tables,
    say: Callable[[], object],
    *others: Callable[[bytes, Identifiers], object],
) -> bool:
    """Make the kernels ready, calling `say` once where they must be compiled; say whether there are any.

    `others` are called with a content in which nothing is found, and use what else is compiled.
    """
    if kernels() is None:
        return False
    from numba.core import event  # noqa: PLC0415 - as above

    heard: list[object] = []

    class Once(event.Listener):
        def on_start(self, event: Any) -> None:  # noqa: ARG002
            if not heard:
                heard.append(say())

        def on_end(self, event: Any) -> None:
            pass

    content = b"\n" * (REACH + NEAR)
    with event.install_listener("numba:compile", Once()):
        bulk = found_by_kernels(Page(content, tables), lookup(tables))
        labels = tuple(row.labels for row in tables.rows)
        lines = Lines(labels=labels, said=np.zeros((len(labels), 1), np.bool_), delimiter=0, own=-1)
        settled_by_kernel(content, bulk.identifiers, 0, lines)
        for other in others:
            other(content, bulk.identifiers)
    return True


@lru_cache(maxsize=8)
def _asked(look: Lookup) -> Asked:
    several = len(look.form)
    rows = np.zeros((several, PLACES, ROW), dtype=np.int64)
    rows[:, :, : len(FIELDS)] = -1
    rows[:, :FORMS, : len(FIELDS)] = look.form
    lanes = np.zeros((several, FORMS, LANES), dtype=np.uint64)
    for lane, (first, last) in enumerate(((0, 8), (1, 8), (8, 16), (9, 16))):
        for place, at in enumerate(range(first, last, 2)):
            lanes[:, :, lane] |= look.weights[:, :, at].astype(np.uint64) << np.uint64(16 * (3 - place))
    rows[:, :FORMS, len(FIELDS) : len(FIELDS) + LANES] = lanes.view(np.int64)
    rows[:, :FORMS, len(FIELDS) + LANES] = look.weights[:, :, 16]
    weights = np.zeros((several, PLACES, look.weights.shape[2]), dtype=np.int64)
    weights[:, :FORMS] = look.weights
    totals = int(9 * look.weights.sum(axis=2).max(initial=0)) + 1
    expected = np.zeros((several, PLACES, totals), dtype=np.uint8)
    for slot, place in np.argwhere(look.form[:, :, CHECK] == WEIGHTED).tolist():
        remainders = np.arange(totals) % look.form[slot, place, MODULUS]
        expected[slot, place] = look.remainder[slot, place][remainders]
    further = np.full((several, 100), 255, dtype=np.uint8)
    centuries = np.isin(np.arange(100), (np.arange(len(look.day) // 16) + look.first_year) // 100)
    for slot, place in np.argwhere(look.form[:, :, DATE_AT] == CODE).tolist():
        further[slot, ~centuries] &= 255 - (1 << place)
    wanted = np.where(look.slot >= 0, EVERY, NOT_PLAIN).astype(np.uint8)
    wanted[0] = EVERY
    wanted[[7, 8]] |= BEHIND_AREA if look.general else 0
    return Asked(
        wanted=wanted, slot=look.slot, coarse=look.coarse.reshape(-1), beginning=look.beginning.reshape(-1),
        further=further.reshape(-1), form=rows.reshape(-1), weights=weights.reshape(-1),
        expected=expected.reshape(-1), totals=totals,
        division=look.division, day=look.day, first_year=look.first_year, century=CENTURIES,
        lettered=look.lettered.view(np.uint8), general=look.general, led=look.led, email=look.email,
        files=FILES, some_files=SOME_FILES,
    )  # fmt: skip


class _Room:
    """Arrays that kernels write into: those of what was found grow, the others are used again."""

    def __init__(self, places: int) -> None:
        self.found, self.has = 0, 0
        self._arrays = Found(
            np.empty(places, np.int64), np.empty(places, np.int64), np.empty(places, np.uint8),
            np.empty(places, np.uint8), np.empty(2 * places, np.uint64),
        )  # fmt: skip
        self.named = Named(np.empty(NAMED, np.int64), np.empty(NAMED, np.int64), np.empty(NAMED, np.uint8))
        self.marks = np.empty(MARKS, np.int64)

    def rest(self) -> Found:
        """Give what is free of the arrays, at least what a step of the kernel needs."""
        if len(self._arrays.kind) - self.found < MARKS:
            grown: list[NDArray[Any]] = [_doubled(one) for one in self._arrays]
            self._arrays = Found(*grown)
        offset, length, kind, tier, packed = self._arrays
        at = self.found
        return Found(offset[at:], length[at:], kind[at:], tier[at:], packed[2 * at :])

    def identifiers(self, kinds: tuple[str, ...]) -> Identifiers:
        """Give what was found; arrays that are mostly empty are not kept."""
        spare = len(self._arrays.kind) > 4 * self.found
        offset, length, kind, tier, packed = self._arrays
        found = Identifiers(
            kinds=kinds, kind=kind, offset=offset, length=length, tier=tier, packed=packed.reshape(-1, 2)
        )
        return found.select(np.arange(self.found) if spare else slice(self.found))


def _doubled(array: NDArray[Any]) -> NDArray[Any]:
    grown = np.empty(2 * len(array), array.dtype)
    grown[: len(array)] = array
    return grown


def found_by_kernels(page: Page, look: Lookup, *, goes_on: bool = False) -> Bulk:
    """Find what a content holds, as `arrays.found_by_arrays` does.

    Where it goes on, what begins in its last `REACH` bytes is left out.
    """
    content = np.frombuffer(page.content, dtype=np.uint8)
    size, edge = len(content), max(0, len(content) - REACH)
    room = _Room(size // SPARSE + 2 * MARKS)
    named = dict.fromkeys(_scanned(content, (0, edge), 0, look, room))
    if not goes_on:
        at = max(0, edge - BEFORE)
        tail = np.concatenate([content[at:], LINE_ENDS])
        tail.flags.writeable = False  # as the content is: else all is compiled once more
        for start, until, why in _scanned(tail, (edge - at, size - at), at, look, room):
            named[start + at, until + at, why] = None
    return Bulk(
        identifiers=room.identifiers(page.tables.kinds),
        closer=tuple(_looked_at(page, sorted(named))),
        has_nought=bool(room.has & kernels().HAS_NOUGHT),
        may_have_tables=bool(room.has & kernels().HAS_TABLE),
    )


@lru_cache(maxsize=8)
def _spelled(labels: tuple[tuple[str, ...], ...]) -> Labels:
    kinds = (*labels, tuple(dict.fromkeys(label for several in labels for label in several)))
    firsts = np.zeros((len(kinds), 257), dtype=np.int64)
    is_word: list[bool] = []
    spelled, bounds = bytearray(), [0]
    for kind, several in enumerate(kinds):
        forms = sorted({(form.lower(), label.isascii()) for label in several for form in spellings(label)})
        for first in range(257):
            firsts[kind, first] = len(is_word) + sum(form[0] < first for form, _ in forms)
        for form, ascii_only in forms:
            spelled += form
            bounds.append(len(spelled))
            is_word.append(ascii_only)
    return Labels(
        some=_some(form for form, _ in forms),
        lowest=np.uint8(min((form[0] for form, _ in forms if form[0] >= BEYOND_ASCII), default=255)),
        firsts=firsts.reshape(-1), any_kind=len(labels), bounds=np.array(bounds),
        spelled=np.frombuffer(bytes(spelled), np.uint8), is_word=np.array(is_word, dtype=np.uint8),
    )  # fmt: skip


def _some(forms: Iterable[bytes]) -> NDArray[np.uint64]:
    table, spread = np.zeros(1 << 16, dtype=np.uint8), int(kernels().SPREAD)
    for form in forms:
        cases = [form[at : at + 1] + form[at : at + 1].upper() or bytes(range(256)) for at in range(3)]
        for three in product(*cases):
            table[(int.from_bytes(three, "little") * spread & WORD) >> int(kernels().SHORTER)] = 1
    return np.packbits(table, bitorder="little").view("<u8").astype(np.uint64)


def settled_by_kernel(
    content: bytes, found: Identifiers, first: int, lines: Lines
) -> tuple[Identifiers, bool]:
    """Settle what labels and column heads say, as `Surroundings.announce` does; say whether any overlap.

    It is done in the arrays of what was found. Those before `first`, which may stand in the first 64 bytes,
    are not asked.
    """
    columns = Columns(
        said=lines.said.reshape(-1).view(np.uint8), columns=lines.said.shape[1] - 1,
        delimiter=lines.delimiter, own=lines.own,
    )  # fmt: skip
    arrays = Found(found.offset, found.length, found.kind, found.tier, found.packed.reshape(-1))
    kept, overlapping = kernels().settle(
        np.frombuffer(content, dtype=np.uint8), arrays, len(found), first, _spelled(lines.labels), columns
    )
    return found.select(slice(kept)) if kept < len(found) else found, overlapping


def _scanned(
    array: NDArray[np.uint8], bounds: tuple[int, int], moved: int, look: Lookup, room: _Room
) -> Iterator[tuple[int, int, int]]:
    """Find into the room, with offsets moved; yield the places to be looked at closer."""
    at, last = bounds
    scan, asked = kernels().scan, _asked(look)
    while at < last:
        free = room.rest()
        found, named, at, has = scan(array, at, last, asked, room.marks, free, room.named)
        if moved:
            free.offset[:found] += moved
        room.found += found
        room.has |= has
        yield from zip(*(one[:named].tolist() for one in room.named), strict=True)


def _looked_at(page: Page, named: list[tuple[int, int, int]]) -> Iterator[Candidate]:
    compiled = kernels()
    by_reason = {
        compiled.GROUP: page.group,
        compiled.LED: page.led,
        compiled.EMAIL: page.email,
        compiled.PLUS: page.plus,
    }
    grouped = written = 0
    for start, until, why in named:
        candidate: Candidate | None = None
        if why == compiled.WORD:
            candidate = page.word(start, until)
        elif why == compiled.AREA:
            candidate = page.phone_of(start, until)
        elif why == compiled.WRITTEN_OUT:
            if start >= written:
                written, candidate = page.written_out(units_start(page.content, start))
        elif why != compiled.GROUP or start >= grouped:
            candidate = by_reason[why](start)
            if candidate is not None and why == compiled.GROUP:
                grouped = candidate.offset + candidate.length
        if candidate is not None:
            yield candidate
