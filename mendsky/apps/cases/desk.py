# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read cases as the desk shows them: what needs a person, and what moves by itself."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, JSONObject

from mendsky.apps.cases import unseen
from mendsky.apps.cases.models import Case, Deadline, DeadlineKind, Event, FalsePositive, Letter, Party
from mendsky.apps.cases.queries import OPEN_STATES, CaseEntry, as_entry, as_event, within
from mendsky.apps.cases.services.recording import sealed_part
from mendsky.core.lifecycle.table import NEXT
from mendsky.core.rules import attention
from mendsky.core.rules.attention import Need
from mendsky.core.rules.escalation import WAITING, level_above
from mendsky.core.terms import cases as terms
from mendsky.core.terms.cases import Actor, EventKind, Level, Stage, State
from mendsky.core.terms.nations import Nation
from mendsky.core.terms.probing import Evidence
from mendsky.keys.seal import KeyDestroyed
from mendsky.nations.load import load

SHOWN = frozenset({DeadlineKind.ANSWER, DeadlineKind.REPAIR})
"""Deadlines of others: nothing happens by itself on their day."""
STUCK_AFTER = 3
"""A letter that was tried so often waits for a person."""
TURNS = (EventKind.DISPUTE, EventKind.RETEST_EXPOSED, EventKind.BOUNCE, EventKind.ESCALATE)
"""Events after which a case may need a person."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """A case that a person must decide on, why, and by when."""

    case: CaseEntry
    need: Need
    since: datetime
    due: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """What happens to a case by itself, when, and by which rule."""

    case: CaseEntry
    kind: DeadlineKind
    due: datetime
    rule: str
    level: Level | None
    """Who is told, where somebody is."""
    reason: str
    """Why, a value of `escalation.Reason`; empty where nobody is told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """What is to be expected of one case."""

    moves: tuple[Move, ...]
    """What happens by itself, soonest first."""
    unseen_since: datetime | None
    """Since when looks could not tell whether its verified repair holds; None where the last one could."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Morning:
    """What a handler sees first."""

    decide: tuple[Decision, ...]
    """Most urgent first."""
    moving: tuple[Move, ...]
    """What happens by itself, soonest first."""
    letters: int
    """Letters that wait for the mail server and need nobody."""
    retests: int
    """Cases whose retest is under way."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """All that happened in a case."""

    events: tuple[terms.Event, ...]
    words: Mapping[int, str] = field(repr=False)
    """What people wrote, by the number of the event."""
    evidence: tuple[Evidence, ...] | None
    """What was seen when it was verified or last reopened; None where it was erased."""


def morning(divisions: Collection[str], *, now: datetime) -> Morning:
    """Give what needs a person, and what moves by itself, in the subtrees of divisions; one query."""
    nation = load(settings.NATION)
    rows: list[Any] = list(_rows(within(Case.objects.exclude(state=""), divisions)))
    decide = [decision for row in rows for decision in _decisions(row, nation, now)]
    moving = [move for row in rows for move in _moves(row, nation)]
    letters = [letter for row in rows for letter in row.waiting_letters]
    return Morning(
        decide=tuple(sorted(decide, key=lambda one: attention.urgency(one.need, one.due))),
        moving=tuple(sorted(moving, key=lambda one: (one.due, one.case.public_id))),
        letters=sum(letter["attempts"] < STUCK_AFTER for letter in letters),
        retests=sum(row.testing_since is not None for row in rows),
    )


def outlook(case_id: uuid.UUID) -> Outlook:
    """Give what happens to one case by itself, and since when its repair is unseen; one query."""
    (row,) = _rows(Case.objects.filter(id=case_id), every=True)
    moves = sorted(_moves(row, load(settings.NATION)), key=lambda one: one.due)
    looks = _unseen(row)
    return Outlook(moves=tuple(moves), unseen_since=datetime.fromisoformat(looks[0]["at"]) if looks else None)


def _rows(cases: QuerySet[Case], *, every: bool = False) -> QuerySet[Case]:
    """Annotate cases with what decides over them; those with nothing to decide only if `every`."""
    events = Event.objects.filter(case=OuterRef("pk")).order_by("-number")
    answers = Event.objects.filter(case=OuterRef("case"), cause=Cast(OuterRef("id"), TextField()))
    statements = events.filter(kind=EventKind.STATEMENT.value).annotate(answered=Exists(answers))
    flags = FalsePositive.objects.filter(case=OuterRef("pk"), reviewed_at=None)
    deadlines = Deadline.objects.filter(case=OuterRef("pk"), done_at=None)
    looks = unseen.looks(OuterRef("pk")).values(json=JSONObject(number="number", at="recorded_at"))
    letters = Letter.objects.filter(case=OuterRef("pk"), posted_at=None, refused_at=None)
    told = Party.objects.filter(case=OuterRef("pk"), ended_at=None, told_at__gte=OuterRef("started_at"))
    if not every:
        alive = Q(state__in=(State.DISPUTED.value, *OPEN_STATES)) | Q(testing_since__isnull=False)
        cases = cases.filter(alive | Exists(deadlines) | Exists(letters) | Exists(statements) | Exists(flags))
    return cases.annotate(
        open_deadlines=ArraySubquery(deadlines.values(json=JSONObject(kind="kind", due="due", rule="rule"))),
        waiting_letters=ArraySubquery(letters.values(json=JSONObject(attempts="attempts", at="written_at"))),
        told=Subquery(told.order_by("-told_at").values("role")[:1]),
        turned=_last(events.filter(kind__in=[kind.value for kind in TURNS])),
        said=Subquery(
            statements.values(json=JSONObject(at="recorded_at", answered="answered"))[:1],
        ),
        flagged_at=Subquery(flags.values("flagged_at")[:1]),
        held=_last(events.filter(kind=EventKind.HOLD.value)),
        unseen=ArraySubquery(looks[: unseen.ENOUGH]),
        handled=_last(events.filter(actor=Actor.HANDLER.value)),
    )


def _last(events: QuerySet[Event]) -> Subquery:
    """Give number and instant of the last of some events."""
    return Subquery(events.values(json=JSONObject(number="number", at="recorded_at"))[:1])


def _moves(row: Any, nation: Nation) -> Iterator[Move]:
    for deadline in row.open_deadlines:
        kind = DeadlineKind(deadline["kind"])
        if kind in SHOWN:
            continue
        reason = WAITING[State(row.state)] if kind is DeadlineKind.ESCALATE else None
        told = Level(row.told or Level.OWNER.value)
        yield Move(
            case=as_entry(row),
            kind=kind,
            due=datetime.fromisoformat(deadline["due"]),
            rule=deadline["rule"],
            level=level_above(told, nation.divisions[row.division].level) if reason else None,
            reason=reason.value if reason else "",
        )


def _decisions(row: Any, nation: Nation, now: datetime) -> Iterator[Decision]:
    for need, since in _needs(row, now):
        due = attention.due(need, since, nation.calendar)
        yield Decision(case=as_entry(row), need=need, since=since, due=due)


def _needs(row: Any, now: datetime) -> Iterator[tuple[Need, datetime]]:
    """Yield what a row of `_rows` needs a person for, and since when.

    A note by a handler answers what no event of the case can: after it the case waits no longer.
    """
    state = State(row.state)
    turned = datetime.fromisoformat(row.turned["at"]) if row.turned else row.started_at or row.opened_at
    stuck = [letter["at"] for letter in row.waiting_letters if letter["attempts"] >= STUCK_AFTER]
    moves_on = any(DeadlineKind(deadline["kind"]) not in SHOWN for deadline in row.open_deadlines)
    if stuck:
        yield Need.LETTER_WAITS, datetime.fromisoformat(min(stuck))
    if row.flagged_at is not None and EventKind.REJECT in NEXT[state]:
        yield Need.FLAG, row.flagged_at
    if row.said and not row.said["answered"]:
        yield Need.STATEMENT, datetime.fromisoformat(row.said["at"])
    if row.held and row.held_until is not None and now < row.held_until:
        yield Need.HELD, datetime.fromisoformat(row.held["at"])
    yield from _repair_needs(row)
    if state is State.DISPUTED:
        yield Need.DISPUTE, turned
    elif _handled(row, row.turned):
        return
    elif state is State.UNDELIVERABLE:
        yield Need.UNDELIVERABLE, turned
    elif state is State.REFUTED:
        yield Need.FALSE_CLAIM, turned
    elif row.state in OPEN_STATES and not moves_on and row.stage != Stage.NAMED.value:
        yield Need.NOBODY_TO_TELL, turned


def _repair_needs(row: Any) -> Iterator[tuple[Need, datetime]]:
    looks = _unseen(row)
    if len(looks) == unseen.ENOUGH and not _handled(row, looks[-1]):
        yield Need.REPAIR_UNSEEN, datetime.fromisoformat(looks[0]["at"])


def _unseen(row: Any) -> list[dict[str, Any]]:
    """Give the first looks that could not see a repair, where the last ones still could not."""
    return row.unseen if row.state == State.REPAIRED.value else []


def _handled(row: Any, last: dict[str, Any] | None) -> bool:
    """Say whether a handler did something after an event."""
    return last is not None and row.handled is not None and row.handled["number"] > last["number"]


def told(case_id: uuid.UUID, *, opened: bool) -> Told:
    """Give a case's events, and what lies sealed in them only if it is to be opened; one query."""
    events: list[terms.Event] = []
    words: dict[int, str] = {}
    evidence: tuple[Evidence, ...] | None = ()
    for row in Event.objects.filter(case=case_id).order_by("number"):
        events.append(as_event(row))
        if not opened or row.sealed is None:
            continue
        try:
            sealed = sealed_part(row) or {}
        except KeyDestroyed:
            words, evidence = {}, None
            continue
        if "evidence" in sealed:
            evidence = tuple(Evidence(**line) for line in sealed["evidence"])
        if "text" in sealed:
            words[row.number] = str(sealed["text"])
    return Told(events=tuple(events), words=words, evidence=evidence)


def waiting_statement(events: Collection[terms.Event]) -> int | None:
    """Give the number of the last statement, in the order of events, if nobody released or refused it."""
    statements = [event for event in events if event.kind is EventKind.STATEMENT]
    if not statements or any(event.cause == statements[-1].id for event in events):
        return None
    return statements[-1].number
