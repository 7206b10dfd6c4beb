# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What outside scanners claim, at the desk: who says what of which place, and what our own look said."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mendsky.apps.accounts.guards import divisions, now, requires
from mendsky.apps.site.tabs import tabs
from mendsky.apps.watch import claims, linked
from mendsky.core.terms.roles import Permission

LONGEST_LIST = 200


@require_safe
@requires(Permission.SEE_WATCH)
def desk_claims(request: HttpRequest) -> HttpResponse:
    """Show the claims on systems of this person's divisions; of systems nobody knows to the nation's.

    Below stand the hosts to which pages led, proposed for the directory.
    """
    held = divisions(request, Permission.SEE_WATCH)
    found = claims.claims_count(held)
    return render(
        request,
        "site/desk_claims.html",
        {
            **tabs(request, "claims"),
            "found": found,
            "claims": claims.claims(held, limit=LONGEST_LIST),
            "more": max(0, found - LONGEST_LIST),
            "linked": linked.proposed(held, now(request), limit=LONGEST_LIST),
        },
    )
