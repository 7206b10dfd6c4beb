# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Close a case when nothing is left to do for it."""

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction

from mendsky.apps.cases.models import Case, Deadline, DeadlineKind
from mendsky.apps.cases.services.recording import record
from mendsky.core.terms.cases import Actor, EventKind


@transaction.atomic
def close(case_id: uuid.UUID, *, now: datetime) -> bool:
    """Close a case if that is due, and say whether it was done."""
    # Whatever moves the case meanwhile waits, and renews its deadlines.
    case = Case.objects.select_for_update().get(id=case_id)
    row = Deadline.objects.filter(
        case=case, kind=DeadlineKind.CLOSE.value, done_at=None, due__lte=now
    ).first()
    if row is None:
        return False
    record(case_id, EventKind.CLOSE, at=now, actor=Actor.MENDSKY, rule=row.rule)
    return True


def due(now: datetime) -> tuple[Callable[[], object], ...]:
    """Give a step for each case that is to be closed now; each is a transaction of its own."""
    rows = Deadline.objects.filter(kind=DeadlineKind.CLOSE.value, done_at=None, due__lte=now)
    case_ids = rows.order_by("due").values_list("case_id", flat=True)
    return tuple(partial(close, case_id, now=now) for case_id in case_ids)
