# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Take a handler's notes: sealed with the case, for whoever works on it next."""

import uuid
from datetime import datetime

from django.db import transaction

from mendsky.apps.cases.models import Event
from mendsky.apps.cases.services.recording import record
from mendsky.core.terms.cases import Actor, EventKind

NOTE_LENGTH = 4000


class NoteRefusedError(ValueError):
    """A note without a word or with too many, or one on a statement that is not there."""


def note(case_id: uuid.UUID, text: str, *, at: datetime, cause: str = "") -> None:
    """Record what a handler did or found outside of Mendsky; raises `NoteRefusedError` and `IllegalMove`."""
    words = text.strip()
    if not 0 < len(words) <= NOTE_LENGTH:
        msg = f"a note says something, in at most {NOTE_LENGTH} characters"
        raise NoteRefusedError(msg)
    record(case_id, EventKind.NOTE, at=at, actor=Actor.HANDLER, sealed={"text": words}, cause=cause)


@transaction.atomic
def refuse_statement(case_id: uuid.UUID, number: int, text: str, *, at: datetime) -> None:
    """Record why a statement is not made public; it stays sealed, and the owner may send another.

    Raises `NoteRefusedError` and `IllegalMove`.
    """
    statements = Event.objects.filter(case=case_id, number=number, kind=EventKind.STATEMENT.value)
    statement = statements.values_list("id", flat=True).first()
    if statement is None:
        msg = f"this case has no statement {number}"
        raise NoteRefusedError(msg)
    note(case_id, text, at=at, cause=str(statement))
