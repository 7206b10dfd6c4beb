# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Theta sketches of keyed pseudonyms: a bounded sample of hashes from which distinct people are estimated.

The bytes are the compact form of Apache DataSketches (serial version 3), so that Spark or Druid can
make and unite them too; hashing is theirs: MurmurHash3 (x64, 128 bits) of eight little-endian bytes
under seed 9001, its first half shifted right by one. A sketch keeps the k smallest hashes.
https://datasketches.apache.org/docs/Theta/ThetaSketches.html
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from math import ceil, floor, sqrt
from struct import Struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

SEED = 9001
EVERYTHING = 2**63 - 1
"""Theta of a sketch that still holds every hash."""
SERIAL_VERSION = 3
FAMILY_COMPACT = 3
BIG_ENDIAN, READ_ONLY, EMPTY, COMPACT, ORDERED = 1, 2, 4, 8, 16
SMALLEST_K, LARGEST_K = 16, 2**26
PART = 1 << 13
"""Pseudonyms that are hashed together: with all that comes between, they stay in a core's own cache."""
HEADER = Struct("<BBBBBBH")
"""Preamble longs, serial version, family, two unused bytes, flags, hash of the seed."""
COUNT = Struct("<II")
"""Number of hashes, and four unused bytes."""


class ThetaError(ValueError):
    """Bytes are not a compact theta sketch, or sketches do not go together."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Sketch:
    """The k smallest hashes of a set; personal data for whoever holds the pseudonyms' key."""

    k: int
    """Most hashes kept."""
    theta: int
    """Every kept hash is below it, and every hash below it is kept; of 2^63 - 1."""
    hashes: Hashes
    """Ascending, distinct, not zero."""

    def __post_init__(self) -> None:
        if not SMALLEST_K <= self.k <= LARGEST_K:
            msg = f"a sketch keeps {SMALLEST_K} to {LARGEST_K} hashes, not {self.k}"
            raise ThetaError(msg)

    def __repr__(self) -> str:
        return f"Sketch(k={self.k}, {len(self.hashes)} hashes)"

    @property
    def exact(self) -> bool:
        """Say whether the sketch still holds every hash, so that its number is exact."""
        return self.theta == EVERYTHING


def empty(k: int) -> Sketch:
    """Give the sketch of nobody."""
    return Sketch(k=k, theta=EVERYTHING, hashes=np.empty(0, dtype=np.uint64))


def from_pseudonyms(pseudonyms: Hashes, k: int) -> Sketch:
    """Sketch a set of pseudonyms, given in any order and number; only keyed ones keep people hidden."""
    hashes = distinct(murmur(pseudonyms.astype(np.uint64, copy=False), SEED) >> np.uint64(1))
    return _trimmed(k, EVERYTHING, hashes[hashes != 0])


def grown(sketch: Sketch, pseudonyms: Hashes) -> Sketch:
    """Give the sketch of a set and more pseudonyms; what is not below its theta is never sorted."""
    held, several = [], 0
    for at in range(0, len(pseudonyms), PART):
        held.append(hashes_below(pseudonyms[at : at + PART].astype(np.uint64, copy=False), sketch.theta))
        several += len(held[-1])
        if several > sketch.k:
            sketch, held, several = with_hashes(sketch, held), [], 0
    return with_hashes(sketch, held) if several else sketch


def hashes_below(pseudonyms: Hashes, theta: int) -> Hashes:
    """Hash pseudonyms; give those hashes that a sketch of such a theta may keep."""
    if (code := compiled()) is not None:
        hashes = np.empty(len(pseudonyms), dtype=np.uint64)
        in_a_row = np.ascontiguousarray(pseudonyms)
        few: Hashes = hashes[: code.hashed_below(in_a_row, np.uint64(SEED), np.uint64(theta), hashes)]
        return few.copy()
    hashes = murmur(pseudonyms, SEED) >> np.uint64(1)
    few = hashes[hashes < np.uint64(theta)]
    below: Hashes = few[few != 0]
    return below


def with_hashes(sketch: Sketch, fresh: Sequence[Hashes]) -> Sketch:
    """Give the sketch with what `hashes_below` gave, of its theta or one that was larger before."""
    hashes = distinct(np.concatenate([sketch.hashes, *fresh]))
    return _trimmed(sketch.k, sketch.theta, hashes[: np.searchsorted(hashes, np.uint64(sketch.theta))])


def compiled() -> Any:
    """Give the module of compiled code where numba has been imported already, else None."""
    return _compiled() if "numba" in sys.modules else None


@cache
def _compiled() -> Any:
    try:
        return import_module("mendsky.core.census.kernels")
    except (ImportError, OSError, RuntimeError):
        return None


def union(sketches: Sequence[Sketch], k: int) -> Sketch:
    """Unite sketches that were made under one key; the smallest of their thetas and of `k` rules."""
    if not sketches:
        return empty(k)
    theta = min(sketch.theta for sketch in sketches)
    hashes = distinct(np.concatenate([sketch.hashes for sketch in sketches]))
    return _trimmed(k, theta, hashes[hashes < theta])


