# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read releases."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from mendsky.apps.publication.models import OwnFact, Release
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
    """What the home page lists beside the figures: `silent` and `latest` cases."""
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


def latest() -> ReleaseEntry | None:
    """Give the release made last, or None before the first."""
    return _entry(Release.objects.order_by("-serial").first())


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
