# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A city as the latest release has it: how its loopholes stand, each with records, people and state."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mendsky.apps.publication import queries as publication
from mendsky.apps.site.languages import nation
from mendsky.apps.site.published import published
from mendsky.core.terms.nations import DivisionLevel


@require_safe
def city(request: HttpRequest, code: str) -> HttpResponse:
    """Show a city-level division with the counties in it."""
    served = nation()
    division = served.divisions.get(code)
    if division is None or division.level is not DivisionLevel.CITY:
        raise Http404
    release = publication.latest()
    if release is None:
        return render(request, "site/home_empty.html")

    def page() -> HttpResponse:
        values = {
            "release": release,
            "code": code,
            "province": served.province_of(code),
            "tally": publication.tally_of_city(code),
            "cases": publication.cases_of_city(code),
        }
        return render(request, "site/city.html", values)

    return published(request, page)
