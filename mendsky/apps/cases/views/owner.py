# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page that a letter's link opens: what is exposed, what to do, by when, and the owner's answer.

Opening it changes nothing, because mail scanners open links; each answer is a form.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mendsky.apps.cases import queries, services
from mendsky.apps.cases.forms import CensusForm, DisputeForm, PlanForm, ReturnPlanForm, StatementForm
from mendsky.apps.cases.models import DeadlineKind
from mendsky.apps.cases.queries import CaseEntry
from mendsky.apps.cases.services import (
    CensusRefusedError,
    DisputeRefusedError,
    PlanRefusedError,
    StatementRefusedError,
)
from mendsky.apps.cases.services.letters import PURPOSE
from mendsky.apps.directory import queries as directory
from mendsky.apps.exposure import queries as exposure
from mendsky.apps.watch import queries as watch
from mendsky.apps.watch.information import notes_of
from mendsky.core.lifecycle.fold import IllegalMove, legal
from mendsky.core.lifecycle.table import REPAIRED_STATES
from mendsky.core.rules.escalation import UNHEARD, WAITING, missed_plan
from mendsky.core.terms.answers import Answer
from mendsky.core.terms.cases import EventKind, Level, State
from mendsky.core.terms.counts import Unit
from mendsky.keys import links
from mendsky.keys.vault import open_vault
from mendsky.nations.load import load
from mendsky.runtime import clocks

MARKS = {Answer.EXPOSED: "doubt", Answer.NOT_EXPOSED: "good"}
"""How the last look of a test is marked on the line of time."""
SECONDS_TO_LOOK_AGAIN = 5
"""Between two looks of the page at a test that is under way."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Visitor:
    """Whose link it is, and of which case."""

    case: CaseEntry
    organisation: uuid.UUID
    role: Level
    ended: bool
    """The case has become another organisation's."""

    @property
    def is_owner(self) -> bool:
        """Say whether the link may answer: an authority's shows, and returns a plan."""
        return self.role is Level.OWNER and not self.ended

    @property
    def is_authority(self) -> bool:
        """Say whether the link may return a repair plan."""
        return self.role is not Level.OWNER and not self.ended


class Refusal(Enum):
    """Why an answer is not taken: the text that says so, and the status."""

    NO_SUCH_ANSWER = ("page.owner.no-such-answer", HTTPStatus.BAD_REQUEST)
    BAD_DATE = ("page.owner.bad-date", HTTPStatus.BAD_REQUEST)
    BAD_TEXT = ("page.owner.bad-text", HTTPStatus.BAD_REQUEST)
    BAD_PLAN = ("page.owner.bad-plan", HTTPStatus.BAD_REQUEST)
    BAD_STATEMENT = ("page.owner.bad-statement", HTTPStatus.BAD_REQUEST)
    BAD_SKETCH = ("page.owner.bad-sketch", HTTPStatus.BAD_REQUEST)
    ONLY_OWNER = ("page.owner.only-owner", HTTPStatus.FORBIDDEN)
    MOVED_ON = ("page.owner.moved-on", HTTPStatus.CONFLICT)
    NO_TICKET = ("page.owner.no-ticket", HTTPStatus.CONFLICT)

    @property
    def key(self) -> str:
        """Give the key of the text."""
        return self.value[0]

    @property
    def status(self) -> HTTPStatus:
        """Give the status of the answer."""
        return self.value[1]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: HttpRequest, token: str) -> HttpResponse:
    """Show the case to whom the letter was written; take the owner's answer by POST."""
    visitor = read_link(token)
    if request.method != "POST":
        return _page(request, token, visitor)
    refusal = _act(visitor, request)
    if refusal is not None:
        return _page(request, token, visitor, refusal=refusal)
    return HttpResponseRedirect(reverse("owner", args=[token]), status=HTTPStatus.SEE_OTHER)


@never_cache
@require_GET
def census_ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Give a ticket for a census; it is a leave to count and changes no case."""
    visitor = read_link(token)
    if not visitor.is_owner:
        raise Http404
    try:
        ticket = services.give_ticket(visitor.case.id, at=clocks.now())
    except CensusRefusedError:
        return _page(request, token, visitor, refusal=Refusal.NO_TICKET)
    name = f"{visitor.case.public_id}.ticket.json"
    return JsonResponse(ticket, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@never_cache
@require_POST
def census(request: HttpRequest, token: str) -> HttpResponse:
    """Take the sealed sketch that an owner's own census made."""
    visitor = read_link(token)
    if not visitor.is_owner:
        raise Http404
    form = CensusForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, token, visitor, refusal=Refusal.BAD_SKETCH)
    try:
        services.take_census(visitor.case.id, form.cleaned_data["sketch"], at=clocks.now())
    except CensusRefusedError:
        return _page(request, token, visitor, refusal=Refusal.BAD_SKETCH)
    return HttpResponseRedirect(reverse("owner", args=[token]) + "#census", status=HTTPStatus.SEE_OTHER)


