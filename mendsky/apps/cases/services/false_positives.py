# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Judge a case to be no loophole: one person flags it with evidence, another reviews; the finding expires.

An upheld dispute is such a finding too. When its term is over the place is looked at again; what is still
exposed then opens a case anew, for systems change and so do judgements.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from mendsky.apps.cases.models import Case, FalsePositive, LetterKind
from mendsky.apps.cases.services.notes import note
from mendsky.apps.cases.services.recording import record
from mendsky.apps.cases.services.telling import tell_all
from mendsky.apps.watch import queries as watch
from mendsky.apps.watch import services as watching
from mendsky.core.lifecycle.fold import advance
from mendsky.core.terms.cases import Actor, EventKind, State

TERM = timedelta(days=365)
"""From a review until the place is looked at again."""


class FlagRefusedError(ValueError):
    """A case is flagged already, is not flagged, or was flagged by the person who would review it."""


@transaction.atomic
def flag(case_id: uuid.UUID, text: str, *, by: int, at: datetime) -> uuid.UUID:
    """Say with evidence that a case is no loophole, and give the flag; the case stands until the review.

    `by` is the number of the handler's account. Raises `FlagRefusedError`, `NoteRefusedError`, `IllegalMove`.
    """
    case = Case.objects.select_for_update().get(id=case_id)
    advance(State(case.state), EventKind.REJECT)
    if case.false_positives.filter(reviewed_at=None).exists():
        msg = "this case is flagged already"
        raise FlagRefusedError(msg)
    note(case_id, text, at=at)
    return FalsePositive.objects.create(case=case, flagged_by=by, flagged_at=at).id


@transaction.atomic
def confirm_flag(case_id: uuid.UUID, text: str, *, by: int, at: datetime) -> None:
    """Agree with a flag: the case counts no more for the term, and everybody told hears of it.

    Raises `FlagRefusedError` where there is no flag or `by` set it, and `IllegalMove`.
    """
    flagged = _reviewed(case_id, by=by, at=at, upheld=True)
    tell_all(case_id, LetterKind.UPHELD, at=at)
    sealed = {"text": text.strip()}
    record(case_id, EventKind.REJECT, at=at, actor=Actor.HANDLER, sealed=sealed, cause=str(flagged.id))


@transaction.atomic
def refuse_flag(case_id: uuid.UUID, text: str, *, by: int, at: datetime) -> None:
    """Disagree with a flag: the case stands as it did. Raises as `confirm_flag`, and `NoteRefusedError`."""
    flagged = _reviewed(case_id, by=by, at=at, upheld=False)
    note(case_id, text, at=at, cause=str(flagged.id))


def keep_upheld(case: Case, *, by: int | None, at: datetime) -> None:
    """Keep that a dispute was upheld, until its term is over; an open flag of the case is settled by it."""
    case.false_positives.filter(reviewed_at=None).delete()
    FalsePositive.objects.create(
        case=case, flagged_at=at, reviewed_by=by, reviewed_at=at, upheld=True, expires=at + TERM
    )


def due(now: datetime) -> tuple[Callable[[], object], ...]:
    """Give a step for each finding whose term is over; each is a transaction of its own."""
    over = FalsePositive.objects.filter(upheld=True, ended_at=None, expires__lte=now).order_by("expires")
    return tuple(partial(look_again, finding, now=now) for finding in over.values_list("id", flat=True))


@transaction.atomic
def look_again(finding_id: uuid.UUID, *, now: datetime) -> None:
    """End a finding and have the watch look at its place, unless that was done."""
    if not FalsePositive.objects.filter(id=finding_id, ended_at=None).update(ended_at=now):
        return
    case = FalsePositive.objects.select_related("case").get(id=finding_id).case
    place = watch.observation(case.observation).place
    parameters = place.parameters if place else ()
    watching.order_retest(case.system, case.kind, case.place_group, parameters, asked_by="schedule")


def _reviewed(case_id: uuid.UUID, *, by: int, at: datetime, upheld: bool) -> FalsePositive:
    """Write what a review found; raises `FlagRefusedError`."""
    flagged = FalsePositive.objects.select_for_update().filter(case=case_id, reviewed_at=None).first()
    if flagged is None:
        msg = "this case is not flagged"
        raise FlagRefusedError(msg)
    if flagged.flagged_by == by:
        msg = "another person than the one who flagged reviews"
        raise FlagRefusedError(msg)
    flagged.reviewed_by, flagged.reviewed_at, flagged.upheld = by, at, upheld
    flagged.expires = at + TERM if upheld else None
    flagged.save()
    return flagged
