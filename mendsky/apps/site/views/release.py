# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Releases: the list, one of them, its document, and the key to check it by."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mendsky.apps.publication import queries as publication
from mendsky.apps.publication import services
from mendsky.apps.publication.queries import ReleaseEntry
from mendsky.core.statistics.definitions import DEFINITIONS

YEAR_SECONDS = 365 * 24 * 3600
COUNTS = frozenset({"records", "people", "at_risk"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One figure of a release, of the headline's sector and of all."""

    name: str
    """Key of its name in the nation's texts."""
    definition: str
    """Key of its definition."""
    counted: bool
    """It is a count with grade and interval, not a plain number."""
    lasting: bool
    """It is a median of days (`core.statistics.durations`)."""
    headline: Any
    all: Any


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """List the releases, the last one first."""
    return render(request, "site/releases.html", {"releases": publication.listed()})


@require_safe
def release(request: HttpRequest, release_id: str) -> HttpResponse:
    """Show one release: figures of the headline and of all sectors, and how to verify it."""
    entry = _found(release_id)
    page: dict[str, Any] = {
        "release": entry,
        "headline_sector": entry.figures["sector"],
        "rows": _rows(entry.figures),
        "key": services.verifier_key(),
    }
    return render(request, "site/release.html", page)


@require_safe
def document(request: HttpRequest, release_id: str) -> HttpResponse:
    """Give a release's document, byte for byte as it was published."""
    del request
    entry = _found(release_id)
    return HttpResponse(
        publication.document(entry),
        content_type="application/json",
        headers={
            "Cache-Control": f"public, max-age={YEAR_SECONDS}, immutable",
            "Content-Disposition": f'attachment; filename="mendsky-{entry.id}.json"',
            "ETag": f'"{entry.sha256}"',
        },
    )


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """Give the verifier key as the one line of a key file (C2SP signed note)."""
    del request
    return HttpResponse(services.verifier_key() + "\n", content_type="text/plain; charset=utf-8")


def _found(release_id: str) -> ReleaseEntry:
    entry = publication.by_id(release_id)
    if entry is None:
        raise Http404
    return entry


def _rows(figures: Mapping[str, Any]) -> tuple[Row, ...]:
    return tuple(
        Row(
            name=f"page.figure.{figure.replace('_', '-')}",
            definition=definition,
            counted=figure in COUNTS,
            lasting=figure.startswith("days."),
            headline=_figure(figures, figure),
            all=_figure(figures["all"], figure),
        )
        for figure, definition in DEFINITIONS.items()
    )


def _figure(block: Mapping[str, Any], path: str) -> Any:
    return reduce(lambda part, name: part[name], path.split("."), block)
