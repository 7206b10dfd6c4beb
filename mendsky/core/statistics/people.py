# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Totals of records and people over the places behind a set of loopholes.

A *cell* is a sector, a division and a set of places: all that were ever loopholes (`exposed`) or
those whose repair is not verified (`at-risk`). The unions of people over the sketches of a cell are
attested by the key service beforehand; here they are looked up, never guessed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mendsky.core.census.bounds import (
    Known,
    TotalPeople,
    TotalRecords,
    is_counted,
    total_people,
    total_records,
)
from mendsky.core.ledger.shapes import grade_of, read_count
from mendsky.core.terms.counts import CountGrade, People, Records, Unit
from mendsky.core.terms.facts import Fact
from mendsky.core.terms.instants import read_instant

EXPOSED = "exposed"
AT_RISK = "at-risk"
NO_UNION = "no-union"
"""Note of a cell whose census sketches were not united: its people are only bounded."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """What is known of each place, and the unions that were attested."""

    known: Mapping[str, Known]
    counted_at: Mapping[str, datetime]
    """When each place's people were last counted, as recorded."""
    attestations: Mapping[str, Sequence[Fact]]
    """By cell, in the ledger's order."""


def read_counts(facts: Iterable[Fact], *, as_of: datetime) -> Counts:
    """Give the counts that stand: not superseded, of the best grade, then the latest; never a claim (G0)."""
    latest: dict[tuple[str, str], Fact] = {}
    attestations: dict[str, list[Fact]] = {}
    counts = []
    for fact in facts:
        if fact["type"] == "count":
            counts.append(fact)
        elif fact["type"] == "attestation" and read_instant(fact["as_of"]) <= as_of:
            attestations.setdefault(fact["cell"], []).append(fact)
    superseded = {fact["supersedes"] for fact in counts}
    for fact in counts:
        if fact["id"] in superseded or grade_of(fact) is CountGrade.G0:
            continue
        place = fact["subject"], fact["unit"]
        if place not in latest or _rank(fact) >= _rank(latest[place]):
            latest[place] = fact
    subjects = {subject for subject, _ in latest}
    return Counts(
        known={
            subject: Known(
                records=_records(latest.get((subject, Unit.RECORDS.value))),
                people=_people(latest.get((subject, Unit.PEOPLE.value))),
            )
            for subject in sorted(subjects)
        },
        counted_at={
            subject: read_instant(fact["recorded_at"])
            for (subject, unit), fact in latest.items()
            if unit == Unit.PEOPLE
        },
        attestations=attestations,
    )


def cell(sector: str, division: str, which: str) -> str:
    """Name a cell, for example `social-security/CN/exposed`."""
    return f"{sector}/{division}/{which}"


def united_subjects(counts: Counts, subjects: Iterable[str]) -> tuple[str, ...]:
    """Give, sorted, the places whose people an owner's census counted: those that a union must cover."""
    return tuple(
        subject
        for subject in sorted(set(subjects))
        if subject in counts.known and is_counted(counts.known[subject].people)
    )


def attestation(counts: Counts, name: str, subjects: Sequence[str]) -> Fact | None:
    """Give the latest attestation of a cell over exactly these places and their latest counts, or None."""
    counted = max(counts.counted_at[subject] for subject in subjects)
    matching = [
        fact
        for fact in counts.attestations.get(name, ())
        if fact["subjects"] == list(subjects) and read_instant(fact["as_of"]) >= counted
    ]
    return max(reversed(matching), key=lambda fact: read_instant(fact["as_of"]), default=None)


def records_of(counts: Counts, subjects: Iterable[str]) -> TotalRecords:
    """Add up the records of places."""
    return total_records([_known(counts, subject).records for subject in sorted(set(subjects))])


def people_of(counts: Counts, name: str, subjects: Iterable[str]) -> tuple[TotalPeople, tuple[str, ...]]:
    """Bound the people of a cell's places; give the total and notes on what it could not rest on."""
    places = sorted(set(subjects))
    united = united_subjects(counts, places)
    attested: People | None = None
    notes: tuple[str, ...] = ()
    if len(united) == 1:
        attested = counts.known[united[0]].people  # one census needs no union
    elif united:
        fact = attestation(counts, name, united)
        if fact is None:
            notes = (NO_UNION,)
        else:
            attested = People.from_json(fact["count"])
    total = total_people(
        attested,
        counted=[counts.known[subject] for subject in united],
        uncounted=[_known(counts, subject) for subject in places if subject not in set(united)],
    )
    return total, notes


def _known(counts: Counts, subject: str) -> Known:
    return counts.known.get(subject, Known(records=None, people=None))


def _rank(fact: Fact) -> tuple[str, datetime]:
    return grade_of(fact).value, read_instant(fact["recorded_at"])


def _records(fact: Fact | None) -> Records | None:
    count = None if fact is None else read_count(fact)
    return count if isinstance(count, Records) else None


def _people(fact: Fact | None) -> People | None:
    count = None if fact is None else read_count(fact)
    return count if isinstance(count, People) else None