def read_link(token: str) -> Visitor:
    """Read a link; whatever is not ours, is over or names no case of ours is not found."""
    try:
        link = links.read(open_vault(), token, now=clocks.now())
        if link.purpose != PURPOSE:
            raise Http404
        party = queries.party(uuid.UUID(link.party))
        case = queries.case(uuid.UUID(link.case))
    except (links.LinkError, LookupError) as error:
        raise Http404 from error
    if party.case != case.id:
        raise Http404
    ended = party.ended_at is not None
    return Visitor(case=case, organisation=party.organisation, role=party.role, ended=ended)


def _acknowledge(visitor: Visitor, request: HttpRequest, at: datetime) -> None:
    del request
    services.acknowledge(visitor.case.id, at=at)


def _plan(visitor: Visitor, request: HttpRequest, at: datetime) -> None:
    form = PlanForm(request.POST)
    if not form.is_valid():
        raise PlanRefusedError
    services.plan(visitor.case.id, form.cleaned_data["date"], at=at)


def _claim(visitor: Visitor, request: HttpRequest, at: datetime) -> None:
    del request
    services.claim(visitor.case.id, at=at)


def _retest(visitor: Visitor, request: HttpRequest, at: datetime) -> None:
    del request
    services.order_retest(visitor.case.id, asked_by=Level.OWNER.value, at=at)


def _dispute(visitor: Visitor, request: HttpRequest, at: datetime) -> None:
    form = DisputeForm(request.POST)
    if not form.is_valid():
        raise DisputeRefusedError
    services.dispute(visitor.case.id, form.cleaned_data["text"], at=at)


def _state(visitor: Visitor, request: HttpRequest, at: datetime) -> None:
    form = StatementForm(request.POST)
    if not form.is_valid():
        raise StatementRefusedError
    services.state(visitor.case.id, form.cleaned_data["text"], at=at)


def _return_plan(visitor: Visitor, request: HttpRequest, at: datetime) -> None:
    form = ReturnPlanForm(request.POST)
    if not form.is_valid():
        raise PlanRefusedError
    day, text = form.cleaned_data["date"], form.cleaned_data["text"]
    services.return_plan(visitor.case.id, visitor.role, day, text, at=at)


Act = Callable[[Visitor, HttpRequest, datetime], None]
OWNERS_ACTS: dict[str, Act] = {
    "acknowledge": _acknowledge,
    "plan": _plan,
    "claim": _claim,
    "retest": _retest,
    "dispute": _dispute,
    "state": _state,
}
AUTHORITYS_ACTS: dict[str, Act] = {"return-plan": _return_plan}
REFUSED = {
    "plan": Refusal.BAD_DATE,
    "dispute": Refusal.BAD_TEXT,
    "state": Refusal.BAD_STATEMENT,
    "return-plan": Refusal.BAD_PLAN,
}
"""What the page says where an answer's own words or day are not taken."""


def _act(visitor: Visitor, request: HttpRequest) -> Refusal | None:
    """Do what the form asks, or give why not."""
    action = request.POST.get("action", "")
    if action not in OWNERS_ACTS and action not in AUTHORITYS_ACTS:
        return Refusal.NO_SUCH_ANSWER
    own = OWNERS_ACTS if visitor.is_owner else AUTHORITYS_ACTS if visitor.is_authority else {}
    if action not in own:
        return Refusal.ONLY_OWNER
    try:
        own[action](visitor, request, clocks.now())
    except (PlanRefusedError, DisputeRefusedError, StatementRefusedError):
        return REFUSED[action]
    except IllegalMove:
        return Refusal.MOVED_ON
    return None


def _page(
    request: HttpRequest, token: str, visitor: Visitor, *, refusal: Refusal | None = None
) -> HttpResponse:
    status = HTTPStatus.OK if refusal is None else refusal.status
    context = _context(visitor, _language(request))
    context |= {"token": token, "refusal": refusal.key if refusal else ""}
    return render(request, "cases/owner.html", context, status=status)


def _language(request: HttpRequest) -> str:
    language: str = getattr(request, "language", "") or load(settings.NATION).languages[0]
    return language


