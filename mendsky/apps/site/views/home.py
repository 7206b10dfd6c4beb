# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The home page: the latest release's figures, or an older one's, in words, numbers, a map and a trend."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from mendsky.apps.publication import queries as publication
from mendsky.apps.publication.queries import ReleaseEntry
from mendsky.apps.site import measures, picture, sentences, trend
from mendsky.apps.site.languages import language_of, nation
from mendsky.apps.site.published import published
from mendsky.documents.tilemap import tilemap

ALL = "all"
OLDER_RELEASES = 60
LISTS: dict[str, list[Any]] = {"silent": [], "news": [], "series": []}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a release's figures, of the headline's sector or of all, or say that there are none yet."""
    asked = request.GET.get("as_of")
    release = publication.by_id(asked) if asked else publication.latest()
    if release is None:
        if asked:
            raise Http404
        return render(request, "site/home_empty.html")
    sector = ALL if request.GET.get("sector") == ALL else str(release.figures["sector"])
    measure = request.GET.get("map", "")
    if measure not in measures.THRESHOLDS:
        measure = measures.LOOPHOLES
    return published(
        request,
        lambda: render(request, "site/home.html", _page(request, release, sector, measure)),
        {"as_of": (release.id,), "sector": ("", ALL), "map": tuple(measures.THRESHOLDS)},
    )


def _page(request: HttpRequest, release: ReleaseEntry, sector: str, measure: str) -> dict[str, Any]:
    served, language = nation(), language_of(request)
    block = release.figures[ALL] if sector == ALL else release.figures
    lists = release.overview.get(sector, LISTS)
    shading = measures.shading(served, language, block, measure)
    segments = picture.segments(block)
    silent = picture.silent(served, lists["silent"], release.as_of)
    return {
        "release": release,
        "releases": publication.listed(OLDER_RELEASES),
        "sector_key": sector,
        "headline_sector": release.figures["sector"],
        "figures": block,
        "headline": sentences.headline(served, language, block),
        "measured": sum(value is not None for value in shading.values.values()),
        "tiles": len(shading.values),
        "known": picture.known(block),
        "measure": measure,
        "measures": tuple(measures.THRESHOLDS),
        "legend": shading.legend,
        # The document is made of the nation's own texts and of numbers, each escaped where it is made.
        "map": mark_safe(  # noqa: S308
            tilemap(
                served,
                shading.values,
                language,
                shading.thresholds,
                title=served.text(language, f"page.map.title-{measure}"),
                labels=shading.labels,
                links={tile: reverse("province", args=[tile]) for tile in shading.values},
            )
        ),
        "provinces": picture.provinces(served, language, block),
        "segments": segments,
        "bar": {part.key: part.value for part in segments},
        "trend": trend.trend(served, language, lists["series"]),
        "silent": silent,
        "longest_silent": max((line.days for line in silent), default=0),
        "news": lists["news"],
        "days": block["days"],
        "clocks": served.clocks,
    }
