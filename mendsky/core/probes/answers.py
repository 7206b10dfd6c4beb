# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers in one shape: what every probe returns at its end."""

from collections.abc import Iterable

from mendsky.core.probes.targets import blanked
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import (
    Control,
    Estimate,
    Evidence,
    Observation,
    Page,
    Place,
    ProbeSpec,
    Reading,
)


def exposed(
    spec: ProbeSpec,
    reason: str,
    *,
    place: Place,
    readings: Iterable[Reading],
    records: Estimate,
    evidence: Iterable[Evidence],
    writable: bool = False,
) -> Observation:
    """Answer *exposed*, with the place, what kinds of data the readings showed, and redacted evidence."""
    seen = tuple(readings)
    return Observation(
        probe=spec.kind,
        version=spec.version,
        answer=Answer.EXPOSED,
        reason=reason,
        place=place,
        records=records,
        kinds=tuple(sorted({found.kind for reading in seen for found in reading.identifiers})),
        classes=tuple(sorted({label for reading in seen for label in reading.classes})),
        evidence=tuple(evidence),
        writable=writable,
    )


def not_exposed(spec: ProbeSpec, reason: str) -> Observation:
    """Answer *not exposed*: everything that the probe asks was looked at."""
    return Observation(probe=spec.kind, version=spec.version, answer=Answer.NOT_EXPOSED, reason=reason)


def undetermined(spec: ProbeSpec, cause: Cause, reason: str = "") -> Observation:
    """Answer *undetermined*: something could not be looked at."""
    return Observation(
        probe=spec.kind, version=spec.version, answer=Answer.UNDETERMINED, cause=cause, reason=reason
    )


def seen_on(page: Page, note: str) -> Evidence:
    """Make one line of evidence from a page: its target without values, its status, what it showed."""
    return Evidence(target=blanked(page.target), status=page.status, note=note)


def stated_records(control: Control, readings: Iterable[Reading], *, rows: int = 0) -> Estimate:
    """Estimate the records behind a place: as many as the front page states (G1), but at least those seen.

    `rows` are those seen where none of them holds an identifier. Where the front page states none, nothing
    bounds the number from above and what was seen is a sample (G2).
    """
    low = max((rows, *(rows_of(reading) for reading in readings)))
    if control.stated_records is None:
        return Estimate(low=low, point=None, high=None, sampled=True)
    stated = max(low, control.stated_records)
    return Estimate(low=stated, point=stated, high=stated, sampled=False)


def led_to(control: Control) -> Estimate:
    """Bound the records to which a place leads that shows none: at most as many as the front page states."""
    return Estimate(low=0, point=None, high=control.stated_records, sampled=False)


def rows_of(reading: Reading) -> int:
    """Count the rows of a page that hold an identifier; one at least where it holds any at all."""
    return max(reading.rows, 1) if reading.occurrences else 0
