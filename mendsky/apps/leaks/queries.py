# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read citizens' reports: open ones of a handler's divisions, one by its code, and cases that may fit."""

import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from mendsky.apps.cases import queries as cases
from mendsky.apps.cases.queries import CaseEntry
from mendsky.apps.leaks import receipts
from mendsky.apps.leaks.models import CitizenReport, ReportState, What
from mendsky.apps.leaks.sealing import open_part
from mendsky.core.lifecycle.table import REPAIRED_STATES
from mendsky.core.terms.cases import Stage
from mendsky.keys.seal import KeyDestroyed
from mendsky.keys.vault import open_vault
from mendsky.nations.load import load

OPEN = (ReportState.RECEIVED.value, ReportState.READ.value)
UNSEEN = timedelta(days=365)
"""How long before we saw it an exposure may have stood: nobody knows, a year is looked back."""
SUGGESTED = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportEntry:
    """A citizen's report without its sealed words."""

    id: uuid.UUID
    what: What
    happened_on: date | None
    """None where the citizen does not know."""
    division: str
    """Province or city."""
    state: ReportState
    case: str
    """Public identifier of the linked case, or empty."""
    received_at: datetime
    moved_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What a citizen wrote, unsealed in memory."""

    words: str = field(repr=False)
    contact: str = field(repr=False)


def open_reports(divisions: Collection[str] | None = None, *, limit: int = 50) -> tuple[ReportEntry, ...]:
    """Give the reports that wait for an answer in the subtrees of divisions (None for all), oldest first."""
    rows = _within(CitizenReport.objects.filter(state__in=OPEN), divisions).order_by("received_at")
    return tuple(_entry(row) for row in rows[:limit])


def report(report_id: uuid.UUID) -> ReportEntry | None:
    """Give a report, or None."""
    row = CitizenReport.objects.filter(id=report_id).first()
    return None if row is None else _entry(row)


def by_code(code: str) -> ReportEntry | None:
    """Give the report of a receipt code as typed, or None."""
    digest = receipts.lookup(open_vault(), code)
    row = CitizenReport.objects.filter(lookup=digest).first() if digest else None
    return None if row is None else _entry(row)


def said(report_id: uuid.UUID) -> Said | None:
    """Open what a citizen wrote; None where it was forgotten."""
    text = _opened(report_id, "sealed")
    return Said(**json.loads(text)) if text else None


def answer(report_id: uuid.UUID) -> str:
    """Open the handler's answer; empty where there is none, or it was forgotten."""
    return _opened(report_id, "answer")


def suggestions(entry: ReportEntry) -> tuple[CaseEntry, ...]:
    """Give cases of the same province whose exposure may cover the day, those of the same city first.

    An exposure is taken to have begun up to a year before it was seen; while it is open it has no end,
    and a repaired one may have been read before, so that only its beginning is compared.
    """
    nation = load(settings.NATION)
    province = nation.province_of(entry.division) or entry.division
    known = [case for case in cases.cases(divisions=[province]) if case.stage is not Stage.SEALED]
    fitting = [case for case in known if _covers(case, entry.happened_on)]
    near = sorted(
        fitting,
        key=lambda case: (
            not nation.lies_in(case.division, entry.division),
            case.state in REPAIRED_STATES,
            case.public_id,
        ),
    )
    return tuple(near[:SUGGESTED])


def _covers(case: CaseEntry, day: date | None) -> bool:
    return day is None or case.opened_at.date() - UNSEEN <= day


def _opened(report_id: uuid.UUID, column: str) -> str:
    row = CitizenReport.objects.filter(id=report_id).values_list(column, flat=True).first()
    if not row:
        return ""
    try:
        return open_part(open_vault(), report_id, column, bytes(row))
    except KeyDestroyed:
        return ""


def _within(rows: QuerySet[CitizenReport], divisions: Collection[str] | None) -> QuerySet[CitizenReport]:
    if divisions is None:
        return rows
    return rows.filter(division__in=load(settings.NATION).codes_within(divisions))


def _entry(row: CitizenReport) -> ReportEntry:
    return ReportEntry(
        id=row.id,
        what=What(row.what),
        happened_on=row.happened_on,
        division=row.division,
        state=ReportState(row.state),
        case=row.case,
        received_at=row.received_at,
        moved_at=row.moved_at,
    )
