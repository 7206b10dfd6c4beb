# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an import did, would do, or why it was refused, entry by entry.

A line names the noun, the entry's place and its key; never an address, an identifier or any other
value that may be somebody's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

NOUNS = ("organisations", "systems", "contacts", "grants", "optouts")
Row = TypeVar("Row")
"""A row of one of the directory's tables."""
Places = Mapping[tuple[str, int], str]
"""Noun and place from 0 → where the entry stands: `systems.csv, line 3`."""


class Outcome(StrEnum):
    """What becomes of an entry of the document."""

    ADDED = "added"
    CHANGED = "changed"
    CLOSED = "closed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """One sentence on an entry, or on the whole document: why it is refused, or what to know."""

    says: str
    noun: str = ""
    """Empty for the whole document."""
    number: int | None = None
    """Place among the entries of its noun, from 0; None for all of them."""
    key: str = ""

    def line(self, places: Places) -> str:
        """Put the sentence behind the name of its entry."""
        if not self.noun:
            return self.says
        if self.number is None:
            return f"{self.noun}: {self.says}"
        return f"{entry_name(self.noun, self.number, self.key, places)}: {self.says}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What becomes of one entry."""

    noun: str
    number: int
    """Place among the entries of its noun, from 0."""
    key: str
    outcome: Outcome
    fields: tuple[str, ...] = ()
    """Names of the fields that differ from what the directory holds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part(Generic[Row]):
    """What happens to one table, before anything is written."""

    opened: list[Row] = field(default_factory=list)
    """Rows to add."""
    closed: list[Row] = field(default_factory=list)
    """Rows that stand, with their end set but not saved; of grants, with their revocation."""
    changes: list[Change] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """How many entries of one noun were, or would be, added, changed, closed and left."""

    added: int
    changed: int
    closed: int
    unchanged: int

    def as_json(self) -> dict[str, int]:
        """Give the counts by outcome."""
        return {outcome.value: getattr(self, outcome.value) for outcome in Outcome}


class ImportRefusedError(ValueError):
    """A document was refused as a whole; its first line is the message, `lines` holds all."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = tuple(lines)
        more = f" (and {len(self.lines) - 1} more)" if len(self.lines) > 1 else ""
        super().__init__(f"{self.lines[0]}{more}")


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportReport:
    """What an import did, or would do."""

    changes: tuple[Change, ...]
    """One for each entry that was not refused."""
    refused: tuple[Remark, ...]
    """Why nothing would be imported; empty after an import."""
    warnings: tuple[Remark, ...]
    dry_run: bool
    """True where nothing was written."""
    places: Places = field(default_factory=dict)

    @property
    def organisations(self) -> Changes:
        """Count the organisations."""
        return self.counted("organisations")

    @property
    def systems(self) -> Changes:
        """Count the systems."""
        return self.counted("systems")

    @property
    def contacts(self) -> Changes:
        """Count the contacts."""
        return self.counted("contacts")

    @property
    def grants(self) -> Changes:
        """Count the versions of grants."""
        return self.counted("grants")

    def counted(self, noun: str) -> Changes:
        """Count the outcomes of one noun."""
        outcomes = [change.outcome for change in self.changes if change.noun == noun]
        return Changes(**{outcome.value: outcomes.count(outcome) for outcome in Outcome})

    def as_json(self) -> dict[str, Any]:
        """Give the report as a JSON object; entries that stay as they are are only counted."""
        return {
            **{noun: self.counted(noun).as_json() for noun in NOUNS},
            "entries": [
                {
                    "noun": change.noun,
                    "place": place(change.noun, change.number, self.places),
                    "key": change.key,
                    "outcome": change.outcome.value,
                    "fields": list(change.fields),
                }
                for change in self._told()
            ],
            "refused": [remark.line(self.places) for remark in self.refused],
            "warnings": [remark.line(self.places) for remark in self.warnings],
            "dry_run": self.dry_run,
        }

    def lines(self) -> tuple[str, ...]:
        """Give the report in words: the counts, each entry of a dry run, warnings, refusals."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[str]:
        if not self.refused:
            for noun in NOUNS:
                counts = self.counted(noun).as_json()
                yield f"{noun}: {', '.join(f'{count} {outcome}' for outcome, count in counts.items())}"
        if self.dry_run:
            for change in self._told():
                name = entry_name(change.noun, change.number, change.key, self.places)
                yield f"{change.outcome}: {name}{': ' if change.fields else ''}{', '.join(change.fields)}"
        for word, remarks in (("warning", self.warnings), ("refused", self.refused)):
            for remark in remarks:
                yield f"{word}: {remark.line(self.places)}"

    def _told(self) -> Iterator[Change]:
        return (change for change in self.changes if change.outcome is not Outcome.UNCHANGED)


def place(noun: str, number: int, places: Places) -> str:
    """Say where an entry stands: in a file, or at least among those of its noun, from 1."""
    return places.get((noun, number), f"{noun}, entry {number + 1}")


def entry_name(noun: str, number: int, key: str, places: Places) -> str:
    """Name one entry of a document in a message: its place and key."""
    return f"{place(noun, number, places)}{f' ({key})' if key else ''}"
