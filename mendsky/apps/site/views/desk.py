# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The morning page: what needs a decision, what moves by itself, and how far the watch reaches."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mendsky.apps.accounts.guards import divisions, requires
from mendsky.apps.cases import queries as cases
from mendsky.apps.directory import queries as directory
from mendsky.apps.site.languages import nation
from mendsky.apps.watch import queries as watch
from mendsky.core.terms.roles import Permission
from mendsky.runtime import clocks

LONGEST_LIST = 50


@require_safe
@requires(Permission.SEE_CASES)
def desk(request: HttpRequest) -> HttpResponse:
    """Show the morning in the divisions that this person may see cases of."""
    now = clocks.now()
    held = divisions(request, Permission.SEE_CASES)
    morning = cases.morning(held)
    listed = cases.cases(divisions=held)[:LONGEST_LIST]
    organisations = {one.organisation for one in listed}
    organisations |= {one.case.organisation for one in morning.decide[:LONGEST_LIST]}
    organisations |= {one.case.organisation for one in morning.moving[:LONGEST_LIST]}
    coverage = Counter[str]()
    for cell in watch.coverage_now(now):
        coverage.update(in_scope=cell.in_scope, covered=cell.covered, undetermined=cell.undetermined)
    hour = now.astimezone(nation().calendar.zone).hour
    return render(
        request,
        "site/desk.html",
        {
            "now": now,
            "greeting": "page.desk.morning"
            if hour < 12
            else "page.desk.afternoon"
            if hour < 18
            else "page.desk.evening",
            "decide": morning.decide[:LONGEST_LIST],
            "need": len(morning.decide),
            "moving": morning.moving[:LONGEST_LIST],
            "move": len(morning.moving),
            "cases": listed,
            "organisations": directory.organisations(organisations),
            "coverage": coverage,
            "causes": watch.undetermined_by_cause(now) if coverage["undetermined"] else {},
        },
    )
