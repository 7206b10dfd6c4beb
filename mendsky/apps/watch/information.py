# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keep what sweeps noticed that exposes nobody yet: of each system the latest that could be told."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from mendsky.apps.watch.tallies import SystemInformation
from mendsky.core.probes import information as probe
from mendsky.core.terms.information import Information, Note
from mendsky.net.probing.visits import INFORMATION, Outcome

SECURITY_TXT_EVERY = timedelta(days=91)
"""A quarter of a year: the file changes rarely, and every sweep would cost each host a request."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteEntry:
    """What the last sweep that could tell says of one kind of information, and the calendar since."""

    kind: Information
    stands: bool
    since: datetime
    """First of the unbroken row of sweeps that say so, or the day from which on the calendar does."""
    at: datetime
    """Last of them."""
    detail: str
    until: datetime | None


def note(outcomes: Mapping[UUID, Outcome], at: datetime) -> None:
    """Keep what sweeps noticed, in the transaction that writes them; what they could not tell stays."""
    rows = SystemInformation.objects.in_bulk(list(outcomes))
    changed = []
    for system_id, outcome in outcomes.items():
        asked = any(exchange.asked_by == INFORMATION for exchange in outcome.transcript)
        if not outcome.notes and not asked:
            continue
        row = rows.get(system_id) or SystemInformation(system=system_id, notes={})
        row.notes = merged(row.notes, outcome.notes, at)
        row.security_txt_asked_at = at if asked else row.security_txt_asked_at
        changed.append(row)
    SystemInformation.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["system"],
        update_fields=["notes", "security_txt_asked_at"],
    )


def merged(before: Mapping[str, Any], notes: Iterable[Note], at: datetime) -> dict[str, Any]:
    """Give what is kept after a sweep: its notes, and those of before that it says nothing of."""
    kept = dict(before)
    for one in notes:
        known = kept.get(one.kind, {})
        kept[one.kind.value] = {
            "stands": one.stands,
            "since": known["since"] if known.get("stands") is one.stands else at.isoformat(),
            "at": at.isoformat(),
            "detail": one.detail,
            "until": None if one.until is None else one.until.isoformat(),
        }
    return kept


def security_txt_due(systems: Collection[UUID], at: datetime) -> frozenset[UUID]:
    """Give those of some systems whose security.txt was not asked for within its period."""
    lately = SystemInformation.objects.filter(
        system__in=systems, security_txt_asked_at__gt=at - SECURITY_TXT_EVERY
    )
    return frozenset(systems) - frozenset(lately.values_list("system", flat=True))


def notes_of(system_id: UUID, now: datetime) -> tuple[NoteEntry, ...]:
    """Give what is kept of a system, in the order of the kinds, as the calendar has it now; one query."""
    kept = SystemInformation.objects.filter(system=system_id).values_list("notes", flat=True).first() or {}
    return tuple(_entry(kind, kept[kind], now) for kind in Information if kind in kept)


def _entry(kind: Information, kept: Mapping[str, Any], now: datetime) -> NoteEntry:
    until = None if kept["until"] is None else datetime.fromisoformat(kept["until"])
    begins = None if kept["stands"] else probe.begins(kind, until)
    begun = begins is not None and begins <= now
    return NoteEntry(
        kind=kind,
        stands=kept["stands"] or begun,
        since=begins if begins is not None and begun else datetime.fromisoformat(kept["since"]),
        at=datetime.fromisoformat(kept["at"]),
        detail=kept["detail"],
        until=until,
    )
