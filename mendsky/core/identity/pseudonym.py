# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keyed pseudonyms of identifiers, so that the same person is counted once and nobody is named.

A value is packed into one block of AES, which the key turns into another: without the key nobody can
try all numbers, and destroying the key makes the pseudonyms anonymous. Two values never share a
block; among 52 million pseudonyms cut to 64 bits, 7 in 100,000 times two fall together.
"""

from collections.abc import Sequence

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from numpy.typing import NDArray

BLOCK = 16
KEY_LENGTHS = (16, 32)
NUMBERED, WRITTEN = 1, 2
"""First byte of a block: a value packed as a number, or as its characters."""
CHECKED_LENGTH = 18
"""Values of this length are 17 digits and a check character, which follows from them."""


def pseudonyms(values: Sequence[bytes], key: bytes) -> NDArray[np.uint64]:
    """Give a 64-bit pseudonym for each canonical value, in their order; needs a key of 16 or 32 bytes.

    Raises `ValueError` for another key length and for a value that is neither 17 digits with a check
    character nor at most 15 characters.
    """
    blocks = np.zeros((len(values), BLOCK), dtype=np.uint8)
    lengths = np.fromiter((len(value) for value in values), dtype=np.int64, count=len(values))
    numbered = lengths == CHECKED_LENGTH
    _pack_numbers(blocks, values, np.flatnonzero(numbered))
    _pack_characters(blocks, values, np.flatnonzero(~numbered))
    return _ciphered(blocks, key)


def pseudonyms_of_numbers(numbers: NDArray[np.uint64], key: bytes) -> NDArray[np.uint64]:
    """Give the pseudonyms of values of 17 digits and a check character, each given as its 17 digits.

    They are those that `pseudonyms` gives for the written values. Raises `ValueError` for another key length.
    """
    halves = np.empty((len(numbers), 2), dtype="<u8")
    halves[:, 0] = (numbers << np.uint64(8)) | np.uint64(NUMBERED)
    halves[:, 1] = numbers >> np.uint64(56)
    return _ciphered(halves.view(np.uint8), key)


def _ciphered(blocks: NDArray[np.uint8], key: bytes) -> NDArray[np.uint64]:
    if len(key) not in KEY_LENGTHS:
        msg = f"a key of pseudonyms has 16 or 32 bytes, not {len(key)}"
        raise ValueError(msg)
    # Each block is one whole value and equal values shall agree, so no chaining is wanted.
    encryptor = Cipher(AES(key), ECB()).encryptor()  # noqa: S305  # nosec
    ciphered = encryptor.update(blocks.data) + encryptor.finalize()
    return np.frombuffer(ciphered, dtype="<u8").reshape(-1, 2)[:, 0].astype(np.uint64)


def _pack_numbers(blocks: NDArray[np.uint8], values: Sequence[bytes], positions: NDArray[np.intp]) -> None:
    characters = np.frombuffer(b"".join(values[n] for n in positions), dtype=np.uint8)
    digits = characters.reshape(-1, CHECKED_LENGTH)[:, : CHECKED_LENGTH - 1] - np.uint8(ord("0"))
    if (digits > 9).any():
        msg = "a value of 18 characters is not 17 digits and a check character"
        raise ValueError(msg)
    powers = np.array([10**n for n in reversed(range(CHECKED_LENGTH - 1))], dtype=np.uint64)
    numbers = (digits.astype(np.uint64) * powers).sum(axis=1, dtype=np.uint64)
    blocks[positions, 0] = NUMBERED
    blocks[positions, 1:9] = numbers.astype("<u8").view(np.uint8).reshape(-1, 8)


def _pack_characters(blocks: NDArray[np.uint8], values: Sequence[bytes], positions: NDArray[np.intp]) -> None:
    for position in positions:
        value = values[position]
        if not 0 < len(value) < BLOCK or b"\0" in value:
            msg = f"a value of {len(value)} characters does not fit a pseudonym: 1 to 15 do"
            raise ValueError(msg)
        blocks[position, 0] = WRITTEN
        blocks[position, 1 : 1 + len(value)] = np.frombuffer(value, dtype=np.uint8)
