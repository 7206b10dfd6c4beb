# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Count what stands in the texts of a walk, keeping pseudonyms under a key of this one run and no value."""

from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from mendsky.core.identity import Identifiers, Stream, masked, pseudonyms
from mendsky.core.terms.nations import Nation

B = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """What was counted."""

    kinds: dict[str, tuple[int, int]]
    """Occurrences and distinct identifiers by kind."""
    records: int
    people: int
    masked: int
    damaged_columns: int
    classes: tuple[str, ...]


class Counts:
    """What all threads count into."""

    def __init__(self, nation: Nation, key: bytes) -> None:
        self._nation, self._key = nation, key
        self._lock = Lock()
        self._seen: dict[str, NDArray[np.uint64]] = {}
        self._occurrences: dict[str, int] = {}
        self._masked = 0

    def add(self, found: Identifiers, masked: int) -> None:
        """Count what was found."""
        found = found.select(found.tier <= B)
        if not len(found) and not masked:
            return
        hidden = pseudonyms(found, self._key)
        with self._lock:
            self._masked += masked
            for number, kind in enumerate(found.kinds):
                ours = hidden[found.kind == number]
                if len(ours):
                    self._occurrences[kind] = self._occurrences.get(kind, 0) + len(ours)
                    before = self._seen.get(kind, np.empty(0, np.uint64))
                    self._seen[kind] = np.unique(np.concatenate([before, ours]))

    def summary(self) -> Summary:
        """Give what was counted so far."""
        kinds = {kind: (self._occurrences[kind], len(seen)) for kind, seen in self._seen.items()}
        people = sum(
            kinds[row.kind][1] for row in self._nation.identifiers if row.person and row.kind in kinds
        )
        return Summary(
            kinds=kinds, records=people, people=people, masked=self._masked, damaged_columns=0, classes=()
        )


class Tally:
    """Counts the texts of one walk as they come."""

    def __init__(self, counts: Counts, nation: Nation, birth_years: tuple[int, int]) -> None:
        self._counts, self._nation, self._birth_years = counts, nation, birth_years
        self._texts: list[Stream] = []

    def begin(self) -> None:
        """Take a text, within the last one where that has not ended."""
        self._texts.append(Stream(self._nation, self._birth_years))

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the text that began last."""
        self._counts.add(self._texts[-1].feed(chunk), masked(chunk, self._nation))

    def end(self) -> None:
        """End the text that began last."""
        self._counts.add(self._texts.pop().end(), 0)