def _name(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or names[load(settings.NATION).languages[0]]


def _attempt(attempt: watch.AttemptEntry, language: str) -> dict[str, Any]:
    nation = load(settings.NATION)
    looks = [
        {
            "at": look.at,
            "text": nation.text(
                language, f"cause.{look.cause}" if look.cause else f"page.owner.look-{look.answer}"
            ),
        }
        for look in attempt.passes
    ]
    return {
        "asked_at": attempt.asked_at,
        "asked_by_text": nation.text(language, f"page.owner.by-{attempt.asked_by}"),
        "looks": looks,
        "next_due": attempt.next_due,
        "ended": attempt.has_ended_undetermined,
        "mark": MARKS.get(attempt.passes[-1].answer, "quiet") if attempt.passes else "quiet",
    }


def _context(visitor: Visitor, language: str) -> dict[str, Any]:
    case, nation, now = visitor.case, load(settings.NATION), clocks.now()
    system = directory.system(case.system)
    owner = directory.organisation(case.organisation)
    about = {
        "case": case,
        "system_name": _name(system.names, language),
        "told_name": _name(directory.organisation(visitor.organisation).names, language),
        "is_owner": visitor.is_owner,
        "is_authority": visitor.is_authority,
        "over": "transferred" if visitor.ended else "rejected" if case.state is State.REJECTED else "",
    }
    if about["over"]:
        return about
    counts = exposure.latest(case.subject)
    attempts = watch.attempts(case.system, case.kind, case.place_group)
    today = now.astimezone(nation.calendar.zone).date()
    return about | {
        "owner_name": _name(owner.names, language),
        "origin": system.origin,
        "officer": _name(owner.officer, language) if owner.officer else "",
        "can": _offered(case),
        "verified": case.state in REPAIRED_STATES,
        "texts": {
            "kind": f"kind.{case.kind}",
            "sentence": f"kind-sentence.{case.kind}",
            "repair": f"repair.{case.kind}",
            "state": f"state.{case.state.value}",
        },
        "steps": f"repair-steps.{case.kind}",
        **_terms(case, now),
        "told": _told(case, language),
        "answer": queries.last_words(case.id, EventKind.OVERRULE) if visitor.is_owner else None,
        "evidence": queries.evidence(case.id) if visitor.is_owner else None,
        "statements": queries.statements(case.id) if visitor.is_owner else (),
        "duties": [
            {
                "title": duty.titles[language],
                "articles": duty.articles[language],
                "text": duty.texts[language],
            }
            for duty in nation.duties_at(today, case.sector)
        ],
        "records": counts[Unit.RECORDS].count if Unit.RECORDS in counts else None,
        "people": counts[Unit.PEOPLE].count if Unit.PEOPLE in counts else None,
        "counted": any(ticket.used_at for ticket in exposure.tickets(case.subject)),
        "attempts": [_attempt(attempt, language) for attempt in attempts],
        "notes": [note for note in notes_of(case.system, now) if note.stands] if visitor.is_owner else (),
        "refresh": SECONDS_TO_LOOK_AGAIN if case.testing_since else None,
        "today": today.isoformat(),
    }


def _offered(case: CaseEntry) -> dict[str, bool]:
    """Say which answers the page offers."""
    moves = legal(case.state)
    return {
        "acknowledge": EventKind.ACKNOWLEDGE in moves and WAITING[case.state] in UNHEARD,
        "plan": EventKind.PLAN in moves,
        "claim": EventKind.CLAIM_REPAIR in moves,
        "dispute": EventKind.DISPUTE in moves,
        "retest": case.state not in {State.REJECTED, State.MERGED},
        "return_plan": EventKind.RETURN_PLAN in moves,
    }


def _terms(case: CaseEntry, now: datetime) -> dict[str, Any]:
    """Give by when what is due, and whether the day that was named has passed."""
    due = {deadline.kind: deadline.due for deadline in queries.deadlines(case.id)}
    missed = missed_plan(case.state, case.promised, now)
    repair_by, answer_by = due.get(DeadlineKind.REPAIR), due.get(DeadlineKind.ANSWER)
    return {
        "repair_by": repair_by,
        "late": repair_by is not None and repair_by <= now,
        "answer_by": answer_by,
        "answer_late": answer_by is not None and answer_by <= now,
        "missed": missed,
        "next_told": None if missed else due.get(DeadlineKind.ESCALATE),
        "named_on": due.get(DeadlineKind.DISCLOSE),
    }


def _told(case: CaseEntry, language: str) -> list[dict[str, Any]]:
    """Give who else was told of the case in this round, and when."""
    since = case.started_at or case.opened_at
    return [
        {"at": party.told_at, "name": _name(directory.organisation(party.organisation).names, language)}
        for party in queries.parties(case.id)
        if party.role is not Level.OWNER and party.told_at is not None and party.told_at >= since
    ]
