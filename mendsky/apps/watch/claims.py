# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read outside claims as the desk shows them: who says what of which place, and what our own look said."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from mendsky.apps.directory import queries as directory
from mendsky.apps.directory.queries import SystemEntry
from mendsky.apps.watch.claiming import Outcome
from mendsky.apps.watch.models import LastAnswer, OrderStatus, OutsideClaim, RetestOrder
from mendsky.core.terms.answers import Answer
from mendsky.nations.load import load

SAID = {
    OrderStatus.CLEAN: Answer.NOT_EXPOSED,
    OrderStatus.EXPOSED: Answer.EXPOSED,
    OrderStatus.WAITING: Answer.UNDETERMINED,
    OrderStatus.UNDETERMINED: Answer.UNDETERMINED,
}
"""Where an order stands → what our look said; in all other states it has said nothing yet."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimEntry:
    """One claim of an outside scanner."""

    id: UUID
    tool: str
    tool_version: str
    rule: str
    title: str
    kind: str
    severity: str
    """The scanner's own word."""
    origin: str
    place_group: str
    """Empty where the scanner names the system only."""
    system: SystemEntry | None
    """None where the directory does not know the origin."""
    outcome: Outcome
    seen_at: datetime | None
    imported_at: datetime
    answer: Answer | None
    """What our own look said since; None where none was asked for, or it has not answered."""


def claims(divisions: Collection[str], *, limit: int) -> tuple[ClaimEntry, ...]:
    """Give the claims on systems in the subtrees of divisions, newest first; the nation's see all."""
    rows = list(_within(divisions).order_by("-imported_at", "origin", "id")[:limit])
    systems = directory.systems(row.system for row in rows if row.system is not None)
    said = _said(rows)
    return tuple(
        ClaimEntry(
            id=row.id,
            tool=row.tool,
            tool_version=row.tool_version,
            rule=row.rule,
            title=row.title,
            kind=row.kind,
            severity=row.severity,
            origin=row.origin,
            place_group=row.place_group,
            system=systems.get(row.system) if row.system else None,
            outcome=Outcome(row.outcome),
            seen_at=row.seen_at,
            imported_at=row.imported_at,
            answer=said.get(row.id),
        )
        for row in rows
    )


def claims_count(divisions: Collection[str]) -> int:
    """Give how many claims `claims` would give without a limit."""
    return _within(divisions).count()


def _within(divisions: Collection[str]) -> QuerySet[OutsideClaim]:
    nation = load(settings.NATION)
    mine = Q(division__in=nation.codes_within(divisions))
    return OutsideClaim.objects.filter(mine | Q(division="") if nation.code in divisions else mine)


def _said(rows: Sequence[OutsideClaim]) -> dict[UUID, Answer]:
    """Give what our looks said since they were asked for, by claim."""
    systems = {row.system for row in rows if row.system and row.acted_at is not None}
    orders: dict[tuple[UUID, str, str], RetestOrder] = {}
    for order in RetestOrder.objects.filter(system__in=systems).order_by("asked_at", "answered_at"):
        orders[order.system, order.kind, order.place_group] = order
    last = {(one.system, one.probe): one for one in LastAnswer.objects.filter(system__in=systems)}
    said = {}
    for row in rows:
        if row.system is None or row.acted_at is None:
            continue
        asked = orders.get((row.system, row.kind, row.place_group))
        swept = last.get((row.system, row.kind))
        answer: Answer | None = None
        if row.outcome == Outcome.LOOK and asked is not None:
            answer = SAID.get(OrderStatus(asked.status))
        elif row.outcome == Outcome.SWEEP and swept is not None and swept.last_at >= row.acted_at:
            answer = Answer(swept.answer)
        if answer is not None:
            said[row.id] = answer
    return said
