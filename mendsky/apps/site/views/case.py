# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case as the public sees it: what, where, when, how many, as of the latest release."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mendsky.apps.cases import queries as cases
from mendsky.apps.exposure import queries as exposure
from mendsky.apps.publication import queries as publication
from mendsky.apps.site import steps
from mendsky.apps.site.languages import language_of, nation
from mendsky.core.terms.cases import EventKind, Stage


@require_safe
def case(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a case as the latest release has it; never the owner's name or the place while it is only counted.

    What happened since is shown with the next release. Of a case that no release contains yet only
    its existence is confirmed, so that an owner can tell a real letter from a forged one.
    """
    release = publication.latest()
    entry = cases.by_public_id(public_id)
    if entry is None or entry.stage is Stage.SEALED:
        raise Http404
    known = cases.timeline(entry.id) if release else ()
    events = [event for event in known if release and event.recorded_at <= release.as_of]
    if release is None or not events or events[-1].stage is Stage.SEALED:
        return render(request, "site/case_expected.html", {"public_id": entry.public_id})
    counts = exposure.latest(entry.subject, release.as_of)
    told = [event for event in events if event.stage is not Stage.SEALED]
    return render(
        request,
        "site/case.html",
        {
            "case": entry,
            "state": events[-1].state.value,
            "severity": next(event.public["severity"] for event in events if event.kind is EventKind.VERIFY),
            "steps": steps.steps(nation(), language_of(request), told),
            "found": steps.first(told, EventKind.VERIFY),
            "told": steps.first(told, EventKind.NOTIFY),
            "counts": {unit.value: dated for unit, dated in counts.items()},
            "release": release,
            "events": len(told),
        },
    )
