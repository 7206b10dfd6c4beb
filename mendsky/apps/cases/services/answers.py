# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Take the owner's words, and a handler's answer to a dispute."""

import uuid
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from mendsky.apps.cases.services.recording import record
from mendsky.apps.cases.services.retests import order_retest
from mendsky.core.rules.escalation import end_of_day
from mendsky.core.terms.cases import Actor, EventKind
from mendsky.core.terms.instants import instant_text
from mendsky.nations.load import load

LATEST_PLAN_DAYS = 366
DISPUTE_LENGTH = 4000


class PlanRefusedError(ValueError):
    """A repair date that cannot be: past, or more than a year away."""


class DisputeRefusedError(ValueError):
    """A dispute without a word, or with too many."""


def acknowledge(case_id: uuid.UUID, *, at: datetime) -> None:
    """Record that the owner has seen it; raises `IllegalMove`."""
    record(case_id, EventKind.ACKNOWLEDGE, at=at, actor=Actor.OWNER)


def plan(case_id: uuid.UUID, day: date, *, at: datetime) -> None:
    """Record the day by which the owner will repair, in the nation's zone until 18:00.

    Raises `PlanRefusedError` and `IllegalMove`.
    """
    nation = load(settings.NATION)
    today = at.astimezone(nation.calendar.zone).date()
    if not 0 <= (day - today).days <= LATEST_PLAN_DAYS:
        msg = f"a repair is planned for a day from {today} on, within {LATEST_PLAN_DAYS} days"
        raise PlanRefusedError(msg)
    promised = end_of_day(day, nation)
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


def overrule(case_id: uuid.UUID, *, at: datetime) -> None:
    """Record that a handler looked at a dispute and the exposure stands."""
    record(case_id, EventKind.OVERRULE, at=at, actor=Actor.HANDLER)
