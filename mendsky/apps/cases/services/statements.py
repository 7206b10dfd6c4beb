# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Take an owner's statement for the public, and let the public read it once a handler has.

The words stay sealed with the case, released or not: destroying its key takes them back.
"""

import uuid
from datetime import datetime

from django.db import transaction

from mendsky.apps.cases.models import Case, Event
from mendsky.apps.cases.services.recording import record
from mendsky.core.terms.cases import Actor, EventKind

STATEMENT_LENGTH = 2000


class StatementRefusedError(ValueError):
    """A statement without a word or with too many, or one that is not there to be released."""


def state(case_id: uuid.UUID, text: str, *, at: datetime) -> None:
    """Take what the owner wants the public to read; raises `StatementRefusedError` and `IllegalMove`."""
    words = text.strip()
    if not 0 < len(words) <= STATEMENT_LENGTH:
        msg = f"a statement says something, in at most {STATEMENT_LENGTH} characters"
        raise StatementRefusedError(msg)
    record(case_id, EventKind.STATEMENT, at=at, actor=Actor.OWNER, sealed={"text": words})


@transaction.atomic
def release_statement(case_id: uuid.UUID, number: int, *, at: datetime) -> None:
    """Let the public read the statement that is a case's event of this number.

    Done twice, it counts once. Raises `StatementRefusedError`.
    """
    case = Case.objects.select_for_update().get(id=case_id)
    statement = Event.objects.filter(case=case, number=number, kind=EventKind.STATEMENT.value).first()
    if statement is None:
        msg = f"{case.public_id} has no statement {number}"
        raise StatementRefusedError(msg)
    released = Event.objects.filter(case=case, kind=EventKind.RELEASE_STATEMENT.value)
    if released.filter(cause=str(statement.id)).exists():
        return
    record(
        case_id,
        EventKind.RELEASE_STATEMENT,
        at=at,
        actor=Actor.HANDLER,
        public={"statement": number},
        cause=str(statement.id),
    )
