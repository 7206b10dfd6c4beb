# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keyed pseudonyms of identifiers, so that the same person is counted once and nobody is named.

A packed identifier is one block of AES, which the key turns into another: without the key nobody can
try all numbers, and destroying the key makes the pseudonyms anonymous. Two values never share a
block; among 52 million pseudonyms cut to 64 bits, 7 in 100,000 times two fall together.
"""

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from numpy.typing import NDArray

from mendsky.core.identity.identifiers import Identifiers

KEY_LENGTHS = (16, 32)
SHORT, WHOLE = 64, 128


def pseudonyms(identifiers: Identifiers, key: bytes, bits: int = SHORT) -> NDArray[np.uint64]:
    """Give a pseudonym for each identifier, in their order; needs a key of 16 or 32 bytes.

    Of 64 bits they have shape (n,), of 128 bits (n, 2). Raises `ValueError` for another length of the
    key and for other bits.
    """
    if bits not in {SHORT, WHOLE}:
        msg = f"a pseudonym has 64 or 128 bits, not {bits}"
        raise ValueError(msg)
    pairs = ciphered(identifiers.packed, key)
    return pairs if bits == WHOLE else pairs[:, 0].copy()


def ciphered(packed: NDArray[np.uint64], key: bytes) -> NDArray[np.uint64]:
    """Give packed identifiers of shape (n, 2) ciphered, in the same shape; raises as `pseudonyms` does."""
    if len(key) not in KEY_LENGTHS:
        msg = f"a key of pseudonyms has 16 or 32 bytes, not {len(key)}"
        raise ValueError(msg)
    blocks = np.ascontiguousarray(packed, dtype="<u8")
    # Each block is one whole value and equal values shall agree, so no chaining is wanted.
    encryptor = Cipher(AES(key), ECB()).encryptor()  # noqa: S305  # nosec
    blocks_out = encryptor.update(blocks.data.cast("B") if len(blocks) else b"") + encryptor.finalize()
    return np.frombuffer(blocks_out, dtype="<u8").reshape(-1, 2).astype(np.uint64)
