# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case at the desk: everything that happened, who is told, what comes next, and the evidence."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mendsky.apps.accounts.guards import holds, require, requires
from mendsky.apps.cases import queries as cases
from mendsky.apps.directory import queries as directory
from mendsky.apps.exposure import queries as exposure
from mendsky.apps.site import steps
from mendsky.apps.site.languages import language_of, nation
from mendsky.apps.watch import queries as watch
from mendsky.core.terms.roles import Permission


@require_safe
@requires(Permission.SEE_CASES)
def desk_case(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a case within this person's divisions; the evidence only to who works on cases there."""
    entry = cases.by_public_id(public_id)
    if entry is None:
        raise Http404
    require(request, Permission.SEE_CASES, entry.division)
    parties = cases.parties(entry.id)
    works = holds(request, Permission.WORK_CASES, entry.division)
    return render(
        request,
        "site/desk_case.html",
        {
            "case": entry,
            "steps": steps.steps(nation(), language_of(request), cases.timeline(entry.id)),
            "deadlines": cases.deadlines(entry.id),
            "parties": parties,
            "organisations": directory.organisations(
                {entry.organisation, *(party.organisation for party in parties)}
            ),
            "system": directory.system(entry.system),
            "counts": {unit.value: dated for unit, dated in exposure.latest(entry.subject).items()},
            "attempts": watch.attempts(entry.system, entry.kind, entry.place_group),
            "works": works,
            "evidence": cases.evidence(entry.id) if works else None,
        },
    )
