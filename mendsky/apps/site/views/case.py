# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case as the public sees it: what, where, when, how many, as of the latest release."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mendsky.apps.cases import queries as cases
from mendsky.apps.cases import statements
from mendsky.apps.cases.queries import CaseEntry
from mendsky.apps.exposure import queries as exposure
from mendsky.apps.publication import queries as publication
from mendsky.apps.publication.queries import ReleaseEntry
from mendsky.apps.site import steps
from mendsky.apps.site.languages import language_of, nation
from mendsky.apps.site.published import published
from mendsky.core.terms.cases import Event, EventKind, Stage


@require_safe
def case(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a case as the latest release has it; the owner's name only where the case is named.

    What happened since is shown with the next release. Of a case that no release contains yet only
    its existence is confirmed, so that an owner can tell a real letter from a forged one.
    """
    release = publication.latest()
    entry = cases.by_public_id(public_id)
    if entry is None or entry.stage is Stage.SEALED:
        raise Http404
    events = cases.timeline(entry.id) if release else ()
    known = [event for event in events if release and event.recorded_at <= release.as_of]
    if release is None or not known or known[-1].stage is Stage.SEALED:
        return render(request, "site/case_expected.html", {"public_id": entry.public_id})
    return published(
        request,
        lambda: render(request, "site/case.html", _page(request, release, entry, known)),
    )


def _page(
    request: HttpRequest, release: ReleaseEntry, entry: CaseEntry, known: Sequence[Event]
) -> dict[str, Any]:
    served, language = nation(), language_of(request)
    told = [event for event in known if event.stage is not Stage.SEALED]
    line = publication.public_case(entry.public_id)
    counts = exposure.latest(entry.subject, release.as_of)
    last = next(event.public for event in reversed(told) if "division" in event.public)
    return {
        "case": entry,
        "division": last["division"],
        "line": line,
        "state": known[-1].state.value,
        "severity": next(event.public["severity"] for event in told if "severity" in event.public),
        "steps": steps.public(served, language, told, release.as_of),
        "found": steps.first(told, EventKind.VERIFY),
        "told": steps.first(told, EventKind.NOTIFY),
        "counts": {unit.value: dated for unit, dated in counts.items()},
        "statements": statements.released([entry.public_id], release.as_of),
        "release": release,
        "facts": told,
        "events": len(told),
    }
