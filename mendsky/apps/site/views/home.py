# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The home page: the latest release's figures, or an older one's, in words, numbers and a map."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from mendsky.apps.publication import queries as publication
from mendsky.apps.publication.queries import ReleaseEntry
from mendsky.apps.site import picture, sentences
from mendsky.apps.site.languages import language_of, nation
from mendsky.documents.tilemap import tilemap

ALL = "all"
OLDER_RELEASES = 60


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a release's figures, of the headline's sector or of all, or say that there are none yet."""
    asked = request.GET.get("as_of")
    release = publication.by_id(asked) if asked else publication.latest()
    if release is None:
        if asked:
            raise Http404
        return render(request, "site/home_empty.html")
    return render(request, "site/home.html", _page(request, release))


def _page(request: HttpRequest, release: ReleaseEntry) -> dict[str, Any]:
    served, language = nation(), language_of(request)
    sector = ALL if request.GET.get("sector") == ALL else str(release.figures["sector"])
    block = release.figures[ALL] if sector == ALL else release.figures
    values = picture.map_values(served, block)
    segments = picture.segments(block)
    return {
        "release": release,
        "releases": publication.listed(OLDER_RELEASES),
        "sector_key": sector,
        "headline_sector": release.figures["sector"],
        "figures": block,
        "headline": sentences.headline(served, language, block),
        "measured": sum(value is not None for value in values.values()),
        "tiles": len(values),
        "shares_people": picture.shares(block, "people"),
        "shares_risk": picture.shares(block, "at_risk"),
        "shares_records": picture.shares(block, "records"),
        # The document is made of the nation's own texts and of numbers, each escaped where it is made.
        "map": mark_safe(tilemap(served, values, language, title=served.text(language, "page.home.map"))),  # noqa: S308
        "provinces": picture.provinces(served, language, block),
        "segments": segments,
        "bar": {part.key: part.value for part in segments},
        "silent": picture.silent(served, _of_sector(release.overview["silent"], sector), release.as_of),
        "latest": _of_sector(release.overview["latest"], sector),
    }


def _of_sector(lines: list[dict[str, Any]], sector: str) -> list[Mapping[str, Any]]:
    return [line for line in lines if sector in (ALL, line["sector"])]
