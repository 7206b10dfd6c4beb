# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Gather what needs a person this morning, from cases, reports and the watch, in one list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from mendsky.apps.accounts.guards import divisions, holds
from mendsky.apps.cases.desk import Decision
from mendsky.apps.cases.queries import CaseEntry
from mendsky.apps.directory.grant_list import GrantEntry
from mendsky.apps.leaks.queries import ReportEntry
from mendsky.apps.watch.desk import Long
from mendsky.core.rules import attention
from mendsky.core.rules.attention import Need
from mendsky.core.rules.grant_term import ENDS_SOON
from mendsky.core.terms.roles import Permission
from mendsky.nations.load import load

WHO = MappingProxyType(
    {
        Need.DISPUTE: Permission.DECIDE_DISPUTES,
        Need.FLAG: Permission.REVIEW_FLAGS,
        Need.LETTER_WAITS: Permission.WORK_CASES,
        Need.UNDELIVERABLE: Permission.WORK_CASES,
        Need.NOBODY_TO_TELL: Permission.WORK_CASES,
        Need.REPORT: Permission.WORK_CASES,
        Need.FALSE_CLAIM: Permission.WORK_CASES,
        Need.STATEMENT: Permission.RELEASE_STATEMENTS,
        Need.HELD: Permission.HOLD_DISCLOSURE,
        Need.REPAIR_UNSEEN: Permission.WORK_CASES,
        Need.GRANT_ENDS: Permission.WORK_CASES,
        Need.UNDETERMINED: Permission.SEE_WATCH,
    }
)
"""Which permission answers a need."""
CHANGING = frozenset(WHO.values()) - {Permission.SEE_WATCH}


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """One line of the morning's list."""

    need: Need
    since: datetime
    due: datetime
    overdue: bool
    mine: bool
    """The person who looks may answer it."""
    link: str
    case: CaseEntry | None = None
    report: ReportEntry | None = None
    grant: GrantEntry | None = None
    causes: tuple[str, ...] = ()
    """Why systems could not be looked at."""
    systems: int = 0


def of_cases(request: HttpRequest, decisions: Iterable[Decision], now: datetime) -> list[Waiting]:
    """Give a line for each case that waits."""
    return [
        Waiting(
            need=one.need,
            since=one.since,
            due=one.due,
            overdue=one.due < now,
            mine=holds(request, WHO[one.need], one.case.division),
            link=reverse("desk-case", args=[one.case.public_id]),
            case=one.case,
        )
        for one in decisions
    ]


def of_reports(request: HttpRequest, reports: Iterable[ReportEntry], now: datetime) -> list[Waiting]:
    """Give a line for each citizen's report that waits for an answer."""
    calendar = load(settings.NATION).calendar
    return [
        Waiting(
            need=Need.REPORT,
            since=one.received_at,
            due=(due := attention.due(Need.REPORT, one.received_at, calendar)),
            overdue=due < now,
            mine=holds(request, WHO[Need.REPORT], one.division),
            link=reverse("desk-report", args=[one.id]),
            report=one,
        )
        for one in reports
    ]


def of_watch(request: HttpRequest, long: Long | None, now: datetime) -> list[Waiting]:
    """Give one line for all systems that stayed unknown for long, none where there are none.

    However many they are, they are looked into on one page, and must not hide who waits for an answer.
    """
    if long is None:
        return []
    due = attention.due(Need.UNDETERMINED, long.since, load(settings.NATION).calendar)
    return [
        Waiting(
            need=Need.UNDETERMINED,
            since=long.since,
            due=due,
            overdue=due < now,
            mine=bool(divisions(request, WHO[Need.UNDETERMINED])),
            link=f"{reverse('desk-watch')}#undetermined",
            causes=long.causes,
            systems=long.systems,
        )
    ]


def of_grants(request: HttpRequest, ending: Iterable[GrantEntry], now: datetime) -> list[Waiting]:
    """Give a line for each grant that ends soon."""
    calendar = load(settings.NATION).calendar
    return [
        Waiting(
            need=Need.GRANT_ENDS,
            since=(since := max(one.valid_from, one.expires - ENDS_SOON)),
            due=(due := attention.due(Need.GRANT_ENDS, since, calendar)),
            overdue=due < now,
            mine=bool(divisions(request, WHO[Need.GRANT_ENDS])),
            link=reverse("desk-grant", args=[one.id, one.version]),
            grant=one,
        )
        for one in ending
    ]


def in_order(lines: Iterable[Waiting]) -> list[Waiting]:
    """Sort lines, the most urgent first."""
    return sorted(lines, key=lambda one: attention.urgency(one.need, one.due))


def decides(request: HttpRequest) -> bool:
    """Say whether the person who asks decides anything anywhere, rather than only reading."""
    return any(divisions(request, permission) for permission in CHANGING)
