# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hide identifiers in bytes that are to be written down as evidence or as a copy."""

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mendsky.core.identity.find import find
from mendsky.core.terms.nations import Nation

KEPT = 2
"""Characters left of each number: for an identity number the province, no more."""
LONG = 11
"""Digits from which on a number is hidden even where no check says whose it is."""
STAR = ord("*")
PART = 1 << 12
"""Numbers that are starred together."""
GROUPED = (
    (6, re.compile(rb"[0-9]{6}[ -][0-9]{8}[ -][0-9]{3}[0-9Xx]")),
    (3, re.compile(rb"[0-9]{3}[ -][0-9]{4}[ -][0-9]{4}")),
)
"""Digits before the first gap of eighteen and of eleven, as people group them; at least four follow it."""

Positions = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Spans = tuple[Positions, Positions]
"""Where something begins and ends."""


def redact(content: bytes, nation: Nation, birth_years: tuple[int, int]) -> bytes:
    """Give content of the same length in which identifiers keep two characters, the rest being `*`.

    Any run of eleven digits and more is hidden too, and eleven or eighteen as people group them: a mistyped
    number is still somebody's.
    """
    hidden = bytearray(content)
    found = find(content, nation, birth_years)
    for start, end in (*_long_or_grouped(content), (found.offset, found.offset + found.length)):
        hide(hidden, start + KEPT, end)
    return bytes(hidden)


def hide(content: bytearray, start: Positions, end: Positions) -> None:
    """Put stars from each start up to its end, in place."""
    characters = np.frombuffer(content, dtype=np.uint8)
    for at in range(0, len(start), PART):
        first, size = start[at : at + PART], (end - start)[at : at + PART]
        before = np.cumsum(size) - size
        characters[np.arange(size.sum()) + np.repeat(first - before, size)] = STAR


def long_numbers(content: bytes) -> Spans:
    """Give numbers of eleven digits and more, between any two a space or hyphen allowed, with their X."""
    characters, digits, parting = _marks(content)
    joined = digits.copy()
    joined[1:-1] |= parting[1:-1] & digits[:-2] & digits[2:]
    start, end = _runs(joined)
    start, end = start[end - start >= LONG], end[end - start >= LONG]
    gaps = np.flatnonzero(joined & parting)
    long = end - start - np.searchsorted(gaps, end) + np.searchsorted(gaps, start) >= LONG
    start, end = start[long], end[long]
    return start, end + _is_x(characters, end)


def _long_or_grouped(content: bytes) -> Iterator[Spans]:
    characters, digits, parting = _marks(content)
    start, end = _runs(digits)
    long = end - start >= LONG
    yield start[long], end[long] + _is_x(characters, end[long])
    gap = parting[3:-4].copy()
    for place in (*range(3), *range(4, 8)):
        gap &= digits[place : place + len(gap)]
    gaps = (np.flatnonzero(gap) + 3).tolist()
    matches = [group.match(content, at - first) for at in gaps for first, group in GROUPED if at >= first]
    spans = np.array([match.span() for match in matches if match], dtype=np.int64).reshape(-1, 2)
    yield spans[:, 0], spans[:, 1]


def _marks(content: bytes) -> tuple[Bytes, Mask, Mask]:
    """Give the characters, which of them are digits, and which may part them."""
    characters = np.frombuffer(content, dtype=np.uint8)
    digits: Mask = characters - np.uint8(ord("0")) < 10
    return characters, digits, (characters == ord(" ")) | (characters == ord("-"))


def _runs(marks: Mask) -> Spans:
    """Give where runs of marks begin and end."""
    framed = np.concatenate([[False], marks, [False]])
    edges = np.flatnonzero(framed[1:] != framed[:-1])
    return edges[0::2], edges[1::2]


def _is_x(characters: Bytes, at: Positions) -> Mask:
    """Say of places, which may be behind the last one, whether an X stands there."""
    if not len(characters):
        return np.zeros(len(at), dtype=np.bool_)
    is_x: Mask = (characters[np.minimum(at, len(characters) - 1)] | 0x20) == ord("x")
    return is_x & (at < len(characters))
