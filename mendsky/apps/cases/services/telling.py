# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tell the owner, and level by level those above; what cannot be delivered moves up at once."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction

from mendsky.apps.cases.models import Case, Deadline, DeadlineKind, Letter, LetterKind, Party
from mendsky.apps.cases.services import deadlines
from mendsky.apps.cases.services.recording import record
from mendsky.apps.directory import queries as directory
from mendsky.apps.directory.queries import ContactEntry, OrganisationEntry
from mendsky.core.lifecycle.fold import legal
from mendsky.core.rules import escalation
from mendsky.core.rules.escalation import Reason, Step
from mendsky.core.terms.cases import Actor, EventKind, Level, State
from mendsky.core.terms.instants import instant_text
from mendsky.core.terms.nations import Nation
from mendsky.nations.load import load
from mendsky.runtime import jobs


@transaction.atomic
def notify(case_id: uuid.UUID, *, at: datetime, kind: LetterKind = LetterKind.NOTICE) -> int:
    """Write to every contact of the owner that can be reached and give how many letters were written.

    Where there is none, the case is undeliverable and the next level is told at once. The same
    event is never answered with a second letter to the same contact.
    """
    case = Case.objects.select_for_update().get(id=case_id)
    cause = case.last_event_number
    contacts = _reachable(case.organisation)
    if not contacts:
        record(case.id, EventKind.BOUNCE, at=at, actor=Actor.MENDSKY, public={"contacts": 0})
        escalate(case.id, now=at)
        return 0
    written = _write(case, Level.OWNER, case.organisation, contacts, kind, cause=cause, at=at)
    if written:
        record(case.id, EventKind.NOTIFY, at=at, actor=Actor.MENDSKY, public={"level": Level.OWNER.value})
    return written


@transaction.atomic
def escalate(case_id: uuid.UUID, *, now: datetime) -> Level | None:
    """Tell the next level if it is due, and give it; None where nobody has to be told or nobody is known.

    A level whose authority is unknown or has no address that works is passed over.
    """
    case = Case.objects.select_for_update().get(id=case_id)
    nation = load(settings.NATION)
    step = escalation.next_step(deadlines.standing(case, nation), nation)
    if step is None or step.due > now:
        return None
    found = _next_authority(case, step, nation)
    if found is None:
        # Nobody is left to write to: the open case without a next step stands on the morning page.
        Deadline.objects.filter(case=case, kind=DeadlineKind.ESCALATE.value, done_at=None).update(done_at=now)
        return None
    level, authority, contacts = found
    cause = case.last_event_number
    _write(case, level, authority.id, contacts, LetterKind.ESCALATION, cause=cause, at=now)
    public = {"level": level.value, "reason": step.reason.value}
    if step.reason is Reason.PLAN_MISSED and case.promised is not None:
        public["promised"] = instant_text(case.promised)
        owners = _reachable(case.organisation)
        _write(case, Level.OWNER, case.organisation, owners, LetterKind.MISSED, cause=cause, at=now)
    record(case.id, EventKind.ESCALATE, at=now, actor=Actor.MENDSKY, public=public, rule=step.rule)
    return level


@transaction.atomic
def tell_all(case_id: uuid.UUID, kind: LetterKind, *, at: datetime) -> int:
    """Write to every party of a case that was told and can be reached; give how many letters were written."""
    case = Case.objects.select_for_update().get(id=case_id)
    return sum(
        _write(
            case,
            Level(party.role),
            party.organisation,
            _reachable(party.organisation),
            kind,
            cause=case.last_event_number,
            at=at,
        )
        for party in case.parties.filter(ended_at=None).exclude(told_at=None)
    )


@transaction.atomic
def bounce(letter_id: uuid.UUID, *, at: datetime) -> None:
    """Take note that a letter was refused for good; when nobody of its party is left, move up at once."""
    letter = Letter.objects.select_related("party").get(id=letter_id)
    case = Case.objects.select_for_update().get(id=letter.case_id)
    Letter.objects.filter(id=letter_id, refused_at=None).update(refused_at=at)
    started_at = case.started_at or case.opened_at
    if letter.party.ended_at is not None or deadlines.is_reached(letter.party, started_at):
        return
    if EventKind.BOUNCE not in legal(State(case.state)):
        return
    if letter.party.role == Level.OWNER.value:
        public = {"contacts": letter.party.letters.filter(written_at__gte=started_at).count()}
        record(case.id, EventKind.BOUNCE, at=at, actor=Actor.MENDSKY, public=public, cause=str(letter.id))
    else:
        deadlines.renew(case, at=at, nation=load(settings.NATION))
    escalate(case.id, now=at)


def due(now: datetime) -> tuple[Callable[[], object], ...]:
    """Give a step for each case whose next level is to be told now; each is a transaction of its own."""
    rows = Deadline.objects.filter(kind=DeadlineKind.ESCALATE.value, done_at=None, due__lte=now)
    case_ids = rows.order_by("due").values_list("case_id", flat=True)
    return tuple(partial(escalate, case_id, now=now) for case_id in case_ids)


def _reachable(organisation: uuid.UUID) -> tuple[ContactEntry, ...]:
    return tuple(contact for contact in directory.contacts(organisation) if not contact.undeliverable)


def _next_authority(
    case: Case, step: Step, nation: Nation
) -> tuple[Level, OrganisationEntry, tuple[ContactEntry, ...]] | None:
    level: Level | None = step.level
    while level is not None:
        authority = directory.authority_of(case.division, level)
        contacts = _reachable(authority.id) if authority else ()
        if authority is not None and contacts:
            return level, authority, contacts
        level = escalation.level_above(level, deadlines.owner_level(case, nation))
    return None


def _write(
    case: Case,
    level: Level,
    organisation: uuid.UUID,
    contacts: Sequence[ContactEntry],
    kind: LetterKind,
    *,
    cause: int,
    at: datetime,
) -> int:
    party, _ = Party.objects.get_or_create(
        case=case, role=level.value, ended_at=None, defaults={"organisation": organisation}
    )
    written = 0
    for contact in contacts:
        letter, fresh = Letter.objects.get_or_create(
            idempotency_key=f"{case.public_id}/{cause}/{kind.value}/{contact.id}",
            defaults={
                "case": case,
                "party": party,
                "contact": contact.id,
                "language": contact.language,
                "kind": kind.value,
                "written_at": at,
            },
        )
        if fresh:
            jobs.publish("cases.letter_written", letter_id=str(letter.id))
            written += 1
    since = case.started_at or case.opened_at
    if written and (party.told_at is None or party.told_at < since):
        party.organisation, party.told_at = organisation, at
        party.save(update_fields=["organisation", "told_at"])
    return written
