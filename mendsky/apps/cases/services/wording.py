# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Put together what a letter says, from the case as it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from mendsky.apps.cases.models import Case, Event, Letter, LetterKind, Party
from mendsky.apps.cases.services import deadlines
from mendsky.apps.cases.services.recording import sealed_part
from mendsky.apps.directory import queries as directory
from mendsky.apps.directory.queries import SystemEntry
from mendsky.apps.exposure import queries as exposure
from mendsky.apps.watch import queries as watch
from mendsky.core.rules import escalation
from mendsky.core.rules.deadlines import add_working_days, working_days_between
from mendsky.core.rules.escalation import Reason
from mendsky.core.terms.cases import EventKind, Level
from mendsky.core.terms.counts import People, Records, Unit
from mendsky.core.terms.nations import Nation
from mendsky.core.terms.probing import Place
from mendsky.documents import letter as documents
from mendsky.documents.letter import Happened
from mendsky.keys.seal import KeyDestroyed
from mendsky.nations.load import load

TOLD = (
    EventKind.VERIFY,
    EventKind.NOTIFY,
    EventKind.BOUNCE,
    EventKind.ACKNOWLEDGE,
    EventKind.PLAN,
    EventKind.RETURN_PLAN,
    EventKind.DISPUTE,
    EventKind.OVERRULE,
    EventKind.CLAIM_REPAIR,
    EventKind.RETEST_EXPOSED,
    EventKind.ESCALATE,
)
"""Events that an authority reads of: who was told, and who said what."""
LEVELLED = frozenset({EventKind.ESCALATE.value, EventKind.RETURN_PLAN.value})
"""Events whose level says who it was; the owner goes without saying."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stands:
    """What all letters about a case say of it alike."""

    system: SystemEntry
    place: Place
    records: Records | None
    people: People | None
    answer_by: datetime
    repair_by: datetime
    legal_basis: str
    signed_by: Mapping[str, str]
    """By language; as it was signed in the nation's first, where the directory knows no such authority."""


def stands(case: Case) -> Stands:
    """Look up how a case stands."""
    nation = load(settings.NATION)
    observation = watch.observation(case.observation)
    grant = directory.grant_document(observation.grant, observation.grant_version)
    counts = exposure.latest(case.subject)
    records = counts[Unit.RECORDS].count if Unit.RECORDS in counts else None
    people = counts[Unit.PEOPLE].count if Unit.PEOPLE in counts else None
    standing = deadlines.standing(case, nation)
    return Stands(
        system=directory.system(case.system),
        place=observation.place or Place(group=case.place_group),
        records=records if isinstance(records, Records) else None,
        people=people if isinstance(people, People) else None,
        answer_by=escalation.answer_due(standing, nation),
        repair_by=escalation.repair_due(standing, nation),
        legal_basis=grant["legal_basis"],
        signed_by={
            nation.languages[0]: grant["signed_by"],
            **directory.names_of(grant["signed_by"], case.opened_at),
        },
    )


def written(letter: Letter, link: str, now: Stands | None = None) -> documents.Letter:
    """Write a letter in its contact's language, or in the nation's first where it has no such texts.

    Whoever writes several letters about one case looks up once how it stands.
    """
    nation = load(settings.NATION)
    language = letter.language if letter.language in nation.languages else nation.languages[0]
    about = _said(letter, now or stands(letter.case), nation, language, link)
    return WRITTEN[LetterKind(letter.kind)](letter, nation, language, about)


def _notice(letter: Letter, nation: Nation, language: str, about: dict[str, Any]) -> documents.Letter:
    del letter
    return documents.notice(nation, language, documents.About(**about))


def _escalation(letter: Letter, nation: Nation, language: str, about: dict[str, Any]) -> documents.Letter:
    level = Level(letter.party.role)
    told = _events(letter, EventKind.ESCALATE).filter(public__level=level.value).latest("number").public
    notified_at = _notified_at(letter)
    term = nation.clocks.escalate_working_days
    about |= {
        "level": level,
        "reason": Reason(told["reason"]),
        "notified_at": notified_at,
        "working_days": working_days_between(nation.calendar, notified_at, letter.written_at),
        "answer_by": add_working_days(nation.calendar, letter.written_at, term),
        "promised": datetime.fromisoformat(told["promised"]) if "promised" in told else None,
        "history": _history(letter),
    }
    return documents.escalation(nation, language, documents.Escalation(**about))


