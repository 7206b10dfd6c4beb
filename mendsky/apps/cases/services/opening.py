# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Open a case from a confirmed observation, or reopen the one that it belongs to."""

import uuid
from dataclasses import asdict
from typing import Any

from django.db import connection, transaction

from mendsky.apps.cases.models import Case, FalsePositive
from mendsky.apps.cases.services.grading import grade
from mendsky.apps.cases.services.recording import begin, record
from mendsky.apps.cases.services.retests import judged_case, live_case
from mendsky.apps.cases.services.telling import notify
from mendsky.apps.directory import queries as directory
from mendsky.apps.exposure import services as exposure
from mendsky.apps.watch import queries as watch
from mendsky.apps.watch.queries import ObservationEntry
from mendsky.core.lifecycle.table import REPAIRED_STATES
from mendsky.core.terms.answers import Answer
from mendsky.core.terms.cases import Actor, EventKind, State
from mendsky.core.terms.probing import Place
from mendsky.runtime import clocks


class ObservationRefusedError(ValueError):
    """An observation that shows no exposed place opens no case."""


@transaction.atomic
def open_from_observation(observation_id: str) -> uuid.UUID:
    """Open the case of an exposure that was seen twice, tell its owner, and give the case.

    One loophole has one case: where it stands open already nothing happens; where it was repaired,
    it is reopened and its owner told again; where it was found to be no loophole, it stays so while that
    finding stands. Raises `ObservationRefusedError`.
    """
    observation = watch.observation(observation_id)
    if observation.place is None:
        msg = f"observation {observation_id} shows no exposed place"
        raise ObservationRefusedError(msg)
    subject = exposure.subject_for(observation.system_id, observation.place.group)
    loophole = f"case of {subject} {observation.probe}"
    with connection.cursor() as cursor:  # two workers may hold the same news
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [loophole])
    judged = judged_case(subject, observation.probe)
    if judged is not None:
        return judged.id
    case = live_case(subject, observation.probe)
    if case is None:
        case_id = _open(observation, observation.place, subject)
    elif State(case.state) in REPAIRED_STATES:
        case_id = _reopen(case, observation, observation.place)
    else:
        return case.id
    notify(case_id, at=clocks.now())
    return case_id


@transaction.atomic
def open_after_term(answer_id: str) -> uuid.UUID | None:
    """Open a case for a place whose finding of a false positive has ended, where it is still exposed.

    Gives the case; None where the answer is another, or there was no such finding.
    """
    answered = watch.answered(answer_id)
    subject = exposure.subject_for(answered.system_id, answered.place_group)
    ended = FalsePositive.objects.filter(
        case__subject=subject, case__kind=answered.kind, upheld=True, ended_at__lte=answered.at
    )
    if answered.answer is not Answer.EXPOSED or live_case(subject, answered.kind) or not ended.exists():
        return None
    observation_id = watch.last_exposed(answered.system_id, answered.kind, answered.place_group)
    return None if observation_id is None else open_from_observation(str(observation_id))


def _open(observation: ObservationEntry, place: Place, subject: uuid.UUID) -> uuid.UUID:
    system = directory.system(observation.system_id)
    case = begin(
        at=observation.at,
        subject=subject,
        system=system.id,
        organisation=system.organisation,
        observation=observation.id,
        kind=observation.probe,
        place_group=place.group,
        division=system.division,
        sector=system.sector,
    )
    record(
        case.id,
        EventKind.RECEIVE,
        at=observation.first_positive_at or observation.at,
        actor=Actor.MENDSKY,
        public={"source": "watch"},
        cause=str(observation.id),
    )
    high = observation.records.high if observation.records else None
    severity = grade(observation, high)
    record(
        case.id,
        EventKind.VERIFY,
        at=observation.at,
        actor=Actor.MENDSKY,
        public={
            "subject": str(subject),
            "kind": observation.probe,
            "division": system.division,
            "sector": system.sector,
            "organisation": str(system.organisation),
            "severity": severity,
        },
        sealed=_evidence(observation, place, system.origin),
        cause=str(observation.id),
        rule=severity["rule"],
    )
    return case.id


def _reopen(case: Case, observation: ObservationEntry, place: Place) -> uuid.UUID:
    Case.objects.filter(id=case.id).update(observation=observation.id)
    record(
        case.id,
        EventKind.RETEST_EXPOSED,
        at=observation.at,
        actor=Actor.MENDSKY,
        public={"purpose": observation.purpose.value, "cause": ""},
        sealed=_evidence(observation, place, directory.system(observation.system_id).origin),
        cause=str(observation.id),
    )
    return case.id


def _evidence(observation: ObservationEntry, place: Place, origin: str) -> dict[str, Any]:
    return {
        "origin": origin,
        "place": {"group": place.group, "parameters": list(place.parameters)},
        "evidence": [asdict(line) for line in observation.evidence],
    }
