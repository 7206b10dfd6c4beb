# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read what the watch knows of one system, as the desk shows it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mendsky.apps.watch.coverage import NOT_PERMITTED
from mendsky.apps.watch.information import NoteEntry, notes_of
from mendsky.apps.watch.models import LastAnswer, SystemRun, SystemSchedule
from mendsky.core.terms.answers import Answer, Cause, Purpose

LAST_RUNS = 10
RANK = {Answer.EXPOSED: 0, Answer.UNDETERMINED: 1, Answer.NOT_EXPOSED: 2}


@dataclass(frozen=True, kw_only=True, slots=True)
class RunEntry:
    """What one look at the system came to."""

    at: datetime
    purpose: Purpose
    cause: Cause | None
    """Why nothing could be determined at all; None where probes went on."""
    exposed: tuple[str, ...]
    """Kinds of loopholes that were seen."""
    causes: Mapping[str, int]
    """How many probes could not tell for which cause, most first; those that no grant permits left out."""
    not_exposed: int
    not_permitted: int
    """Probes that no grant permits, or that lack a test identity."""
    requests: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerEntry:
    """What a probe last said."""

    kind: str
    answer: Answer
    cause: Cause | None
    since: datetime
    """First of the unbroken row of looks that say so."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Watched:
    """What the watch knows of a system."""

    next_due: datetime | None
    """Of its sweep; None where none is planned."""
    runs: tuple[RunEntry, ...]
    """The last ones, newest first."""
    answers: tuple[AnswerEntry, ...]
    """One of each probe that looked: exposed, undetermined, not exposed; what no grant permits left out."""
    notes: tuple[NoteEntry, ...]
    """What exposes nobody yet, in the order of the kinds."""


def watched(system_id: UUID, now: datetime) -> Watched:
    """Give what the watch knows of a system now; four queries."""
    runs = SystemRun.objects.filter(system=system_id).order_by("-at")[:LAST_RUNS]
    answers = LastAnswer.objects.filter(system=system_id).exclude(cause__in=NOT_PERMITTED)
    return Watched(
        next_due=SystemSchedule.objects.filter(system=system_id).values_list("next_due", flat=True).first(),
        runs=tuple(map(_run, runs)),
        answers=tuple(sorted(map(_answer, answers), key=lambda one: (RANK[one.answer], one.kind))),
        notes=notes_of(system_id, now),
    )


def _run(row: SystemRun) -> RunEntry:
    letters = {kind: letter for kind, (_, letter, _, _) in row.answers.items()}
    causes = Counter(cause for _, _, cause, _ in row.answers.values() if cause)
    return RunEntry(
        at=row.at,
        purpose=Purpose(row.purpose),
        cause=Cause(row.control["cause"]) if row.control["cause"] else None,
        exposed=tuple(kind for kind, letter in letters.items() if letter == Answer.EXPOSED.value[0]),
        causes={cause: probes for cause, probes in causes.most_common() if cause not in NOT_PERMITTED},
        not_exposed=sum(letter == Answer.NOT_EXPOSED.value[0] for letter in letters.values()),
        not_permitted=sum(causes[cause] for cause in NOT_PERMITTED),
        requests=row.requests,
    )


def _answer(row: LastAnswer) -> AnswerEntry:
    return AnswerEntry(
        kind=row.probe,
        answer=Answer(row.answer),
        cause=Cause(row.cause) if row.cause else None,
        since=row.since,
    )
