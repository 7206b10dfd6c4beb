# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Take the owner's words, and the plan that an authority returns."""

import uuid
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from mendsky.apps.cases.models import Party
from mendsky.apps.cases.services.recording import record
from mendsky.apps.cases.services.retests import order_retest
from mendsky.core.rules.escalation import end_of_day
from mendsky.core.terms.cases import Actor, EventKind, Level
from mendsky.core.terms.instants import instant_text
from mendsky.nations.load import load

LATEST_PLAN_DAYS = 366
DISPUTE_LENGTH = 4000
PLAN_LENGTH = 2000


class PlanRefusedError(ValueError):
    """A plan that cannot be: its day past or more than a year away, or without a word."""


class DisputeRefusedError(ValueError):
    """A dispute without a word, or with too many."""


def acknowledge(case_id: uuid.UUID, *, at: datetime) -> None:
    """Record that the owner has seen it; raises `IllegalMove`."""
    record(case_id, EventKind.ACKNOWLEDGE, at=at, actor=Actor.OWNER)


def plan(case_id: uuid.UUID, day: date, *, at: datetime) -> None:
    """Record the day by which the owner will repair, in the nation's zone until 18:00.

    Raises `PlanRefusedError` and `IllegalMove`.
    """
    promised = _promised(day, at)
    record(
        case_id,
        EventKind.PLAN,
        at=at,
        actor=Actor.OWNER,
        public={"promised": instant_text(promised)},
    )


@transaction.atomic
def claim(case_id: uuid.UUID, *, at: datetime) -> None:
    """Record that the owner says it is repaired, and order the retest that alone can show it."""
    record(case_id, EventKind.CLAIM_REPAIR, at=at, actor=Actor.OWNER)
    order_retest(case_id, asked_by=Actor.OWNER.value, at=at)


def dispute(case_id: uuid.UUID, text: str, *, at: datetime) -> None:
    """Record that the owner says it is not so; the words are sealed with the case.

    Raises `DisputeRefusedError` and `IllegalMove`.
    """
    words = text.strip()
    if not 0 < len(words) <= DISPUTE_LENGTH:
        msg = f"a dispute says why, in at most {DISPUTE_LENGTH} characters"
        raise DisputeRefusedError(msg)
    record(case_id, EventKind.DISPUTE, at=at, actor=Actor.OWNER, sealed={"text": words})


@transaction.atomic
def return_plan(case_id: uuid.UUID, level: Level, day: date, text: str, *, at: datetime) -> None:
    """Record the repair plan that an authority returned: its day, and who sees to it, sealed.

    The owner stands as planned unless it has said otherwise. Raises `PlanRefusedError` and `IllegalMove`.
    """
    promised, words = _promised(day, at), text.strip()
    if not 0 < len(words) <= PLAN_LENGTH:
        msg = f"a plan names the office that sees to it and its stopgap, in at most {PLAN_LENGTH} characters"
        raise PlanRefusedError(msg)
    record(
        case_id,
        EventKind.RETURN_PLAN,
        at=at,
        actor=Actor.AUTHORITY,
        public={"level": level.value, "promised": instant_text(promised)},
        sealed={"text": words},
    )
    Party.objects.filter(case=case_id, role=level.value, ended_at=None).update(answered_at=at)


def _promised(day: date, at: datetime) -> datetime:
    nation = load(settings.NATION)
    today = at.astimezone(nation.calendar.zone).date()
    if not 0 <= (day - today).days <= LATEST_PLAN_DAYS:
        msg = f"a repair is planned for a day from {today} on, within {LATEST_PLAN_DAYS} days"
        raise PlanRefusedError(msg)
    return end_of_day(day, nation)
