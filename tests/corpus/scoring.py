# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Set what an engine reports beside what is truly there."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tests.corpus import oracle
from tests.corpus.generator import Case

CODECS = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}
"""How a piece from the midst of a text of this encoding is read."""
CERTAIN = 1
"""Tiers up to B count as reported; C is a form that nothing announces."""


class Reported(Protocol):
    """What an engine gives: arrays of the same length, and the names of kinds."""

    kinds: tuple[str, ...]
    kind: NDArray[np.uint8]
    offset: NDArray[np.int64]
    length: NDArray[np.int64]
    tier: NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """What came of one kind."""

    true: int
    """Identifiers that are there."""
    found: int
    """Of them, those that were reported."""
    reported: int
    """Reports in all."""

    @property
    def recall(self) -> float:
        """Give the share of those there that was found."""
        return self.found / self.true if self.true else 1.0

    @property
    def precision(self) -> float:
        """Give the share of reports that are right."""
        return self.found / self.reported if self.reported else 1.0


class Tally:
    """Collects scores case by case, and the names of cases that went wrong."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._true: Counter[str] = Counter()
        self._found: Counter[str] = Counter()
        self._reported: Counter[str] = Counter()
        self.missed: dict[str, Counter[str]] = defaultdict(Counter)
        self.wrong: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, name: str, labels: Iterable[tuple[str, str]], hits: Iterable[tuple[str, str]]) -> None:
        """Compare what is there with what was reported, both as kind and canonical value."""
        there, seen = Counter(labels), Counter(hits)
        for group, several in ((self._true, there), (self._found, there & seen), (self._reported, seen)):
            for (kind, _), number in several.items():
                group[kind] += number
        for (kind, _), number in (there - seen).items():
            self.missed[kind][name] += number
        for (kind, _), number in (seen - there).items():
            self.wrong[kind][name] += number

    def scores(self) -> Mapping[str, Score]:
        """Give the score of each kind that was there or was reported."""
        return {
            kind: Score(true=self._true[kind], found=self._found[kind], reported=self._reported[kind])
            for kind in sorted({*self._true, *self._reported})
        }

    def worst(self, kind: str, most: int = 8) -> str:
        """Name the classes of cases in which a kind was missed or wrong most often."""
        lines = [f"missed {number} × {name}" for name, number in self.missed[kind].most_common(most)]
        lines += [f"wrong {number} × {name}" for name, number in self.wrong[kind].most_common(most)]
        return "; ".join(lines)


def labels_of(case: Case) -> list[tuple[str, str]]:
    """Give what is in a case."""
    return [(label.kind, oracle.canonical(label.kind, label.value)) for label in case.labels]


def hit(kind: str, piece: bytes, encoding: str) -> tuple[str, str]:
    """Read what a report points at."""
    try:
        written = piece.decode(CODECS.get(encoding, encoding))
    except UnicodeDecodeError:
        return kind, ""
    return kind, oracle.canonical(kind, written)


def certain(content: bytes, identifiers: Reported, encoding: str) -> list[tuple[str, str]]:
    """Give what is reported at tier A or B as kind and canonical value."""
    return [
        hit(identifiers.kinds[kind], content[offset : offset + length], encoding)
        for kind, offset, length, tier in zip(
            identifiers.kind.tolist(),
            identifiers.offset.tolist(),
            identifiers.length.tolist(),
            identifiers.tier.tolist(),
            strict=True,
        )
        if tier <= CERTAIN
    ]


def table(columns: Mapping[str, Mapping[str, Score]]) -> str:
    """Write precision and recall of several engines side by side, a line a kind."""
    kinds = sorted({kind for scores in columns.values() for kind in scores})
    lines = [f"{'kind':18}" + "".join(f"{name:>24}" for name in columns)]
    for kind in kinds:
        cells = [_cell(scores.get(kind)) for scores in columns.values()]
        lines.append(f"{kind:18}" + "".join(f"{cell:>24}" for cell in cells))
    return "\n".join(lines)


def _cell(score: Score | None) -> str:
    if score is None or not score.reported:
        return "-"
    return f"{score.precision:.3f} / {score.recall:.4f}"