def estimate(sketch: Sketch, sds: float = 2.0) -> tuple[int, int, int]:
    """Give (low, point, high) of the number of distinct pseudonyms, `sds` standard deviations each way.

    The interval is the continuity-corrected score interval that DataSketches uses above 120 hashes
    (`binomial_bounds`); exact sketches give one number three times.
    """
    count = len(sketch.hashes)
    if sketch.exact:
        return count, count, count
    share = sketch.theta / EVERYTHING
    spread = sds * sqrt((1 - share) / share)
    below, above = max(count - 0.5, 0) / share, (count + 0.5) / share
    low = below + spread**2 / 2 - spread / 2 * sqrt(spread**2 + 4 * below)
    high = above + spread**2 / 2 + spread / 2 * sqrt(spread**2 + 4 * above)
    point = round(count / share)
    return min(max(floor(low), count), point), point, max(ceil(high), point)


def to_bytes(sketch: Sketch) -> bytes:
    """Write the compact, ordered form: 8 to 24 bytes of preamble, then eight bytes a hash."""
    count = len(sketch.hashes)
    flags = READ_ONLY | COMPACT | ORDERED | (EMPTY if sketch.exact and not count else 0)
    longs = 3 if not sketch.exact else 1 if count < 2 else 2
    content = HEADER.pack(longs, SERIAL_VERSION, FAMILY_COMPACT, 0, 0, flags, SEED_HASH)
    if longs > 1:
        content += COUNT.pack(count, 0)
    if longs > 2:
        content += sketch.theta.to_bytes(8, "little")
    return content + sketch.hashes.astype("<u8").tobytes()


def from_bytes(content: bytes, k: int) -> Sketch:
    """Read a compact sketch, ordered or not, and trim it to `k`; raises `ThetaError`."""
    if len(content) < HEADER.size:
        msg = "a sketch has at least eight bytes"
        raise ThetaError(msg)
    longs, version, family, _, _, flags, seed_hash = HEADER.unpack_from(content)
    if version != SERIAL_VERSION or family != FAMILY_COMPACT or flags & BIG_ENDIAN or not flags & COMPACT:
        msg = "not a compact theta sketch of serial version 3"
        raise ThetaError(msg)
    if flags & EMPTY:
        return empty(k)
    if seed_hash != SEED_HASH:
        msg = "a sketch under another seed than 9001 cannot be united with ours"
        raise ThetaError(msg)
    if longs not in {1, 2, 3} or len(content) < 8 * longs:
        msg = "a sketch with a damaged preamble"
        raise ThetaError(msg)
    count = COUNT.unpack_from(content, 8)[0] if longs > 1 else 1
    theta = int.from_bytes(content[16:24], "little") if longs > 2 else EVERYTHING
    if len(content) != 8 * (longs + count):
        msg = f"a sketch of {count} hashes has {8 * (longs + count)} bytes, not {len(content)}"
        raise ThetaError(msg)
    hashes = np.sort(np.frombuffer(content, dtype="<u8", offset=8 * longs).astype(np.uint64))
    if not 0 < theta <= EVERYTHING or (count and (hashes[0] == 0 or hashes[-1] >= theta)):
        msg = "a sketch's hashes lie between zero and its theta"
        raise ThetaError(msg)
    if (hashes[1:] == hashes[:-1]).any():
        msg = "a sketch holds each hash once"
        raise ThetaError(msg)
    return _trimmed(k, theta, hashes)


def murmur(values: Hashes, seed: int) -> Hashes:
    """Give the first half of MurmurHash3 (x64, 128 bits) of each value's eight little-endian bytes.

    Source: Austin Appleby, MurmurHash3.cpp, for inputs of eight bytes: one tail word, no block.
    """
    with np.errstate(over="ignore"):
        word = values * np.uint64(0x87C37B91114253D5)
        word = (word << np.uint64(31)) | (word >> np.uint64(33))
        first = np.uint64(seed) ^ (word * np.uint64(0x4CF5AD432745937F)) ^ np.uint64(8)
        second = np.full_like(values, seed ^ 8)
        first = first + second
        second = second + first
        return _finish(first) + _finish(second)


def _finish(word: Hashes) -> Hashes:
    word = (word ^ (word >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    word = (word ^ (word >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    return word ^ (word >> np.uint64(33))


def distinct(hashes: Hashes) -> Hashes:
    """Give hashes or pseudonyms sorted and without repetition; `hashes` itself is sorted in place."""
    hashes.sort()
    if (code := compiled()) is not None:
        several = code.squeezed(hashes)
        return hashes if several == len(hashes) else hashes[:several].copy()
    keep = np.ones(len(hashes), dtype=bool)
    keep[1:] = hashes[1:] != hashes[:-1]
    return hashes if keep.all() else hashes[keep]


def _trimmed(k: int, theta: int, hashes: Hashes) -> Sketch:
    if len(hashes) > k:
        theta, hashes = int(hashes[k]), hashes[:k]
    return Sketch(k=k, theta=theta, hashes=hashes)


SEED_HASH = int(murmur(np.array([SEED], dtype=np.uint64), 0)[0]) & 0xFFFF
"""What the format writes for the seed, so that sketches under different seeds do not mix."""
