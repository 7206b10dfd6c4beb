# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The watch at the desk: how far it reaches, what stays unknown and why; and the stop."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mendsky.apps.accounts.guards import divisions, holds, now, requires
from mendsky.apps.directory import queries as directory
from mendsky.apps.site.languages import nation
from mendsky.apps.site.tabs import tabs
from mendsky.apps.site.views.desk import inside
from mendsky.apps.watch import desk as watch
from mendsky.apps.watch import firing, progress, put_off, services, trials
from mendsky.core.rules.firing import Flag
from mendsky.core.terms.roles import Permission

SECONDS_TO_LOOK_AGAIN = 10
"""While the page is open: how far the sweep is changes under way."""
LONGEST_LIST = 200
"""Systems that stay unknown, the longest so first; all are counted."""


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_WATCH)
def desk_watch(request: HttpRequest) -> HttpResponse:
    """Show the watch in this person's divisions; halt all probing, or let it go on, by POST.

    Whoever may halt may halt everything: minutes count. To let it go on is for the whole nation's.
    """
    may_stop = bool(divisions(request, Permission.STOP_WATCH))
    may_resume = holds(request, Permission.STOP_WATCH, nation().code)
    if request.method == "POST":
        return _switch(request, may_stop=may_stop, may_resume=may_resume)
    at = now(request)
    within = inside(divisions(request, Permission.SEE_WATCH))
    health = watch.health(at, within)
    undetermined = watch.undetermined(at, within, LONGEST_LIST)
    odd_ones = firing.flagged(at)
    return render(
        request,
        "site/desk_watch.html",
        {
            "now": at,
            "seconds": SECONDS_TO_LOOK_AGAIN,
            **tabs(request, "watch"),
            "health": health,
            "undetermined": undetermined,
            "more": max(0, health.undetermined - len(undetermined)),
            "progress": progress.progress(health.tallies, at, within),
            "put_off": put_off.lately(at, within),
            "flagged": [(one, odd) for one, odd in odd_ones if odd is Flag.OFTEN or one.last],
            "trial": trials.last(),
            "never": [one for one, odd in odd_ones if odd is not Flag.OFTEN and one.last is None],
            "organisations": directory.organisations({one.system.organisation for one in undetermined}),
            "may_stop": may_stop,
            "may_resume": may_resume,
        },
    )


def _switch(request: HttpRequest, *, may_stop: bool, may_resume: bool) -> HttpResponse:
    action = request.POST.get("action", "")
    if action not in {"stop", "resume"}:
        return HttpResponseBadRequest()
    if not (may_stop if action == "stop" else may_resume):
        raise PermissionDenied
    if action == "stop":
        services.stop(now(request))
    else:
        services.resume()
    return HttpResponseRedirect(reverse("desk-watch"), status=HTTPStatus.SEE_OTHER)
