# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Give a count's row as the value it stands for, and as the fact that the ledger commits to."""

from mendsky.apps.exposure.models import CountRow
from mendsky.core.terms.counts import CountGrade, DatedCount, People, Records, Unit
from mendsky.core.terms.facts import Fact
from mendsky.core.terms.instants import instant_text


def as_dated_count(row: CountRow) -> DatedCount:
    """Give a row as a count of records or people with its instant and source."""
    kind = Records if row.unit == Unit.RECORDS else People
    return DatedCount(
        count=kind(low=row.low, point=row.point, high=row.high, grade=CountGrade(row.grade)),
        method=row.method,
        source=row.source,
        at=row.at,
    )


def as_fact(row: CountRow) -> Fact:
    """Give a row as its fact (`core.terms.facts.CountFact`)."""
    return {
        "type": "count",
        "id": str(row.id),
        "origin": row.origin,
        "subject": str(row.subject_id),
        "unit": str(row.unit),
        "count": as_dated_count(row).count.as_json(),
        "method": row.method,
        "source": row.source,
        "at": instant_text(row.at),
        "recorded_at": instant_text(row.recorded_at),
        "supersedes": None if row.supersedes is None else str(row.supersedes),
    }
