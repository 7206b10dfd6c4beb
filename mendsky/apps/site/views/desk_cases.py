# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""All cases of a person's divisions, by where they stand."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mendsky.apps.accounts.guards import divisions, requires
from mendsky.apps.cases import queries as cases
from mendsky.apps.directory import queries as directory
from mendsky.apps.site.tabs import tabs
from mendsky.core.lifecycle.table import REPAIRED_STATES
from mendsky.core.terms.cases import State
from mendsky.core.terms.roles import Permission

LONGEST_LIST = 200
OVER = frozenset({State.REJECTED, State.MERGED})
GROUPS: dict[str, frozenset[State]] = {
    "open": frozenset(State) - REPAIRED_STATES - OVER,
    "claimed": frozenset({State.CLAIMED, State.REFUTED}),
    "repaired": REPAIRED_STATES,
    "over": OVER,
    "all": frozenset(State),
}
"""States of each list that can be chosen; the first one is shown unless asked otherwise."""


@require_safe
@requires(Permission.SEE_CASES)
def desk_cases(request: HttpRequest) -> HttpResponse:
    """List the cases of a group, newest first."""
    chosen = request.GET.get("show", "open")
    if chosen not in GROUPS:
        raise Http404
    held = divisions(request, Permission.SEE_CASES)
    found = cases.cases(divisions=held, states=GROUPS[chosen])
    shown = found[:LONGEST_LIST]
    return render(
        request,
        "site/desk_cases.html",
        {
            **tabs(request, "cases"),
            "groups": tuple(GROUPS),
            "chosen": chosen,
            "found": len(found),
            "cases": shown,
            "more": len(found) - len(shown),
            "organisations": directory.organisations({one.organisation for one in shown}),
        },
    )