def _refuted(letter: Letter, nation: Nation, language: str, about: dict[str, Any]) -> documents.Letter:
    tested_at = _events(letter, EventKind.RETEST_EXPOSED).latest("number").at
    return documents.refuted(nation, language, documents.Refuted(**about, tested_at=tested_at))


def _missed(letter: Letter, nation: Nation, language: str, about: dict[str, Any]) -> documents.Letter:
    told = _events(letter, EventKind.ESCALATE).filter(public__has_key="promised").latest("number").public
    promised = datetime.fromisoformat(told["promised"])
    level = Level(told["level"])
    return documents.missed(nation, language, documents.Missed(**about, promised=promised, level=level))


def _overruled(letter: Letter, nation: Nation, language: str, about: dict[str, Any]) -> documents.Letter:
    event = _events(letter, EventKind.OVERRULE).latest("number")
    try:
        answer = str((sealed_part(event) or {}).get("text", ""))
    except KeyDestroyed:
        answer = ""
    return documents.overruled(nation, language, documents.Overruled(**about, answer=answer))


def _upheld(letter: Letter, nation: Nation, language: str, about: dict[str, Any]) -> documents.Letter:
    del letter
    return documents.upheld(nation, language, documents.About(**about))


def _transferred(letter: Letter, nation: Nation, language: str, about: dict[str, Any]) -> documents.Letter:
    del letter
    return documents.transferred(nation, language, documents.About(**about))


WRITTEN: Mapping[LetterKind, Callable[[Letter, Nation, str, dict[str, Any]], documents.Letter]] = {
    LetterKind.NOTICE: _notice,
    LetterKind.ESCALATION: _escalation,
    LetterKind.REFUTED: _refuted,
    LetterKind.MISSED: _missed,
    LetterKind.OVERRULED: _overruled,
    LetterKind.UPHELD: _upheld,
    LetterKind.TRANSFERRED: _transferred,
}


def _said(letter: Letter, now: Stands, nation: Nation, language: str, link: str) -> dict[str, Any]:
    case = letter.case
    owner = directory.organisation(_owner(letter))
    day = letter.written_at.astimezone(nation.calendar.zone).date()
    return {
        "case": case.public_id,
        "organisation": _name(directory.organisation(letter.party.organisation).names, language),
        "owner": _name(owner.names, language),
        "system": _name(now.system.names, language),
        "origin": now.system.origin,
        "kind": case.kind,
        "place": now.place,
        "found_at": case.started_at or case.opened_at,
        "records": now.records,
        "people": now.people,
        "answer_by": now.answer_by,
        "repair_by": now.repair_by,
        "late": now.repair_by <= letter.written_at,
        "link": link,
        "portal": f"{settings.PUBLIC_URL}/cases/{case.public_id}/",
        "legal_basis": now.legal_basis,
        "signed_by": _name(now.signed_by, language),
        "officer": _name(owner.officer, language) if owner.officer else "",
        "duties": nation.duties_at(day, case.sector),
    }


def _owner(letter: Letter) -> UUID:
    """Give the organisation that the letter's round holds responsible: the case may be another's by now."""
    ended_at = letter.party.ended_at
    party = Party.objects.filter(case=letter.case, role=Level.OWNER.value, ended_at=ended_at).first()
    return party.organisation if party else letter.case.organisation


def _events(letter: Letter, kind: EventKind) -> QuerySet[Event]:
    """Give the case's events of a kind that the letter can tell of: its own cause and what came before."""
    return Event.objects.filter(case=letter.case, kind=kind.value, at__lte=letter.written_at)


def _history(letter: Letter) -> tuple[Happened, ...]:
    """Give who was told when, and who said what, since this round began."""
    started_at = letter.case.started_at or letter.case.opened_at
    kinds = [kind.value for kind in TOLD]
    rows = Event.objects.filter(case=letter.case, kind__in=kinds, at__lte=letter.written_at)
    rows = rows.filter(at__gte=started_at).order_by("number")
    return tuple(
        Happened(
            at=row.at,
            kind=EventKind(row.kind),
            level=Level(row.public["level"]) if row.kind in LEVELLED else None,
        )
        for row in rows
    )


def _notified_at(letter: Letter) -> datetime:
    """Give when the owner was told in this round, or when that was first tried."""
    case = letter.case
    started_at = case.started_at or case.opened_at
    parties = Party.objects.filter(case=case, role=Level.OWNER.value, ended_at=letter.party.ended_at)
    party = parties.filter(told_at__gte=started_at).first()
    return party.told_at if party and party.told_at else min(started_at, letter.written_at)


def _name(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or names[load(settings.NATION).languages[0]]
