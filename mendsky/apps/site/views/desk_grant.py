# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One grant at the desk, in words: what it allows, what it forbids, what keeps it from serving."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from mendsky.apps.accounts.guards import divisions, holds, now, requires
from mendsky.apps.directory import grant_list, services
from mendsky.apps.directory import queries as directory
from mendsky.apps.directory.queries import UnknownEntryError
from mendsky.apps.directory.signatures import grant_keys, signing, why_powerless
from mendsky.apps.site.languages import language_of, nation
from mendsky.apps.site.tabs import tabs
from mendsky.core.rules.grant_term import grant_term
from mendsky.core.terms.roles import Permission
from mendsky.documents.grant import explain


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_DIRECTORY)
def desk_grant(request: HttpRequest, grant_id: str, version: int) -> HttpResponse:
    """Show a version of a grant that names a system of this person's divisions; revoke the grant by POST.

    To revoke takes back what was signed for the whole nation, for ever.
    """
    may_revoke = holds(request, Permission.CHANGE_DIRECTORY, nation().code)
    at, language = now(request), language_of(request)
    try:
        grant = directory.newest_grant(grant_id, at, version)
    except UnknownEntryError:
        raise Http404 from None
    origins = grant_list.origins_within(divisions(request, Permission.SEE_DIRECTORY), at)
    if origins is not None and not grant.origins & origins:
        raise Http404
    if request.method == "POST":
        if not may_revoke:
            raise PermissionDenied
        if request.POST.get("action") != "revoke":
            return HttpResponseBadRequest()
        services.revoke_grant(grant_id, at)
        return HttpResponseRedirect(request.path, status=HTTPStatus.SEE_OTHER)
    systems = directory.systems_at(grant.origins, at)
    keys = grant_keys()
    powerless = why_powerless(grant, keys) is not None
    names = {origin: system.names.get(language, system.name) for origin, system in systems.items()}
    return render(
        request,
        "site/desk_grant.html",
        {
            **tabs(request, "grants"),
            "grant": grant,
            "systems": [
                (origin, systems.get(origin) if origins is None or origin in origins else None)
                for origin in sorted(grant.origins)
            ],
            "explained": explain(
                grant,
                nation(),
                language,
                now=at,
                names=names,
                signing=signing(grant, keys),
                demanded=keys is not None,
            ),
            "term": grant_term(grant.valid_from, grant.expires, grant.revoked_at, at, powerless=powerless),
            "may_revoke": may_revoke and grant.revoked_at is None,
            "opt_outs": [one for one in grant.opt_outs if one.starts <= at],
        },
    )
