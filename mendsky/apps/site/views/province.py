# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A province as the latest release has it: its figures, cities and cases."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mendsky.apps.publication import queries as publication
from mendsky.apps.publication.queries import ReleaseEntry
from mendsky.apps.site import picture
from mendsky.apps.site.languages import nation
from mendsky.apps.site.published import published
from mendsky.core.terms.nations import DivisionLevel

ALL = "all"


@require_safe
def province(request: HttpRequest, code: str) -> HttpResponse:
    """Show a province-level division beside the nation."""
    division = nation().divisions.get(code)
    if division is None or division.level is not DivisionLevel.PROVINCE:
        raise Http404
    release = publication.latest()
    if release is None:
        return render(request, "site/home_empty.html")
    return published(request, lambda: render(request, "site/province.html", _page(release, code)))


def _page(release: ReleaseEntry, code: str) -> dict[str, Any]:
    blocks = [
        (release.figures["sector"], release.figures["by_province"].get(code), release.figures),
        (ALL, release.figures[ALL]["by_province"].get(code), release.figures[ALL]),
    ]
    return {
        "release": release,
        "code": code,
        "blocks": [(sector, figures, of) for sector, figures, of in blocks if picture.measured(figures)],
        "cities": publication.cities_of_province(code),
        "cases": publication.cases_of_province(code),
        "clocks": nation().clocks,
    }
