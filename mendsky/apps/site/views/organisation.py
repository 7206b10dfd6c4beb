# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An organisation that is named: who answers for it, what the law asks, what is watched, and its cases.

There is no page before the first of its cases is named, and none of its other cases stands here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mendsky.apps.cases import statements
from mendsky.apps.directory import queries as directory
from mendsky.apps.publication import queries as publication
from mendsky.apps.publication.lines import Line
from mendsky.apps.publication.queries import ReleaseEntry
from mendsky.apps.site.languages import nation
from mendsky.apps.site.published import published
from mendsky.apps.watch import reach
from mendsky.core.statistics.durations import Span, calendar_days, median


@dataclass(frozen=True, kw_only=True, slots=True)
class Reached:
    """How far the watch reaches the systems of an organisation."""

    in_scope: int
    covered: int
    undetermined: int
    not_looked_at: int


@require_safe
def organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Show an organisation as the latest release names it."""
    release = publication.latest()
    cases = publication.cases_of_organisation(organisation_id) if release else ()
    if release is None or not cases:
        raise Http404
    return published(
        request,
        lambda: render(request, "site/organisation.html", _page(release, organisation_id, cases)),
    )


def _page(release: ReleaseEntry, organisation_id: UUID, cases: Sequence[Line]) -> dict[str, Any]:
    served = nation()
    entry = directory.organisation(organisation_id)
    day = release.as_of.astimezone(served.calendar.zone).date()
    return {
        "release": release,
        "organisation": entry,
        "names": cases[0].names or entry.names,
        "duties": served.duties_at(day, entry.sector or None),
        "day": release.as_of,
        "reached": _reached(organisation_id, release.as_of),
        "cases": cases,
        "open": sum(case.open for case in cases),
        "own": own_days(cases, release.as_of),
        "nation": release.figures["all"]["days"],
        "clocks": served.clocks,
        "statements": statements.released([case.case for case in cases], release.as_of),
    }


def own_days(cases: Sequence[Line], as_of: datetime) -> dict[str, Any]:
    """Give the medians to the first answer and to the verified repair, as figures do, of some cases."""
    answers = [
        Span(
            days=calendar_days(case.told_at, case.answered_at or case.repaired_at or as_of),
            ended=case.answered_at is not None,
        )
        for case in cases
        if case.told_at is not None
    ]
    repairs = [
        Span(
            days=calendar_days(case.found_at, case.repaired_at or as_of),
            ended=case.repaired_at is not None,
        )
        for case in cases
    ]
    return {"to_answer": median(answers).as_json(), "to_repair": median(repairs).as_json()}


def _reached(organisation_id: UUID, at: datetime) -> Reached:
    systems = directory.systems_of(organisation_id, at)
    causes = reach.reached(systems, at)
    covered = sum(cause is None for cause in causes.values())
    return Reached(
        in_scope=len(systems),
        covered=covered,
        undetermined=len(causes) - covered,
        not_looked_at=len(systems) - len(causes),
    )
