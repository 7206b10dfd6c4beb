# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read cases: entries, timelines, parties, deadlines, facts for the ledger."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from mendsky.apps.cases.models import (
    Case,
    Deadline,
    DeadlineKind,
    Event,
    FalsePositive,
    Letter,
    LetterKind,
    Party,
)
from mendsky.apps.cases.services.letters import link
from mendsky.apps.cases.services.recording import as_fact, sealed_part
from mendsky.apps.cases.services.wording import stands, written
from mendsky.core.rules.escalation import WAITING
from mendsky.core.terms import cases as terms
from mendsky.core.terms.cases import Actor, EventKind, Level, Stage, State
from mendsky.core.terms.facts import CommittedFact
from mendsky.core.terms.probing import Evidence
from mendsky.documents import letter as documents
from mendsky.keys.seal import KeyDestroyed
from mendsky.nations.load import load
from mendsky.runtime import facts

MOVING_KINDS = tuple(
    kind.value
    for kind in (DeadlineKind.ESCALATE, DeadlineKind.RECHECK, DeadlineKind.DISCLOSE, DeadlineKind.CLOSE)
)
OPEN_STATES = tuple(state.value for state, reason in WAITING.items() if reason is not None)


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseEntry:
    """A case as other apps see it."""

    id: uuid.UUID
    public_id: str
    subject: uuid.UUID
    system: uuid.UUID
    organisation: uuid.UUID
    kind: str
    place_group: str
    division: str
    sector: str
    state: State
    stage: Stage
    severity: dict[str, Any]
    """`score`, `level` and `rule`, or empty before the verification."""
    opened_at: datetime
    started_at: datetime | None
    promised: datetime | None
    testing_since: datetime | None
    held_until: datetime | None
    """Until when a handler put the naming of the organisation off."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingEntry:
    """That a case is said, or was found, to be no loophole."""

    flagged_by: int | None
    """Number of the account; None for the owner's dispute."""
    flagged_at: datetime
    reviewed_by: int | None
    reviewed_at: datetime | None
    """None while it waits for another person."""
    upheld: bool | None
    expires: datetime | None
    """When the place is looked at again."""
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterEntry:
    """A letter: when it was written, and whether it left."""

    id: uuid.UUID
    kind: LetterKind
    language: str
    written_at: datetime
    posted_at: datetime | None
    refused_at: datetime | None
    attempts: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PartyEntry:
    """Who was told at which level, and whether they answered."""

    id: uuid.UUID
    case: uuid.UUID
    organisation: uuid.UUID
    role: Level
    told_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    """When the case became another organisation's; None while the party stands."""
    letters: tuple[LetterEntry, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementEntry:
    """What an owner wants the public to read."""

    number: int
    """Of the event in its case."""
    at: datetime
    text: str | None
    """None where it was erased."""
    released_at: datetime | None
    """When a handler let the public read it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DeadlineEntry:
    """What is due in a case, when, by which rule."""

    case: CaseEntry
    kind: DeadlineKind
    due: datetime
    rule: str


def case(case_id: uuid.UUID) -> CaseEntry:
    """Give a case; raises `LookupError` where there is none."""
    row = Case.objects.filter(id=case_id).first()
    if row is None:
        msg = f"no case {case_id}"
        raise LookupError(msg)
    return as_entry(row)


def by_public_id(public_id: str) -> CaseEntry | None:
    """Give the case with a public identifier, or None."""
    row = Case.objects.filter(public_id=public_id).first()
    return as_entry(row) if row else None


def cases(
    *,
    divisions: Collection[str] | None = None,
    states: Collection[State] | None = None,
    system: uuid.UUID | None = None,
) -> tuple[CaseEntry, ...]:
    """Give cases by divisions (their subtrees), states and system, None for all; newest first."""
    rows = within(Case.objects.exclude(state=""), divisions)
    if system is not None:
        rows = rows.filter(system=system)
    if states is not None:
        rows = rows.filter(state__in=[state.value for state in states])
    return tuple(as_entry(row) for row in rows.order_by("-opened_at", "-public_id"))


def timeline(case_id: uuid.UUID) -> tuple[terms.Event, ...]:
    """Give the events of a case in their order."""
    return tuple(as_event(row) for row in Event.objects.filter(case=case_id).order_by("number"))


def parties(case_id: uuid.UUID, *, former: bool = False) -> tuple[PartyEntry, ...]:
    """Give who was told, lowest level first, each with the letters to them.

    `former` gives those of the time before the case became another organisation's instead.
    """
    rows = Party.objects.filter(case=case_id, ended_at__isnull=not former).prefetch_related("letters")
    order = tuple(Level)
    entries = (_party(row) for row in rows)
    return tuple(sorted(entries, key=lambda entry: order.index(entry.role)))


def party(party_id: uuid.UUID) -> PartyEntry:
    """Give one party; raises `LookupError` where there is none."""
    row = Party.objects.filter(id=party_id).first()
    if row is None:
        msg = f"no party {party_id}"
        raise LookupError(msg)
    return _party(row)


def deadlines(case_id: uuid.UUID) -> tuple[DeadlineEntry, ...]:
    """Give the open deadlines of a case, soonest first."""
    rows = Deadline.objects.filter(case=case_id, done_at=None).select_related("case").order_by("due")
    return tuple(_deadline(row) for row in rows)


def next_due() -> datetime | None:
    """Give the instant at which the next case moves by itself, or None."""
    rows = Deadline.objects.filter(kind__in=MOVING_KINDS, done_at=None)
    return rows.order_by("due").values_list("due", flat=True).first()


def evidence(case_id: uuid.UUID) -> tuple[Evidence, ...] | None:
    """Open what was seen when a case was verified or last reopened; None where it was erased."""
    rows = Event.objects.filter(case=case_id).exclude(sealed=None).order_by("-number")
    for row in rows:
        try:
            sealed = sealed_part(row) or {}
        except KeyDestroyed:
            return None
        if "evidence" in sealed:
            return tuple(Evidence(**line) for line in sealed["evidence"])
    return ()


def false_positive(case_id: uuid.UUID) -> FindingEntry | None:
    """Give the newest flag or finding that a case is no loophole, or None."""
    row = FalsePositive.objects.filter(case=case_id).order_by("-flagged_at").first()
    if row is None:
        return None
    return FindingEntry(
        flagged_by=row.flagged_by,
        flagged_at=row.flagged_at,
        reviewed_by=row.reviewed_by,
        reviewed_at=row.reviewed_at,
        upheld=row.upheld,
        expires=row.expires,
        ended_at=row.ended_at,
    )


def dispute(case_id: uuid.UUID) -> str | None:
    """Open the owner's last words of dispute; None where there are none, or they were erased."""
    return last_words(case_id, EventKind.DISPUTE)


def last_words(case_id: uuid.UUID, kind: EventKind) -> str | None:
    """Open the words sealed with a case's last event of a kind; None where there are none, or were erased."""
    row = Event.objects.filter(case=case_id, kind=kind.value).order_by("-number").first()
    return _words(row) if row else None


def statements(case_id: uuid.UUID) -> tuple[StatementEntry, ...]:
    """Open what an owner wants the public to read, oldest first, released or not."""
    rows = Event.objects.filter(case=case_id)
    released = dict(
        rows.filter(kind=EventKind.RELEASE_STATEMENT.value).values_list("public__statement", "at")
    )
    return tuple(
        StatementEntry(number=row.number, at=row.at, text=_words(row), released_at=released.get(row.number))
        for row in rows.filter(kind=EventKind.STATEMENT.value).order_by("number")
    )


def named(as_of: datetime | None = None) -> dict[str, uuid.UUID]:
    """Give the organisations that are named, by the public identifier of the case that names them.

    Whether a name is said goes by the last event recorded up to `as_of`; None for now.
    """
    rows = Event.objects.all() if as_of is None else Event.objects.filter(recorded_at__lte=as_of)
    last = rows.order_by("case", "-number").distinct("case")
    shown = [row.case_id for row in last if row.stage == Stage.NAMED.value]
    responsible = rows.filter(case__in=shown, kind__in=(EventKind.VERIFY.value, EventKind.TRANSFER.value))
    latest = responsible.order_by("case", "-number").distinct("case")
    return {row.case.public_id: uuid.UUID(row.public["organisation"]) for row in latest}


def rendered_letters() -> Iterator[documents.Letter]:
    """Write every letter anew, for none is stored: what a search for personal data must read."""
    rows = Letter.objects.select_related("case", "party").order_by("case", "written_at", "id")
    for _, of_case in groupby(rows.iterator(), key=lambda letter: letter.case_id):
        first = next(of_case)
        now = stands(first.case)
        for letter in chain((first,), of_case):
            yield written(letter, link(letter, at=letter.written_at), now)


def committed(after_serial: int, limit: int) -> list[tuple[int, CommittedFact]]:
    """Give up to `limit` events after a serial as committed facts, in the order of their commit."""
    return facts.committed_after(Event, as_fact, after_serial=after_serial, limit=limit)


def within(rows: QuerySet[Case], divisions: Collection[str] | None) -> QuerySet[Case]:
    """Keep the cases in the subtrees of divisions; all of them for None."""
    if divisions is None:
        return rows
    return rows.filter(division__in=load(settings.NATION).codes_within(divisions))


def as_entry(row: Case) -> CaseEntry:
    """Give a row as other apps see it."""
    return CaseEntry(
        id=row.id,
        public_id=row.public_id,
        subject=row.subject,
        system=row.system,
        organisation=row.organisation,
        kind=row.kind,
        place_group=row.place_group,
        division=row.division,
        sector=row.sector,
        state=State(row.state),
        stage=Stage(row.stage),
        severity=row.severity,
        opened_at=row.opened_at,
        started_at=row.started_at,
        promised=row.promised,
        testing_since=row.testing_since,
        held_until=row.held_until,
    )


def as_event(row: Event) -> terms.Event:
    """Give a row as the event that it keeps."""
    return terms.Event(
        id=str(row.id),
        origin=row.origin,
        case=row.case.public_id,
        number=row.number,
        kind=EventKind(row.kind),
        schema=row.schema,
        at=row.at,
        recorded_at=row.recorded_at,
        actor=Actor(row.actor),
        rule=row.rule,
        pack=row.pack,
        cause=row.cause,
        was=State(row.was) if row.was else None,
        state=State(row.state),
        stage=Stage(row.stage),
        public=row.public,
    )


def _party(row: Party) -> PartyEntry:
    return PartyEntry(
        id=row.id,
        case=row.case_id,
        organisation=row.organisation,
        role=Level(row.role),
        told_at=row.told_at,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
        letters=tuple(sorted((_letter(letter) for letter in row.letters.all()), key=_written_at)),
    )


def _written_at(letter: LetterEntry) -> datetime:
    return letter.written_at


def _letter(row: Letter) -> LetterEntry:
    return LetterEntry(
        id=row.id,
        kind=LetterKind(row.kind),
        language=row.language,
        written_at=row.written_at,
        posted_at=row.posted_at,
        refused_at=row.refused_at,
        attempts=row.attempts,
    )


def _deadline(row: Deadline) -> DeadlineEntry:
    return DeadlineEntry(case=as_entry(row.case), kind=DeadlineKind(row.kind), due=row.due, rule=row.rule)


def _words(row: Event) -> str | None:
    try:
        sealed = sealed_part(row) or {}
    except KeyDestroyed:
        return None
    return str(sealed["text"]) if "text" in sealed else None
