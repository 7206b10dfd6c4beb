# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Put together what a letter says, from the case as it stands."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from mendsky.apps.cases.models import Case, Event, Letter, LetterKind, Party
from mendsky.apps.cases.services import deadlines
from mendsky.apps.directory import queries as directory
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
from mendsky.nations.load import load


def written(letter: Letter, link: str) -> documents.Letter:
    """Write a letter in its contact's language, or in the nation's first where it has no such texts."""
    nation = load(settings.NATION)
    language = letter.language if letter.language in nation.languages else nation.languages[0]
    said = _said(letter.case, language, link)
    told = directory.organisation(letter.party.organisation)
    said["organisation"] = _name(told.names, language)
    if letter.kind == LetterKind.ESCALATION.value:
        about = said | _escalation(letter, nation, language)
        return documents.escalation(nation, language, documents.Escalation(**about))
    standing = deadlines.standing(letter.case, nation)
    about = said | {
        "answer_by": escalation.answer_due(standing, nation),
        "repair_by": escalation.repair_due(standing, nation),
    }
    return documents.notice(nation, language, documents.Notice(**about))


def _said(case: Case, language: str, link: str) -> dict[str, Any]:
    system = directory.system(case.system)
    observation = watch.observation(case.observation)
    grant = directory.grant_document(observation.grant, observation.grant_version)
    counts = exposure.latest(case.subject)
    records = counts[Unit.RECORDS].count if Unit.RECORDS in counts else None
    people = counts[Unit.PEOPLE].count if Unit.PEOPLE in counts else None
    return {
        "case": case.public_id,
        "system": _name(system.names, language),
        "origin": system.origin,
        "kind": case.kind,
        "place": observation.place or Place(group=case.place_group),
        "found_at": case.started_at or case.opened_at,
        "records": records if isinstance(records, Records) else None,
        "people": people if isinstance(people, People) else None,
        "link": link,
        "portal": f"{settings.PUBLIC_URL}/cases/{case.public_id}/",
        "legal_basis": grant["legal_basis"],
        "signed_by": grant["signed_by"],
    }


def _escalation(letter: Letter, nation: Nation, language: str) -> dict[str, Any]:
    level = Level(letter.party.role)
    owner = directory.organisation(letter.case.organisation)
    notified_at = _notified_at(letter.case)
    event = Event.objects.filter(
        case=letter.case, kind=EventKind.ESCALATE.value, public__level=level.value
    ).latest("number")
    term = nation.clocks.escalate_working_days
    return {
        "level": level,
        "owner": _name(owner.names, language),
        "reason": Reason(event.public["reason"]),
        "notified_at": notified_at,
        "working_days": working_days_between(nation.calendar, notified_at, letter.written_at),
        "answer_by": add_working_days(nation.calendar, letter.written_at, term),
    }


def _notified_at(case: Case) -> datetime:
    """Give when the owner was told in this round, or when that was first tried."""
    started_at = case.started_at or case.opened_at
    party = Party.objects.filter(case=case, role=Level.OWNER.value, told_at__gte=started_at).first()
    return party.told_at if party and party.told_at else started_at


def _name(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or names[load(settings.NATION).languages[0]]
