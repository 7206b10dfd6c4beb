# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A system at the desk: whose it is, under which grant it is asked, what looks came to, what to advise."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mendsky.apps.accounts.guards import divisions, now, require, requires
from mendsky.apps.cases import queries as cases
from mendsky.apps.cases.views.owner_requests import log_of
from mendsky.apps.directory import queries as directory
from mendsky.apps.directory.queries import SystemEntry, UnknownEntryError
from mendsky.apps.site.languages import language_of, nation
from mendsky.apps.site.tabs import tabs
from mendsky.apps.watch import put_off, queries
from mendsky.apps.watch.one_system import watched
from mendsky.core.terms.answers import Answer
from mendsky.core.terms.information import Information
from mendsky.core.terms.roles import Permission
from mendsky.documents.grant import in_short


@never_cache
@require_safe
@requires(Permission.SEE_WATCH)
def desk_system(request: HttpRequest, system_id: UUID) -> HttpResponse:
    """Show a system to who sees the watch of its place; its cases to who sees cases there."""
    system = _system(request, system_id)
    at, language = now(request), language_of(request)
    seen = watched(system_id, at)
    grants = [grant for grant in directory.live_grants(at) if system.origin in grant.origins]
    held = divisions(request, Permission.SEE_CASES)
    noted = {note.kind for note in seen.notes}
    return render(
        request,
        "site/desk_system.html",
        {
            **tabs(request, "system"),
            "now": at,
            "system": system,
            "organisations": directory.organisations({system.organisation}),
            "next_due": seen.next_due,
            "stopped": queries.stopped(),
            "put_off": put_off.lately(at, lambda division: division == system.division),
            "grants": [(grant, in_short(grant, nation(), language)) for grant in grants],
            "opt_outs": {one for grant in grants for one in grant.opt_outs if one.origin == system.origin},
            "runs": seen.runs,
            "told": [one for one in seen.answers if one.answer is not Answer.NOT_EXPOSED],
            "clean": [one for one in seen.answers if one.answer is Answer.NOT_EXPOSED],
            "standing": [note for note in seen.notes if note.stands],
            "in_order": [note for note in seen.notes if not note.stands],
            "unknown": [kind for kind in Information if kind not in noted],
            "sees_cases": bool(held),
            "cases": cases.cases(divisions=held, system=system_id) if held else (),
        },
    )


@never_cache
@require_safe
@requires(Permission.SEE_WATCH)
def desk_system_requests(request: HttpRequest, system_id: UUID) -> StreamingHttpResponse:
    """Give every request that is kept of a system, as its owner is given it."""
    system = _system(request, system_id)
    return log_of((system,), named=system.key)


def _system(request: HttpRequest, system_id: UUID) -> SystemEntry:
    try:
        system = directory.system(system_id)
    except UnknownEntryError:
        raise Http404 from None
    require(request, Permission.SEE_WATCH, system.division)
    return system
