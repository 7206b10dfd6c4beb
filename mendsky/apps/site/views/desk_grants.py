# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The grants at the desk: who lets us ask what, until when; and what must not be asked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mendsky.apps.accounts.guards import divisions, now, requires
from mendsky.apps.directory import grant_list
from mendsky.apps.directory import queries as directory
from mendsky.apps.site.tabs import tabs
from mendsky.core.rules.grant_term import GrantTerm
from mendsky.core.terms.roles import Permission

OVER = frozenset({GrantTerm.EXPIRED, GrantTerm.REVOKED})


@require_safe
@requires(Permission.SEE_DIRECTORY)
def desk_grants(request: HttpRequest) -> HttpResponse:
    """Show the grants that name a system of this person's divisions, then what must not be asked."""
    at = now(request)
    origins = grant_list.origins_within(divisions(request, Permission.SEE_DIRECTORY), at)
    powerless = {(one.id, one.version) for one, _ in directory.powerless_grants(at)}
    grants = [
        (one, one.term(at, powerless=(one.id, one.version) in powerless))
        for one in grant_list.grant_entries(at, origins)
    ]
    opt_outs = directory.opt_outs(at)
    return render(
        request,
        "site/desk_grants.html",
        {
            **tabs(request, "grants"),
            "grants": [(one, term) for one, term in grants if term not in OVER],
            "over": [(one, term) for one, term in reversed(grants) if term in OVER],
            "opt_outs": [
                one for one in opt_outs if origins is None or not one.origin or one.origin in origins
            ],
        },
    )
