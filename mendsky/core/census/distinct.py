# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Count distinct pseudonyms: exactly while they are few, by a theta sketch when they are many.

Pseudonyms are spread evenly over 64 bits, so they are kept sorted in parts by their highest bits: only
one part at a time is merged, which keeps the memory beyond the pseudonyms themselves small.
"""

from dataclasses import dataclass

import numpy as np

from mendsky.core.census import theta
from mendsky.core.census.theta import Hashes, Sketch

LOOSE = 1 << 18
"""Pseudonyms that are gathered before they are sorted."""
PARTS = 16
SKETCH_K = 1 << 16
"""Hashes of a sketch: half a megabyte, and a standard error of 0.4 %."""
NOTHING: Hashes = np.empty(0, dtype=np.uint64)
BORDERS = np.arange(1, PARTS, dtype=np.uint64) << np.uint64(60)


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """How many were distinct."""

    low: int
    point: int
    high: int
    exact: bool
    """False where a sketch estimated it; low and high are then two standard errors away."""


class Distinct:
    """Distinct pseudonyms of one sort."""

    __slots__ = ("_kept", "_loose", "_loose_size", "_waiting", "sketch")

    def __init__(self) -> None:
        self._loose: list[Hashes] = []
        """Pseudonyms; once there is a sketch, hashes that it may keep."""
        self._loose_size = 0
        self._kept = [NOTHING] * PARTS
        self._waiting: list[list[Hashes]] = [[] for _ in range(PARTS)]
        self.sketch: Sketch | None = None
        """What is kept of them once they were too many."""

    def __len__(self) -> int:
        """Give how many pseudonyms are held in memory, some of them perhaps twice."""
        waiting = sum(len(run) for runs in self._waiting for run in runs)
        return self._loose_size + sum(map(len, self._kept)) + waiting

    @property
    def exact(self) -> bool:
        """Say whether every pseudonym is still held."""
        return self.sketch is None

    def add(self, pseudonyms: Hashes) -> None:
        """Add pseudonyms, in any order and number; the array itself is not kept."""
        if self.sketch is None:
            loose, most = pseudonyms.copy(), LOOSE
        else:
            loose, most = theta.hashes_below(pseudonyms, self.sketch.theta), SKETCH_K
        self._loose.append(loose)
        self._loose_size += len(loose)
        if self._loose_size >= most:
            self.settle()

    def shorten(self) -> None:
        """Keep a sketch from now on, whatever was held."""
        if self.sketch is None:
            self.settle()
            sketch = theta.empty(SKETCH_K)
            for part in range(PARTS):
                sketch = theta.grown(sketch, self.part(part))
                self._kept[part] = NOTHING
            self.sketch = sketch

    def absorb(self, other: "Distinct") -> None:
        """Add all that another, made under the same key, holds."""
        other.settle()
        if other.sketch is not None:
            self.shorten()
            self.settle()
            self.sketch = theta.union([one for one in (self.sketch, other.sketch) if one], SKETCH_K)
            return
        if not len(self) and self.sketch is None:
            # Sorted ones are never changed in place, so that both may hold the same.
            self._kept = [other.part(part) for part in range(PARTS)]
            return
        for part in range(PARTS):
            self.add(other.part(part))

    def part(self, number: int) -> Hashes:
        """Give those of one part of all that are held, sorted."""
        if self._waiting[number]:
            self._kept[number] = theta.distinct(np.concatenate([self._kept[number], *self._waiting[number]]))
            self._waiting[number] = []
        return self._kept[number]

    def number(self) -> Number:
        """Give how many distinct ones were added."""
        self.settle()
        if self.sketch is not None:
            low, point, high = theta.estimate(self.sketch)
            return Number(low=low, point=point, high=high, exact=self.sketch.exact)
        count = sum(len(self.part(number)) for number in range(PARTS))
        return Number(low=count, point=count, high=count, exact=True)

    def settle(self) -> None:
        """Put what is loose into its parts, or into the sketch."""
        if not self._loose_size:
            return
        loose, self._loose, self._loose_size = self._loose, [], 0
        if self.sketch is not None:
            self.sketch = theta.with_hashes(self.sketch, loose)
            return
        for part, run in enumerate(_parted(np.concatenate(loose))):
            self._waiting[part].append(run)
            waiting = sum(map(len, self._waiting[part]))
            if waiting >= max(LOOSE // PARTS, len(self._kept[part])):
                self.part(part)


def _parted(loose: Hashes) -> list[Hashes]:
    """Put pseudonyms apart by their highest bits, in any order within a part."""
    if (code := theta.compiled()) is None:
        run = theta.distinct(loose)
        return np.split(run, np.searchsorted(run, BORDERS))
    ends, out = np.zeros(PARTS, dtype=np.int64), np.empty_like(loose)
    code.parted(loose, ends, out)
    return np.split(out, ends[:-1])
