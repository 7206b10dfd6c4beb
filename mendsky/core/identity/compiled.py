# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Run the kernels over a content; the only module that knows whether there are any.

They are imported when first asked for: numba takes 0.6 s, which a page is not worth.
"""

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mendsky.core.identity.arrays import CENTURIES, Bulk
from mendsky.core.identity.encoding import spellings
from mendsky.core.identity.general import NO_DOMAINS
from mendsky.core.identity.identifiers import Identifiers
from mendsky.core.identity.labels import NEAR, Lines
from mendsky.core.identity.lookup import CHECK, FIELDS, FORMS, MODULUS, WEIGHTED, Lookup, lookup
from mendsky.core.identity.page import Candidate, Page
from mendsky.core.identity.tables import Tables
from mendsky.core.identity.writing import units_start

REACH, BEFORE = 192, 1024
"""Bytes that kernels read ahead; bytes before the last ones that are read again for their sake."""
STEP, NAMED = 1 << 10, 1 << 14
"""Free places that a step needs; places to be looked at closer after which they are put aside."""
SPARSE = 24
"""Bytes for each of which room for one is made at first."""
FILES = np.array([int.from_bytes(top[:8], "little") for top in sorted(NO_DOMAINS)], dtype=np.uint64)
SOME_FILES = np.zeros(1 << 12, dtype=np.uint8)
"""A mark for each of them, by a hash: hardly any other has one."""
SOME_FILES[(FILES * np.uint64(0xBF58476D1CE4E5B9)) >> np.uint64(52)] = 1
LANES, ROW, PLACES = 4, 16, FORMS + 1


@cache
def kernels() -> Any:
    """Give the kernels, or None where numba cannot be imported."""
    try:
        from mendsky.core.identity import kernels as compiled  # noqa: PLC0415 - numba is slow to import
    except (ImportError, OSError, RuntimeError):
        return None
    return compiled


def prepare(tables: Tables, say: Callable[[], object]) -> bool:
    """Make the kernels ready, calling `say` once where they must be compiled; say whether there are any."""
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
        found_by_kernels(Page(content, tables), lookup(tables))
        labels = tuple(row.labels for row in tables.rows)
        lines = Lines(labels=labels, said=np.zeros((len(labels), 1), np.bool_), delimiter=0, own=-1)
        may_have_tables(content)
        announced(content, (np.full(1, NEAR), np.zeros(1, np.uint8)), lines)
    return True


def may_have_tables(content: bytes) -> bool:
    """Say whether a table of HTML may begin in a content; its last bytes are not looked at."""
    array = np.frombuffer(content, dtype=np.uint8)
    last = len(array) - REACH
    return last < 0 or b"<tab" in content[-REACH - 8 :].lower() or bool(kernels().table(array, last))


@lru_cache(maxsize=8)
def _rows(look: Lookup) -> tuple[Any, ...]:
    """Give forms as kernels read them: rows of sixteen, weights, check characters by sum, sums in each.

    A row is `FIELDS`, then the weights of sixteen characters in lanes of sixteen bits, even and odd places
    apart, then that of the seventeenth.
    """
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
    return rows.reshape(-1), weights.reshape(-1), expected.reshape(-1), totals


class _Room:
    """Arrays that kernels write into: those of what was found grow, the others are used again."""

    def __init__(self, places: int) -> None:
        self.found = 0
        self._arrays: tuple[NDArray[Any], ...] = (
            np.empty(places, np.int64), np.empty(places, np.int64), np.empty(places, np.uint8),
            np.empty(places, np.uint8), np.empty((places, 2), np.uint64),
        )  # fmt: skip
        self.named = (np.empty(NAMED, np.int64), np.empty(NAMED, np.int64), np.empty(NAMED, np.uint8))

    def rest(self) -> tuple[NDArray[Any], ...]:
        """Give what is free of the arrays, at least what a step of the kernel needs."""
        places = len(self._arrays[0])
        if places - self.found < STEP:
            grown = tuple(np.empty((2 * places, *one.shape[1:]), one.dtype) for one in self._arrays)
            for new, old in zip(grown, self._arrays, strict=True):
                new[: self.found] = old[: self.found]
            self._arrays = grown
        return tuple(one[self.found :] for one in self._arrays)

    def identifiers(self, kinds: tuple[str, ...]) -> Identifiers:
        """Give what was found; arrays that are mostly empty are not kept."""
        spare = len(self._arrays[0]) > 2 * self.found
        offset, length, kind, tier, packed = (
            one[: self.found].copy() if spare else one[: self.found] for one in self._arrays
        )
        return Identifiers(kinds=kinds, kind=kind, offset=offset, length=length, tier=tier, packed=packed)


def found_by_kernels(page: Page, look: Lookup) -> Bulk:
    """Find what a content holds, as `arrays.found_by_arrays` does."""
    content = np.frombuffer(page.content, dtype=np.uint8)
    size, edge = len(content), max(0, len(content) - REACH)
    tail_at = max(0, edge - BEFORE)
    tail = np.concatenate([content[tail_at:], np.full(2 * REACH, ord("\n"), np.uint8)])
    room = _Room(size // SPARSE + 2 * STEP)
    named: dict[tuple[int, int, int], None] = {}
    for array, at, first, last in (
        (content, 0, 0, edge),
        (tail, tail_at, edge - tail_at, size - tail_at),
    ):
        for start, until, why in _scanned(array, (first, last), at, look, room):
            named[start + at, until + at, why] = None
    identifiers = room.identifiers(page.tables.kinds)
    return Bulk(identifiers=identifiers, closer=tuple(_looked_at(page, sorted(named))))


@lru_cache(maxsize=8)
def _spelled(labels: tuple[tuple[str, ...], ...]) -> tuple[NDArray[Any], ...]:
    """Give labels as the kernel asks for them: by first two bytes, by first byte, byte by byte."""
    pairs = np.zeros((len(labels), 1 << 16), dtype=np.uint8)
    firsts = np.zeros((len(labels), 257), dtype=np.int64)
    is_word: list[bool] = []
    spelled, bounds = bytearray(), [0]
    for kind, several in enumerate(labels):
        forms = sorted({(form.lower(), label.isascii()) for label in several for form in spellings(label)})
        for first in range(257):
            firsts[kind, first] = len(is_word) + sum(form[0] < first for form, _ in forms)
        for form, ascii_only in forms:
            pairs[kind, form[0] << 8 | form[1]] = 1
            spelled += form
            bounds.append(len(spelled))
            is_word.append(ascii_only)
    return (
        pairs.reshape(-1),
        firsts,
        np.array(bounds),
        np.frombuffer(bytes(spelled), np.uint8),
        np.array(is_word),
    )


def announced(
    content: bytes, found: tuple[NDArray[np.int64], NDArray[np.uint8]], lines: Lines
) -> NDArray[np.bool_]:
    """Say of offsets and kinds whether a label announces them, as `Surroundings.announce` does.

    The first 64 bytes are not looked at, so that offsets must be larger.
    """
    offsets, kinds = found
    said = np.zeros(len(offsets), dtype=np.bool_)
    kernels().announce(
        np.frombuffer(content, dtype=np.uint8), offsets, kinds, *_spelled(lines.labels), lines.delimiter > 0,
        lines.said, lines.delimiter, lines.own, said,
    )  # fmt: skip
    return said


def _scanned(
    array: NDArray[np.uint8], bounds: tuple[int, int], moved: int, look: Lookup, room: _Room
) -> Iterator[tuple[int, int, int]]:
    """Find into the room, with offsets moved; yield the places to be looked at closer."""
    at, last = bounds
    scan, by_six = kernels().scan, look.beginning.reshape(-1)
    by_four, rows = look.coarse.reshape(-1), _rows(look)
    while at < last:
        free = room.rest()
        found, named, at = scan(
            array, at, last, look.slot, by_four, by_six, *rows, look.division, look.day, look.first_year,
            CENTURIES, look.lettered, look.general, look.led, look.email, FILES, SOME_FILES, *free,
            *room.named,
        )  # fmt: skip
        if moved:
            free[0][:found] += moved
        room.found += found
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
