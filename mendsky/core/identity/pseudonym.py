# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keyed pseudonyms of identifiers, so that the same person is counted once and nobody is named.

A packed identifier is one block of AES, which the key turns into another: without the key nobody can
try all numbers, and destroying the key makes the pseudonyms anonymous. Two values never share a
block; among 52 million pseudonyms cut to 64 bits, 7 in 100,000 times two fall together.
"""

from collections.abc import Iterator

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from numpy.typing import NDArray

from mendsky.core.identity.identifiers import Identifiers

KEY_LENGTHS = (16, 32)
SHORT, WHOLE = 64, 128
BLOCK = 16
"""Bytes that AES ciphers at once."""
PART = 1 << 14
"""Identifiers that are ciphered together: with what comes of them they stay in a core's own cache."""


def pseudonyms(identifiers: Identifiers, key: bytes, bits: int = SHORT) -> NDArray[np.uint64]:
    """Give a pseudonym for each identifier, in their order; needs a key of 16 or 32 bytes.

    Of 64 bits they have shape (n,), of 128 bits (n, 2). Raises `ValueError` for another length of the
    key and for other bits.
    """
    if bits not in {SHORT, WHOLE}:
        msg = f"a pseudonym has 64 or 128 bits, not {bits}"
        raise ValueError(msg)
    if bits == WHOLE:
        return ciphered(identifiers.packed, key)
    short = np.empty(len(identifiers), dtype=np.uint64)
    for at, pairs in _parts(identifiers.packed, key):
        short[at : at + len(pairs)] = pairs[:, 0]
    return short


def ciphered(packed: NDArray[np.uint64], key: bytes) -> NDArray[np.uint64]:
    """Give packed identifiers of shape (n, 2) ciphered, in the same shape; raises as `pseudonyms` does."""
    whole = np.empty((len(packed), 2), dtype=np.uint64)
    for at, pairs in _parts(packed, key):
        whole[at : at + len(pairs)] = pairs
    return whole


def _parts(packed: NDArray[np.uint64], key: bytes) -> Iterator[tuple[int, NDArray[np.uint64]]]:
    """Cipher part by part; gives where each begins, and the same array again and again."""
    if len(key) not in KEY_LENGTHS:
        msg = f"a key of pseudonyms has 16 or 32 bytes, not {len(key)}"
        raise ValueError(msg)
    # Each block is one whole value and equal values shall agree, so no chaining is wanted.
    encryptor = Cipher(AES(key), ECB()).encryptor()  # noqa: S305  # nosec
    out = np.empty(BLOCK * min(PART, len(packed)) + BLOCK - 1, dtype=np.uint8)
    for at in range(0, len(packed), PART):
        blocks = np.ascontiguousarray(packed[at : at + PART], dtype="<u8")
        written = encryptor.update_into(blocks.data.cast("B"), out.data)
        yield at, out[:written].view("<u8").reshape(-1, 2)
