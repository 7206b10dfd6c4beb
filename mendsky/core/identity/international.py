# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Identifiers of other nations, by python-stdnum: reported where words or a whole column speak for them.

Nearly every run of 8 to 16 digits is valid in some country, so a valid number alone says nothing. One
counts where a word that names its format stands within 64 bytes before it, where the head of its column
does, or where its column passes and chance does not explain that.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from math import log
from typing import Any

import numpy as np

from mendsky.core.identity.cells import Cells
from mendsky.core.identity.encoding import decoded
from mendsky.core.identity.formats import FORMATS, Format
from mendsky.core.identity.identifiers import B, Identifiers
from mendsky.core.identity.labels import NEAR, in_bytes, named
from mendsky.core.identity.packing import as_array, packed
from mendsky.core.identity.vocabulary import has_lookalikes, latin_letters, latin_words, vocabulary

KINDS = tuple(dict.fromkeys(entry.kind for entry in FORMATS))
PERSONS = frozenset(entry.kind for entry in FORMATS if entry.person)
WORDS = tuple(entry.words for entry in FORMATS)
WRITTEN = re.compile(rb"[0-9A-Za-z]+(?:[-./][0-9A-Za-z]+){0,6}")
SPACED = re.compile(rb"[0-9]{2,}(?: [0-9]{2,}){1,6}")
"""A number as people part it: by signs within, or by spaces between digits."""
DIGITS = b"0123456789"
PARTED = bytes.maketrans(b"", b""), b" -./"
LONGEST_WRITTEN = 40
LEAST_CELLS = 8
SHARE = 0.95
CHANCE = log(1e-6 / len(FORMATS))
"""Logarithm of the chance that is taken for evidence, as so many formats are tried."""
LEADING, LEAST_BEGINNINGS = 2, 4
"""Characters by which cells of a format without a check digit begin, and in how many ways: birth years."""
LEAST_DIFFERENT = 0.5
"""Share of a column's cells that differ: a year or a code repeats."""
REFUSALS = (ValueError, LookupError, ArithmeticError)
"""What a validator raises for what it does not accept."""


def mentioned(beginning: bytes) -> tuple[Format, ...]:
    """Give the formats that the first bytes of a content speak of."""
    return tuple(FORMATS[n] for n in _named(decoded(beginning), latin_words(latin_letters(beginning))))


def announced(content: bytes, formats: Iterable[Format]) -> Identifiers:
    """Find the numbers of some formats before which one of their words stands."""
    hits: dict[int, tuple[int, Format, bytes]] = {}
    for entry in formats:
        for word in in_bytes(entry.words).finditer(content):
            for start, length, value in _numbers(content, word.end(), entry):
                hits.setdefault(start, (length, entry, value))
    return _identifiers([(start, *hits[start]) for start in sorted(hits)])


def judged(head: str, sample: Sequence[bytes]) -> Format | None:
    """Give the format of a column by its head and some filled cells, or None where it has none."""
    passed = {
        FORMATS[n]: sum(bool(compact(FORMATS[n], cell)) for cell in sample)
        for n in sorted(_named(head, latin_words(latin_letters(head.encode()))))
    }
    if passed and (most := max(passed.values())) * 2 >= len(sample) > 0:
        return min((entry for entry in passed if passed[entry] == most), key=lambda entry: entry.rate)
    if len(sample) < LEAST_CELLS or len(set(sample)) < LEAST_DIFFERENT * len(sample):
        return None
    if sum(not _is_plain(cell) for cell in sample) > _failures(sample):
        return None
    begin_alike = len({cell[:LEADING] for cell in sample}) < LEAST_BEGINNINGS
    passing = [
        entry
        for entry in FORMATS
        if _passes(entry, sample) and not (begin_alike and _accepts_neighbours(entry, sample))
    ]
    return min(passing, key=lambda entry: entry.rate, default=None)


def in_column(content: bytes, cells: Cells, column: int, entry: Format) -> Identifiers:
    """Find the cells of a column that a format accepts."""
    hits = []
    for n in np.flatnonzero(cells.column == column):
        start, end = int(cells.start[n]), int(cells.end[n])
        if 0 < end - start <= LONGEST_WRITTEN and (value := compact(entry, content[start:end])):
            hits.append((start, end - start, entry, value))
    return _identifiers(hits)


def compact(entry: Format, written: bytes) -> bytes:
    """Give the canonical form of a number that a format accepts, else nothing; values, for memory only."""
    bare = written.translate(*PARTED)
    if not bare.isalnum() or not bare.isascii():
        return b""
    # Numbers of taxpayers may have their country before them.
    country = entry.module[:2].encode()
    bare = bare[2:] if len(bare) > entry.longest and bare[:2].lower() == country else bare
    if not entry.shortest <= len(bare) <= entry.longest:
        return b""
    letters = len(bare.translate(None, DIGITS))
    if letters == len(bare) or (letters > 0) > entry.letters:
        return b""
    try:
        value: str = _validator(entry.module).validate(written.decode("ascii"))
    except REFUSALS:
        return b""
    return value.upper().encode().translate(*PARTED)


def _named(text: str, words: set[bytes]) -> list[int]:
    """Give the numbers of the formats of which a text has a word; `words` are its Latin ones."""
    suspects = vocabulary(WORDS).suspects(text, words, lookalikes=has_lookalikes(text))
    return [n for n, labels in suspects.items() if named(text, labels)]


def _is_plain(written: bytes) -> bool:
    bare = written.translate(*PARTED)
    return bare.isalnum() and bare.isascii()


def _failures(sample: Sequence[bytes]) -> int:
    """Give how many cells of a column of a format may not have it."""
    return int((1 - SHARE) * len(sample))


def _passes(entry: Format, sample: Sequence[bytes]) -> bool:
    passed, failures = 0, _failures(sample)
    for cell in sample:
        if compact(entry, cell):
            passed += 1
        elif failures:
            failures -= 1
        else:
            return False
    return entry.rate < 1 and passed * log(entry.rate) <= CHANCE


def _accepts_neighbours(entry: Format, sample: Sequence[bytes]) -> bool:
    """Say whether a format has no check digit: then dated numbers of orders are valid one after another."""
    others = [cell[:-1] + b"%d" % ((cell[-1] + 1) % 10) for cell in sample]
    return sum(bool(compact(entry, other)) for other in others) * 2 > len(others)


def _numbers(content: bytes, at: int, entry: Format) -> Iterator[tuple[int, int, bytes]]:
    """Yield the first number of a format that begins within reach of a word."""
    for match in WRITTEN.finditer(content, at, at + NEAR + LONGEST_WRITTEN):
        if match.start() > at + NEAR:
            return
        for written in (match, SPACED.match(content, match.start())):
            if written and (value := compact(entry, written[0])):
                yield written.start(), len(written[0]), value
                return


def _identifiers(hits: list[tuple[int, int, Format, bytes]]) -> Identifiers:
    return Identifiers(
        kinds=KINDS,
        kind=np.array([KINDS.index(entry.kind) for _, _, entry, _ in hits], dtype=np.uint8),
        offset=np.array([start for start, _, _, _ in hits], dtype=np.int64),
        length=np.array([length for _, length, _, _ in hits], dtype=np.int64),
        tier=np.full(len(hits), B, dtype=np.uint8),
        packed=as_array([packed(value, numbered=False) for *_, value in hits]),
    )


@cache
def _validator(module: str) -> Any:
    return import_module(f"stdnum.{module}")
