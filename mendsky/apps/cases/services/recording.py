# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write events: the only place that moves a case."""

import json
import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from mendsky.apps.cases.models import Case, Event, Party, YearCount
from mendsky.apps.cases.services import deadlines
from mendsky.core.ledger.commitment import SALT_BYTES, canonical, commit
from mendsky.core.lifecycle.fold import advance
from mendsky.core.lifecycle.table import OWNERS_WORDS, REPAIRED_STATES
from mendsky.core.rules import disclosure
from mendsky.core.terms.cases import Actor, EventKind, Level, Stage, State
from mendsky.core.terms.facts import Fact
from mendsky.core.terms.instants import instant_text
from mendsky.keys.seal import seal, unseal
from mendsky.keys.vault import open_vault
from mendsky.nations.load import load
from mendsky.runtime import clocks, facts

RETEST_ANSWERED = frozenset(
    {
        EventKind.RETEST_CLEAN,
        EventKind.RETEST_EXPOSED,
        EventKind.RETEST_UNDETERMINED,
        EventKind.CONFIRM,
    }
)


@transaction.atomic
def record(
    case_id: uuid.UUID,
    kind: EventKind,
    *,
    at: datetime,
    actor: Actor,
    public: Mapping[str, Any] | None = None,
    sealed: Mapping[str, Any] | None = None,
    cause: str = "",
    rule: str = "",
) -> Event:
    """Append an event to a case, with its projection, its commitment and its deadlines, or nothing at all.

    `public` holds neither names nor free text; `sealed` is encrypted under the case's key.
    Raises `IllegalMove` where the table has no row for it.
    """
    case = Case.objects.select_for_update().get(id=case_id)
    was = State(case.state) if case.state else None
    state = advance(was, kind)
    nation = load(settings.NATION)
    event = Event(
        id=uuid.uuid4(),
        origin=settings.ORIGIN,
        case=case,
        number=case.last_event_number + 1,
        kind=kind.value,
        at=at,
        recorded_at=clocks.now(),
        actor=actor.value,
        rule=rule,
        pack=nation.version,
        cause=cause,
        was=was.value if was else "",
        state=state.value,
        stage=disclosure.advance(Stage(case.stage), kind, state).value,
        public=dict(public or {}),
    )
    if sealed is not None:
        _seal(event, sealed)
    _project(case, event)
    event.salt, event.commitment = facts.commit_fact(as_fact(event))
    event.serial = facts.next_serial(Event)
    event.save(force_insert=True)
    deadlines.renew(case, at=event.recorded_at, nation=nation)
    return event


def begin(*, at: datetime, **columns: Any) -> Case:
    """Make the row of a new case under the next number of its year, before its first event."""
    nation = load(settings.NATION)
    year = at.astimezone(nation.calendar.zone).year
    YearCount.objects.get_or_create(year=year)
    count = YearCount.objects.select_for_update().get(year=year)
    count.last += 1
    count.save(update_fields=["last"])
    public_id = f"MS-{nation.code.upper()}-{year}-{count.last:04d}"
    return Case.objects.create(public_id=public_id, opened_at=at, **columns)


def as_fact(event: Event) -> Fact:
    """Give an event as the ledger's fact, without its sealed part."""
    return {
        "type": "event",
        "id": str(event.id),
        "origin": event.origin,
        "case": event.case.public_id,
        "number": event.number,
        "kind": event.kind,
        "schema": event.schema,
        "at": instant_text(event.at),
        "recorded_at": instant_text(event.recorded_at),
        "actor": event.actor,
        "rule": event.rule,
        "pack": event.pack,
        "cause": event.cause,
        "was": event.was or None,
        "state": event.state,
        "stage": event.stage,
        "public": event.public,
        "sealed": event.sealed_commitment,
    }


def key_name(case_id: uuid.UUID) -> str:
    """Name the key under which a case's sealed parts lie."""
    return f"case/{case_id}"


def sealed_part(event: Event) -> dict[str, Any] | None:
    """Open an event's sealed part, or give None where it has none; raises `KeyDestroyed` after erasure."""
    if event.sealed is None:
        return None
    opened = unseal(open_vault(), key_name(event.case_id), bytes(event.sealed), event.id.bytes)
    document: dict[str, Any] = json.loads(opened[SALT_BYTES:])
    return document


def erase(case_id: uuid.UUID) -> None:
    """Destroy a case's key: its sealed parts can never be read again, its public part stays."""
    open_vault().destroy(key_name(case_id))


def _seal(event: Event, sealed: Mapping[str, Any]) -> None:
    """Encrypt a sealed part; the salt of its commitment lies within, so that erasure takes both."""
    salt = secrets.token_bytes(SALT_BYTES)
    event.sealed_commitment = commit(salt, sealed).hex()
    event.sealed = seal(open_vault(), key_name(event.case_id), salt + canonical(sealed), event.id.bytes)


def _project(case: Case, event: Event) -> None:
    kind, state = EventKind(event.kind), State(event.state)
    case.state, case.stage, case.last_event_number = event.state, event.stage, event.number
    reopened = event.was in REPAIRED_STATES and state not in REPAIRED_STATES
    if kind is EventKind.VERIFY or reopened:
        case.started_at, case.promised = event.at, None
    if kind is EventKind.TRANSFER:
        _hand_over(case, event)
    if "severity" in event.public:
        case.severity = event.public["severity"]
    if kind is EventKind.PLAN or (kind is EventKind.RETURN_PLAN and _counts(case, event)):
        case.promised = datetime.fromisoformat(event.public["promised"])
    if kind is EventKind.HOLD:
        case.held_until = datetime.fromisoformat(event.public["until"])
    if kind in RETEST_ANSWERED:
        case.testing_since = None
    case.save()
    if kind in OWNERS_WORDS and event.actor == Actor.OWNER:
        Party.objects.filter(case=case, role=Level.OWNER.value, ended_at=None).update(answered_at=event.at)


def _hand_over(case: Case, event: Event) -> None:
    """Let parties and clocks end, so that they begin anew with the organisation that is responsible."""
    case.organisation = uuid.UUID(event.public["organisation"])
    case.division = event.public["division"]
    case.started_at, case.promised, case.held_until = event.at, None, None
    case.parties.filter(ended_at=None).update(ended_at=event.at)


def _counts(case: Case, event: Event) -> bool:
    """Say whether an authority's day holds: not where the case stands otherwise, nor against the owner's own.

    The owner's own day holds until it has passed.
    """
    if event.state != State.PLANNED.value:
        return False
    started_at = case.started_at or case.opened_at
    owners = Party.objects.filter(case=case, role=Level.OWNER.value, ended_at=None)
    own = event.was == State.PLANNED.value and owners.filter(answered_at__gte=started_at).exists()
    return not own or case.promised is None or case.promised <= event.at
