# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read the statements of owners that a handler has released to the public."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from mendsky.apps.cases.models import Event
from mendsky.apps.cases.services.recording import sealed_part
from mendsky.core.terms.cases import EventKind
from mendsky.keys.seal import KeyDestroyed


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """What an owner says to the public."""

    case: str
    """Public identifier."""
    at: datetime
    """When the owner said it."""
    text: str


def released(cases: Collection[str], until: datetime) -> tuple[Statement, ...]:
    """Give the statements of cases, by public identifier, that were released by an instant; the newest first.

    One whose case was erased is left out.
    """
    leaves = Event.objects.filter(
        case__public_id__in=list(cases),
        kind=EventKind.RELEASE_STATEMENT.value,
        recorded_at__lte=until,
    )
    causes = [cause for cause in leaves.values_list("cause", flat=True) if cause]
    rows = Event.objects.filter(id__in=causes).order_by("-at") if causes else ()
    spoken = ((row, _words(row)) for row in rows)
    return tuple(Statement(case=row.case.public_id, at=row.at, text=words) for row, words in spoken if words)


def _words(row: Event) -> str:
    try:
        return str((sealed_part(row) or {}).get("text", ""))
    except KeyDestroyed:
        return ""
