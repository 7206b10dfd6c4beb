# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Name the organisation of a case when the rule of disclosure says so, unless a handler puts it off."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction

from mendsky.apps.cases.models import Case, Deadline, DeadlineKind
from mendsky.apps.cases.services import deadlines
from mendsky.apps.cases.services.recording import record
from mendsky.core.terms.cases import Actor, EventKind
from mendsky.core.terms.instants import instant_text
from mendsky.nations.load import load

LONGEST_HOLD = timedelta(days=366)


class HoldRefusedError(ValueError):
    """The naming cannot be put off like this."""


@transaction.atomic
def disclose(case_id: uuid.UUID, *, now: datetime) -> bool:
    """Name the organisation of a case if that is due, and say whether it was done.

    The event itself carries no name: releases add it to what they show.
    """
    case = Case.objects.select_for_update().get(id=case_id)
    step = deadlines.naming(case, load(settings.NATION))
    if step is None or step.due > now:
        return False
    public = {"reason": step.reason.value}
    record(case_id, EventKind.DISCLOSE, at=now, actor=Actor.MENDSKY, public=public, rule=step.rule)
    return True


def hold(case_id: uuid.UUID, until: datetime, *, reason: str, at: datetime) -> None:
    """Put the naming of an organisation off until an instant; the reason is sealed.

    A later hold replaces the last, an earlier one shortens it. Raises `HoldRefusedError` without a
    reason and beyond a year, and `IllegalMove`.
    """
    words = reason.strip()
    if not words:
        msg = "say why the name is held back: the reason is sealed with the case"
        raise HoldRefusedError(msg)
    if not at <= until <= at + LONGEST_HOLD:
        msg = "a name is held back until a day to come, within a year"
        raise HoldRefusedError(msg)
    public = {"until": instant_text(until)}
    record(case_id, EventKind.HOLD, at=at, actor=Actor.HANDLER, public=public, sealed={"text": words})


def due(now: datetime) -> tuple[Callable[[], object], ...]:
    """Give a step for each case whose organisation is to be named now; each is a transaction of its own."""
    rows = Deadline.objects.filter(kind=DeadlineKind.DISCLOSE.value, done_at=None, due__lte=now)
    case_ids = rows.order_by("due").values_list("case_id", flat=True)
    return tuple(partial(disclose, case_id, now=now) for case_id in case_ids)
