# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settle what an owner disputes: it stands, it is no loophole, or it is another organisation's."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction

from mendsky.apps.cases.models import Case, LetterKind
from mendsky.apps.cases.services.false_positives import keep_upheld
from mendsky.apps.cases.services.recording import record
from mendsky.apps.cases.services.telling import notify, tell_all
from mendsky.apps.directory import queries as directory
from mendsky.apps.directory.queries import UnknownEntryError
from mendsky.core.lifecycle.fold import advance
from mendsky.core.lifecycle.table import REPAIRED_STATES
from mendsky.core.terms.cases import Actor, EventKind, State
from mendsky.nations.load import load


class TransferRefusedError(ValueError):
    """A case cannot be handed to this organisation."""


@transaction.atomic
def overrule(case_id: uuid.UUID, *, at: datetime, reason: str = "") -> None:
    """Record that a handler looked at a dispute and the exposure stands, and tell the owner so.

    The reason is sealed, and shown to the owner. Raises `IllegalMove`.
    """
    record(case_id, EventKind.OVERRULE, at=at, actor=Actor.HANDLER, sealed=_words(reason))
    notify(case_id, at=at, kind=LetterKind.OVERRULED)


@transaction.atomic
def uphold(case_id: uuid.UUID, *, at: datetime, reason: str = "", by: int | None = None) -> None:
    """Record that a handler looked and the owner is right, and tell everybody who had been told.

    The case counts no more until the finding's term is over. Raises `IllegalMove` where nothing is disputed.
    """
    case = Case.objects.select_for_update().get(id=case_id)
    advance(State(case.state), EventKind.OVERRULE)
    keep_upheld(case, by=by, at=at)
    tell_all(case_id, LetterKind.UPHELD, at=at)
    record(case_id, EventKind.REJECT, at=at, actor=Actor.HANDLER, sealed=_words(reason))


@transaction.atomic
def transfer(case_id: uuid.UUID, organisation: uuid.UUID, *, at: datetime, reason: str = "") -> None:
    """Hand a case to the organisation that is responsible; parties, letters and clocks begin anew.

    Whoever was told before is told that nothing is left to do. Raises `TransferRefusedError` and
    `IllegalMove`.
    """
    case = Case.objects.select_for_update().get(id=case_id)
    division = _division(case, organisation)
    advance(State(case.state), EventKind.TRANSFER)
    tell_all(case_id, LetterKind.TRANSFERRED, at=at)
    record(
        case_id,
        EventKind.TRANSFER,
        at=at,
        actor=Actor.HANDLER,
        public={"organisation": str(organisation), "from": str(case.organisation), "division": division},
        sealed=_words(reason),
    )
    if State(case.state) not in REPAIRED_STATES:
        notify(case_id, at=at)


def _division(case: Case, organisation: uuid.UUID) -> str:
    """Give the division of the organisation that a case is handed to, if it may be."""
    try:
        other = directory.organisation(organisation)
    except UnknownEntryError as error:
        msg = "the directory does not know this organisation"
        raise TransferRefusedError(msg) from error
    if other.kind != "owner":
        msg = "an authority is told, it is not responsible for a system: name an owner"
        raise TransferRefusedError(msg)
    if other.id == case.organisation:
        msg = "this organisation is responsible already"
        raise TransferRefusedError(msg)
    if other.division not in load(settings.NATION).divisions:
        msg = "the organisation's division is not in force any more: correct the directory first"
        raise TransferRefusedError(msg)
    return other.division


def _words(reason: str) -> dict[str, str] | None:
    words = reason.strip()
    return {"text": words} if words else None
