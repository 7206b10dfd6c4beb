# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Canonical identifiers in 128 bits, such that two of them are equal only where the identifiers are.

The lowest byte says how it is packed. Long ones, as e-mail addresses are, are mixed into 120 bits: two
of 52 million fall together with a chance of 10^-21.
"""

import numpy as np
from numpy.typing import NDArray

NUMBERED, WRITTEN, DIGITS, MIXED = 1, 2, 3, 4
"""The digits before a check character as a number; characters; digits with their number; mixed."""
WORD = (1 << 64) - 1
MOST_DIGITS = 19
MOST_CHARACTERS = 15
SEEDS = (0x9E3779B97F4A7C15, 0xD1B54A32D192ED03)
FACTORS = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
"""Odd factors of the finaliser of splitmix64 (Steele, Lea, Flood 2014)."""


def packed(value: bytes, *, numbered: bool) -> tuple[int, int]:
    """Pack a canonical identifier; `numbered` where its last character follows from the digits before it."""
    if numbered:
        whole = int(value[:-1]) << 8 | NUMBERED
    elif value.isdigit() and len(value) <= MOST_DIGITS:
        whole = len(value) << 72 | int(value) << 8 | DIGITS
    elif len(value) <= MOST_CHARACTERS:
        whole = int.from_bytes(value, "little") << 8 | WRITTEN
    else:
        return mixed(value)
    return whole & WORD, whole >> 64


def mixed(value: bytes) -> tuple[int, int]:
    """Mix a long identifier, eight bytes at a time."""
    padded = value + bytes(-len(value) % 8)
    low, high = SEEDS[0] ^ len(value), SEEDS[1]
    for at in range(0, len(padded), 8):
        word = int.from_bytes(padded[at : at + 8], "little")
        low = (low ^ word) * FACTORS[0] & WORD
        low ^= low >> 32
        high = (high + word) * FACTORS[1] & WORD
        high ^= high >> 29
    return (low & ~0xFF & WORD) | MIXED, (high ^ low >> 17) * FACTORS[0] & WORD


def all_mixed(words: NDArray[np.uint64], length: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Mix long identifiers as `mixed` does, given the words of eight bytes of each and how long it is."""
    low = np.uint64(SEEDS[0]) ^ length.astype(np.uint64)
    high = np.full(len(length), SEEDS[1], dtype=np.uint64)
    for at in range(words.shape[1]):
        goes_on, word = length > 8 * at, words[:, at]
        mixed_low = (low ^ word) * np.uint64(FACTORS[0])
        low = np.where(goes_on, mixed_low ^ (mixed_low >> np.uint64(32)), low)
        mixed_high = (high + word) * np.uint64(FACTORS[1])
        high = np.where(goes_on, mixed_high ^ (mixed_high >> np.uint64(29)), high)
    last = (high ^ (low >> np.uint64(17))) * np.uint64(FACTORS[0])
    return np.stack([(low & ~np.uint64(0xFF)) | np.uint64(MIXED), last], axis=1)


def as_array(pairs: list[tuple[int, int]]) -> NDArray[np.uint64]:
    """Give packed identifiers as an array of shape (n, 2)."""
    return np.array(pairs, dtype=np.uint64).reshape(-1, 2)


def numbered(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Pack identifiers of digits and a check character, each given by its digits as a number."""
    low = (numbers << np.uint64(8)) | np.uint64(NUMBERED)
    return np.stack([low, numbers >> np.uint64(56)], axis=1)


def of_digits(numbers: NDArray[np.uint64], length: int) -> NDArray[np.uint64]:
    """Pack identifiers that are digits of one length, each given as a number."""
    low = (numbers << np.uint64(8)) | np.uint64(DIGITS)
    return np.stack([low, (numbers >> np.uint64(56)) | np.uint64(length << 8)], axis=1)
