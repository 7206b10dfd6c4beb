# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Find e-mail addresses by arrays, thousands at a time: it says what `contacts` and `judging` say."""

import numpy as np
from numpy.typing import NDArray

from mendsky.core.identity import packing
from mendsky.core.identity.contacts import LOCAL, LONGEST_LOCAL
from mendsky.core.identity.general import NO_DOMAINS
from mendsky.core.identity.identifiers import B, Identifiers

NEAR = 64
"""Bytes before and behind a sign that are looked at; whose address is longer is looked at closer."""
PART = 1 << 12
"""Signs that are looked at together."""
SEEMING = np.array([byte in b"\\%" or byte >= 0x81 for byte in range(256)])
"""Bytes before an address that may mean that it begins further on."""
IS_LETTER = np.array([chr(byte).isalpha() and byte < 128 for byte in range(256)])
IS_LOCAL = np.array([byte in LOCAL for byte in range(256)])
IS_DOMAIN = IS_LOCAL & np.array([byte not in b"_+" for byte in range(256)])
FOLDED = np.array([byte + 32 * (65 <= byte < 91) for byte in range(256)], dtype=np.uint8)
DOT, HYPHEN, PLUS = b".-+"
EIGHT = 8
FILES = np.array([int.from_bytes(top[:EIGHT], "little") for top in sorted(NO_DOMAINS)], dtype=np.uint64)
"""The first eight characters of what ends names of files and no domain, the first one lowest."""

Positions = NDArray[np.int64]
Mask = NDArray[np.bool_]
Bytes = NDArray[np.uint8]


def found_addresses(
    characters: Bytes, signs: Positions, kinds: tuple[str, ...], kind: int
) -> tuple[Identifiers, Positions]:
    """Give the addresses around signs, and the signs that must be looked at closer; all in their order.

    Behind the last sign there must be 64 bytes.
    """
    parts, closer = [Identifiers.none(kinds)], [signs[:0]]
    for at in range(0, len(signs), PART):
        some = signs[at : at + PART]
        near = some > NEAR
        start, end, is_one, is_open = _around(characters, some[near])
        length = (end - start)[is_one]
        parts.append(
            Identifiers(
                kinds=kinds,
                kind=np.full(len(length), kind, dtype=np.uint8),
                offset=start[is_one],
                length=length,
                tier=np.full(len(length), B, dtype=np.uint8),
                packed=_packed(characters, start[is_one], length),
            )
        )
        closer += [some[~near], some[near][is_open]]
    return Identifiers.joined(parts), np.concatenate(closer)


def _around(characters: Bytes, signs: Positions) -> tuple[Positions, Positions, Mask, Mask]:
    """Give start and end around each sign, whether that is an address, and whether it is open."""
    which, places = np.arange(len(signs)), np.arange(NEAR)
    behind = characters[signs[:, None] + 1 + places]
    stretch = _stretch(IS_DOMAIN[behind])
    is_open = stretch == NEAR
    while len(edge := np.flatnonzero(_among(behind[which, stretch - 1], DOT, HYPHEN) & (stretch > 0))):
        stretch[edge] -= 1
    within = places < stretch[:, None]
    dots = (behind == DOT) & within
    top = NEAR - np.argmax(dots[:, ::-1], axis=1)
    is_top = within & (places >= top[:, None])
    size = stretch - top
    sound: Mask = dots.any(axis=1) & (size >= 2) & (size <= 24) & ~_among(behind[:, 0], DOT, HYPHEN)
    sound &= ~(dots[:, 1:] & dots[:, :-1]).any(axis=1) & (IS_LETTER[behind] | ~is_top).all(axis=1)
    sound &= ~np.isin(_first_eight(behind, top, size), FILES)
    before = characters[signs[:, None] - 1 - places]
    back = _stretch(IS_LOCAL[before])
    start = signs - back
    sound &= (back > 0) & (before[:, 0] != DOT)
    is_open |= sound & ((back == LONGEST_LOCAL) | SEEMING[characters[start - 1]])
    while len(edge := np.flatnonzero(_among(characters[start], DOT, HYPHEN, PLUS) & (start < signs))):
        start[edge] += 1
    return start, signs + 1 + stretch, sound & ~is_open & (start < signs), is_open


def _stretch(marks: Mask) -> Positions:
    """Give how many marks stand at the beginning of each row."""
    several: Positions = np.where(marks.all(axis=1), marks.shape[1], np.argmin(marks, axis=1))
    return several


def _among(characters: Bytes, *wanted: int) -> Mask:
    found: Mask = np.logical_or.reduce([characters == np.uint8(one) for one in wanted])
    return found


def _first_eight(behind: Bytes, top: Positions, size: Positions) -> NDArray[np.uint64]:
    """Give the first eight characters of the last label of each domain as a number, the first one lowest."""
    places = np.arange(EIGHT)
    at = np.minimum(top[:, None] + places, NEAR - 1)
    letters = np.where(places < size[:, None], np.take_along_axis(behind, at, axis=1) | np.uint8(0x20), 0)
    return np.ascontiguousarray(letters, dtype=np.uint8).view("<u8")[:, 0].astype(np.uint64)


def _packed(characters: Bytes, start: Positions, length: Positions) -> NDArray[np.uint64]:
    """Pack addresses in lower case, as `packing.packed` does."""
    width = -(-int(length.max(initial=0)) // EIGHT) * EIGHT
    places = np.arange(max(width, packing.MOST_CHARACTERS))
    at = np.minimum(start[:, None] + places, len(characters) - 1)
    written = np.where(places < length[:, None], FOLDED[characters[at]], 0).astype(np.uint8)
    short = np.column_stack(
        [
            np.full(len(start), packing.WRITTEN, dtype=np.uint8),
            written[:, : packing.MOST_CHARACTERS],
        ]
    )
    words = np.ascontiguousarray(written[:, :width]).view("<u8").astype(np.uint64)
    is_short = length <= packing.MOST_CHARACTERS
    return np.where(is_short[:, None], short.view("<u8"), packing.all_mixed(words, length))
