# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read releases, and the loopholes that the latest one shows."""

import hashlib
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from mendsky.apps.publication.lines import Line
from mendsky.apps.publication.models import OwnFact, PublicCase, Release
from mendsky.core.terms.facts import CommittedFact
from mendsky.runtime import facts


class ReleaseDamagedError(ValueError):
    """The document of a release is missing, or is not the one that was published."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleaseEntry:
    """One release as its row says."""

    id: str
    """Public identifier, for example `2015-04-24-1`."""
    as_of: datetime
    made_at: datetime
    size: int
    """Leaves of the ledger under the checkpoint."""
    root: str
    """Root hash of the tree, hexadecimal."""
    checkpoint: str
    """Signed note."""
    figures: dict[str, Any]
    overview: dict[str, Any]
    """By sector, what the home page lists beside the figures (`publication.overview`)."""
    sha256: str
    """Of the document's file, hexadecimal."""
    bytes: int
    """Length of the document's file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleaseLine:
    """One release as a list shows it."""

    id: str
    as_of: datetime
    loopholes: int
    size: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How the loopholes of a place stand."""

    loopholes: int
    high_risk: int
    open: int
    verified: int
    silent: int


def latest() -> ReleaseEntry | None:
    """Give the release made last, or None before the first."""
    return _entry(Release.objects.order_by("-serial").first())


def latest_id() -> str | None:
    """Give the public identifier of the release made last, or None before the first."""
    return Release.objects.order_by("-serial").values_list("name", flat=True).first()


def by_id(release_id: str) -> ReleaseEntry | None:
    """Give a release by its public identifier."""
    return _entry(Release.objects.filter(name=release_id).first())


def listed(limit: int = 200) -> tuple[ReleaseLine, ...]:
    """List releases, the last one first."""
    rows = Release.objects.order_by("-serial").values_list(
        "name", "as_of", "figures__all__loopholes", "size"
    )[:limit]
    return tuple(
        ReleaseLine(id=name, as_of=as_of, loopholes=loopholes or 0, size=size)
        for name, as_of, loopholes, size in rows
    )


def cases_of_province(code: str, limit: int = 200) -> tuple[Line, ...]:
    """List the loopholes of a province-level division, the last moved first."""
    return _cases(PublicCase.objects.filter(province=code), limit)


def cases_of_city(code: str, limit: int = 200) -> tuple[Line, ...]:
    """List the loopholes of a city-level division, the last moved first."""
    return _cases(PublicCase.objects.filter(city=code), limit)


def cases_of_organisation(organisation: UUID, limit: int = 200) -> tuple[Line, ...]:
    """List the loopholes of an organisation in which it is named, the last moved first."""
    return _cases(PublicCase.objects.filter(organisation=organisation), limit)


def tally_of_city(code: str) -> Tally:
    """Count how the loopholes of a city-level division stand."""
    counted = PublicCase.objects.filter(city=code).aggregate(
        n_loopholes=Count("case"),
        n_high_risk=Count("case", filter=Q(high_risk=True)),
        n_open=Count("case", filter=Q(open=True)),
        n_verified=Count("case", filter=Q(open=False)),
        n_silent=Count("case", filter=Q(silent=True)),
    )
    return Tally(**{name.removeprefix("n_"): number for name, number in counted.items()})


def cities_of_province(code: str) -> tuple[tuple[str, int, int], ...]:
    """Give each city of a province with loopholes: its code, how many, how many of them open."""
    rows = PublicCase.objects.filter(province=code).exclude(city="").values("city")
    counted = rows.annotate(loopholes=Count("case"), still=Count("case", filter=Q(open=True)))
    return tuple(counted.order_by("-loopholes", "city").values_list("city", "loopholes", "still"))


def public_case(case: str) -> Line | None:
    """Give a loophole that the latest release shows, or None."""
    return next(iter(_cases(PublicCase.objects.filter(case=case), 1)), None)


def named_organisations(limit: int = 200) -> tuple[tuple[UUID, dict[str, str], str], ...]:
    """List the organisations that are named: identifier, names, division."""
    rows = PublicCase.objects.filter(organisation__isnull=False).order_by("organisation", "-moved_at")
    newest = rows.distinct("organisation").values_list("organisation", "names", "division")[:limit]
    return tuple(
        (organisation, names or {}, division) for organisation, names, division in newest if organisation
    )


def committed(after_serial: int, limit: int) -> list[tuple[int, CommittedFact]]:
    """Give publication's own facts after a serial, in order, each with its serial."""
    return facts.committed_after(OwnFact, lambda row: row.fact, after_serial=after_serial, limit=limit)


def folder() -> Path:
    """Give the folder of the documents."""
    home: Path = settings.HOME
    return home / "releases"


def document(release: ReleaseEntry) -> bytes:
    """Give the published document, byte for byte.

    Raises `ReleaseDamagedError` where the file is missing or has changed since.
    """
    path = folder() / f"{release.id}.json"
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        msg = f"the document of release {release.id} is missing: restore {path.name} from a copy"
        raise ReleaseDamagedError(msg) from error
    if hashlib.sha256(content).hexdigest() != release.sha256:
        msg = f"the document of release {release.id} has changed: restore {path.name} from a copy"
        raise ReleaseDamagedError(msg)
    return content


def _cases(rows: QuerySet[PublicCase], limit: int) -> tuple[Line, ...]:
    found = rows.order_by("-moved_at", "case").values(*(field.name for field in fields(Line)))[:limit]
    return tuple(Line(**{**row, "levels": tuple(row["levels"])}) for row in found)


def _entry(row: Release | None) -> ReleaseEntry | None:
    if row is None:
        return None
    return ReleaseEntry(
        id=row.name,
        as_of=row.as_of,
        made_at=row.made_at,
        size=row.size,
        root=row.root,
        checkpoint=row.checkpoint,
        figures=row.figures,
        overview=row.overview,
        sha256=row.sha256,
        bytes=row.bytes,
    )
