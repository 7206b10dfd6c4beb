# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was found in bytes, as arrays: no object for each, and no value in any text about them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

A, B, C = 0, 1, 2
"""Tiers: check, date and division are right; check and date, or a label said so; the form alone."""
TIERS = "ABC"
Number = TypeVar("Number", np.int64, np.uint64)


def different(ascending: NDArray[Number]) -> NDArray[Number]:
    """Give ascending numbers without repetition; `numpy.unique` would load masked arrays, 15 ms, and sort."""
    return ascending[np.append(True, ascending[1:] != ascending[:-1])] if len(ascending) else ascending


@dataclass(frozen=True, kw_only=True, slots=True, repr=False, eq=False)
class Identifiers:
    """Identifiers in the order in which they stand; `repr` says how many, never which."""

    kinds: tuple[str, ...]
    """Names of kinds; `kind` counts into it."""
    kind: NDArray[np.uint8]
    offset: NDArray[np.int64]
    """Where the written form begins in the content, in bytes."""
    length: NDArray[np.int64]
    """Bytes of the written form, which is longer than the canonical one where it is grouped or escaped."""
    tier: NDArray[np.uint8]
    """0 is A, 1 is B, 2 is C."""
    packed: NDArray[np.uint64] = field(repr=False)
    """Shape (n, 2): the canonical identifier in 128 bits; a value, to be kept in memory only."""

    def __len__(self) -> int:
        return len(self.kind)

    def __repr__(self) -> str:
        return f"Identifiers({self.counts()})"

    def counts(self) -> dict[str, int]:
        """Say how many there are of each kind and tier, as `cn-mobile B`."""
        pairs = Counter(zip(self.kind.tolist(), self.tier.tolist(), strict=True))
        return {f"{self.kinds[kind]} {TIERS[tier]}": count for (kind, tier), count in sorted(pairs.items())}

    def named(self, position: int) -> str:
        """Give the kind of one of them by name."""
        return self.kinds[int(self.kind[position])]

    def of_kinds(self, kinds: Iterable[str]) -> NDArray[np.bool_]:
        """Say of each whether its kind is among some."""
        wanted = set(kinds)
        return np.array([kind in wanted for kind in self.kinds], dtype=bool)[self.kind]

    def select(self, chosen: NDArray[Any] | slice) -> "Identifiers":
        """Give those that a mask, positions or a slice choose; neither a slice nor a mask of all copies."""
        if isinstance(chosen, np.ndarray) and chosen.dtype == bool:
            # Of arrays of rows a mask is several times slower than positions are.
            chosen = np.flatnonzero(chosen)
            if len(chosen) == len(self):
                return self
        return Identifiers(
            kinds=self.kinds,
            kind=self.kind[chosen],
            offset=self.offset[chosen],
            length=self.length[chosen],
            tier=self.tier[chosen],
            packed=self.packed[chosen],
        )

    def merged(self, others: "Identifiers") -> "Identifiers":
        """Give these and others of the same kinds, both in order, in order: by offset, the longer first."""
        place = np.searchsorted(self.offset, others.offset)
        last = max(len(self) - 1, 0)
        while len(self):
            here = np.minimum(place, last)
            behind = (place <= last) & (self.offset[here] == others.offset)
            behind &= self.length[here] >= others.length
            if not behind.any():
                break
            place += behind
        return Identifiers(
            kinds=self.kinds,
            kind=np.insert(self.kind, place, others.kind),
            offset=np.insert(self.offset, place, others.offset),
            length=np.insert(self.length, place, others.length),
            tier=np.insert(self.tier, place, others.tier),
            packed=np.insert(self.packed, place, others.packed, axis=0),
        )

    def moved(self, by: int) -> "Identifiers":
        """Give the same in a content in which they stand some bytes further on."""
        return Identifiers(
            kinds=self.kinds,
            kind=self.kind,
            offset=self.offset + by,
            length=self.length,
            tier=self.tier,
            packed=self.packed,
        )

    @classmethod
    @cache
    def none(cls, kinds: tuple[str, ...]) -> Self:
        """Give what is found where there is nothing."""
        return cls(
            kinds=kinds,
            kind=np.empty(0, np.uint8),
            offset=np.empty(0, np.int64),
            length=np.empty(0, np.int64),
            tier=np.empty(0, np.uint8),
            packed=np.empty((0, 2), np.uint64),
        )

    @classmethod
    def joined(cls, parts: "Iterable[Identifiers]") -> "Identifiers":
        """Put several with the same kinds behind one another; raises `ValueError` where kinds differ."""
        several = list(parts)
        if len({one.kinds for one in several}) != 1:
            msg = "only identifiers of one nation can be joined, and at least one part is needed"
            raise ValueError(msg)
        return cls(
            kinds=several[0].kinds,
            kind=np.concatenate([one.kind for one in several]),
            offset=np.concatenate([one.offset for one in several]),
            length=np.concatenate([one.length for one in several]),
            tier=np.concatenate([one.tier for one in several]),
            packed=np.concatenate([one.packed for one in several]),
        )
