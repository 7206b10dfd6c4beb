# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""All places: every province with its figures, and the organisations that are named."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mendsky.apps.publication import queries as publication
from mendsky.apps.site import picture
from mendsky.apps.site.languages import language_of, nation
from mendsky.apps.site.published import published

ALL = "all"


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """List provinces and named organisations, as the latest release has them."""
    release = publication.latest()
    if release is None:
        return render(request, "site/home_empty.html")

    def page() -> HttpResponse:
        lines = picture.provinces(nation(), language_of(request), release.figures[ALL])
        values = {"release": release, "provinces": lines, "named": publication.named_organisations()}
        return render(request, "site/places.html", values)

    return published(request, page)
