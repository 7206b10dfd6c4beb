# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Order retests and take what they, and later sweeps, answer."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction

from mendsky.apps.cases import unseen
from mendsky.apps.cases.models import Case, Deadline, DeadlineKind, FalsePositive, LetterKind
from mendsky.apps.cases.services.deadlines import renew
from mendsky.apps.cases.services.grading import grade
from mendsky.apps.cases.services.recording import record
from mendsky.apps.cases.services.telling import notify
from mendsky.apps.exposure import queries as counts
from mendsky.apps.exposure import services as exposure
from mendsky.apps.watch import queries as watch
from mendsky.apps.watch import services as watching
from mendsky.core.lifecycle.table import REPAIRED_STATES
from mendsky.core.terms.answers import Answer, Purpose
from mendsky.core.terms.cases import Actor, EventKind, State
from mendsky.core.terms.counts import Unit
from mendsky.nations.load import load
from mendsky.runtime import clocks

OVER = (State.REJECTED.value, State.MERGED.value)
ORDERED = frozenset({Purpose.RETEST, Purpose.RECHECK})


@transaction.atomic
def order_retest(case_id: uuid.UUID, *, asked_by: str, at: datetime) -> None:
    """Have the watch look at the case's place again, twice and apart; its answer comes by `take_answer`."""
    case = Case.objects.get(id=case_id)
    Case.objects.filter(id=case_id).update(testing_since=at)
    parameters = _parameters(case)
    watching.order_retest(case.system, case.kind, case.place_group, parameters, asked_by=asked_by)


def live_case(subject: uuid.UUID, kind: str) -> Case | None:
    """Give and lock the one case of a loophole that was neither rejected nor merged."""
    rows = Case.objects.select_for_update().filter(subject=subject, kind=kind)
    return rows.exclude(state__in=OVER).first()


def judged_case(subject: uuid.UUID, kind: str) -> Case | None:
    """Give the case of what was found to be no loophole, while that finding stands, or None."""
    standing = FalsePositive.objects.filter(upheld=True, ended_at=None).values("case")
    return Case.objects.filter(
        subject=subject, kind=kind, state=State.REJECTED.value, id__in=standing
    ).first()


@transaction.atomic
def take_answer(answer_id: str) -> None:
    """Record what the watch answered of a place that a case is about.

    What nobody ordered is news only where it shows that a repaired place is exposed again: that
    reopens the case, and its owner is told again; so is one whose claim a retest refuted. A recheck that
    could not look, as those before it, is no news either, but is asked for again. Taken twice, an answer
    counts once.
    """
    answered = watch.answered(answer_id)
    subject = exposure.subject_for(answered.system_id, answered.place_group)
    case = live_case(subject, answered.kind)
    if case is None or case.events.filter(cause=str(answer_id)).exists():
        return
    state = State(case.state)
    came_back = answered.answer is Answer.EXPOSED and state in REPAIRED_STATES
    if answered.purpose not in ORDERED and not came_back:
        return
    kind = _kind(answered.answer, answered.purpose, state)
    public = {"purpose": answered.purpose.value, "cause": answered.cause.value if answered.cause else ""}
    if kind is EventKind.RETEST_UNDETERMINED and _is_known(case, public):
        renew(case, at=clocks.now(), nation=load(settings.NATION))
        return
    if answered.ended and answered.purpose is not Purpose.RECHECK:
        public["ended"] = "not tried again"
    record(case.id, kind, at=answered.at, actor=Actor.MENDSKY, public=public, cause=str(answer_id))
    if came_back:
        notify(case.id, at=clocks.now())
    elif kind is EventKind.RETEST_EXPOSED and state is State.CLAIMED:
        notify(case.id, at=clocks.now(), kind=LetterKind.REFUTED)


@transaction.atomic
def take_count(subject: uuid.UUID) -> None:
    """Record that what lies behind a place was counted anew, with the severity that follows."""
    standing = counts.latest(subject)
    known = standing.get(Unit.PEOPLE) or standing.get(Unit.RECORDS)
    high = known.count.high if known else None
    for case in Case.objects.select_for_update().filter(subject=subject).exclude(state__in=(*OVER, "")):
        severity = grade(watch.observation(case.observation), high)
        record(
            case.id,
            EventKind.COUNT,
            at=clocks.now(),
            actor=Actor.MENDSKY,
            public={"subject": str(subject), "severity": severity},
            rule=severity["rule"],
        )


def due(now: datetime) -> tuple[Callable[[], object], ...]:
    """Give a step for each repaired case whose recheck is to be ordered now."""
    rows = Deadline.objects.filter(kind=DeadlineKind.RECHECK.value, done_at=None, due__lte=now)
    deadline_ids = rows.order_by("due").values_list("id", flat=True)
    return tuple(partial(order_recheck, deadline_id, now=now) for deadline_id in deadline_ids)


@transaction.atomic
def order_recheck(deadline_id: int, *, now: datetime) -> None:
    """Have the watch look at a repaired place once more, unless that was ordered."""
    if Deadline.objects.filter(id=deadline_id, done_at=None).update(done_at=now):
        case = Deadline.objects.select_related("case").get(id=deadline_id).case
        watching.order_recheck(case.system, case.kind, case.place_group, _parameters(case))


def _is_known(case: Case, public: Mapping[str, str]) -> bool:
    """Say whether the last looks told just this of a repaired case, and nobody waits for an answer."""
    if case.state != State.REPAIRED.value or case.testing_since or public["purpose"] != Purpose.RECHECK:
        return False
    last = [event.public for event in unseen.looks(case.id).reverse()[: unseen.ENOUGH]]
    return last == [public] * unseen.ENOUGH


def _parameters(case: Case) -> tuple[str, ...]:
    place = watch.observation(case.observation).place
    return place.parameters if place else ()


def _kind(answer: Answer, purpose: Purpose, state: State) -> EventKind:
    if answer is Answer.UNDETERMINED:
        return EventKind.RETEST_UNDETERMINED
    if answer is Answer.EXPOSED:
        return EventKind.RETEST_EXPOSED
    if purpose is Purpose.RECHECK and state is State.REPAIRED:
        return EventKind.CONFIRM
    return EventKind.RETEST_CLEAN
