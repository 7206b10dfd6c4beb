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
from mendsky.apps.cases.forms import CensusForm, DisputeForm, PlanForm
from mendsky.apps.cases.models import DeadlineKind
from mendsky.apps.cases.queries import CaseEntry
from mendsky.apps.cases.services import CensusRefusedError, DisputeRefusedError, PlanRefusedError
from mendsky.apps.cases.services.letters import PURPOSE
from mendsky.apps.directory import queries as directory
from mendsky.apps.exposure import queries as exposure
from mendsky.apps.watch import queries as watch
from mendsky.core.lifecycle.fold import IllegalMove, legal
from mendsky.core.lifecycle.table import REPAIRED_STATES
from mendsky.core.terms.cases import EventKind, Level, State
from mendsky.core.terms.counts import Unit
from mendsky.keys import links
from mendsky.keys.vault import open_vault
from mendsky.nations.load import load
from mendsky.runtime import clocks

SECONDS_TO_LOOK_AGAIN = 5
"""Between two looks of the page at a test that is under way."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Visitor:
    """Whose link it is, and of which case."""

    case: CaseEntry
    organisation: uuid.UUID
    role: Level

    @property
    def is_owner(self) -> bool:
        """Say whether the link may answer: an authority's only shows."""
        return self.role is Level.OWNER


class Refusal(Enum):
    """Why an answer is not taken: the text that says so, and the status."""

    NO_SUCH_ANSWER = ("page.owner.no-such-answer", HTTPStatus.BAD_REQUEST)
    BAD_DATE = ("page.owner.bad-date", HTTPStatus.BAD_REQUEST)
    BAD_TEXT = ("page.owner.bad-text", HTTPStatus.BAD_REQUEST)
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
    visitor = _visitor(token)
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
    visitor = _visitor(token)
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
    visitor = _visitor(token)
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


def _visitor(token: str) -> Visitor:
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
    return Visitor(case=case, organisation=party.organisation, role=party.role)


def _acknowledge(case: CaseEntry, request: HttpRequest, at: datetime) -> None:
    del request
    services.acknowledge(case.id, at=at)


def _plan(case: CaseEntry, request: HttpRequest, at: datetime) -> None:
    form = PlanForm(request.POST)
    if not form.is_valid():
        raise PlanRefusedError
    services.plan(case.id, form.cleaned_data["date"], at=at)


def _claim(case: CaseEntry, request: HttpRequest, at: datetime) -> None:
    del request
    services.claim(case.id, at=at)


def _retest(case: CaseEntry, request: HttpRequest, at: datetime) -> None:
    del request
    services.order_retest(case.id, asked_by=Level.OWNER.value, at=at)


def _dispute(case: CaseEntry, request: HttpRequest, at: datetime) -> None:
    form = DisputeForm(request.POST)
    if not form.is_valid():
        raise DisputeRefusedError
    services.dispute(case.id, form.cleaned_data["text"], at=at)


ACTIONS: dict[str, Callable[[CaseEntry, HttpRequest, datetime], None]] = {
    "acknowledge": _acknowledge,
    "plan": _plan,
    "claim": _claim,
    "retest": _retest,
    "dispute": _dispute,
}


def _act(visitor: Visitor, request: HttpRequest) -> Refusal | None:
    """Do what the form asks, or give why not."""
    act = ACTIONS.get(request.POST.get("action", ""))
    if act is None:
        return Refusal.NO_SUCH_ANSWER
    if not visitor.is_owner:
        return Refusal.ONLY_OWNER
    try:
        act(visitor.case, request, clocks.now())
    except PlanRefusedError:
        return Refusal.BAD_DATE
    except DisputeRefusedError:
        return Refusal.BAD_TEXT
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
    }


def _context(visitor: Visitor, language: str) -> dict[str, Any]:
    case = visitor.case
    moves = legal(case.state)
    counts = exposure.latest(case.subject)
    attempts = watch.attempts(case.system, case.kind, case.place_group)
    due = {deadline.kind: deadline.due for deadline in queries.deadlines(case.id)}
    return {
        "case": case,
        "system_name": _name(directory.system(case.system).names, language),
        "told_name": _name(directory.organisation(visitor.organisation).names, language),
        "is_owner": visitor.is_owner,
        "can": {
            "acknowledge": EventKind.ACKNOWLEDGE in moves and case.state is not State.ACKNOWLEDGED,
            "plan": EventKind.PLAN in moves,
            "claim": EventKind.CLAIM_REPAIR in moves,
            "dispute": EventKind.DISPUTE in moves,
            "retest": case.state not in {State.REJECTED, State.MERGED},
        },
        "verified": case.state in REPAIRED_STATES,
        "texts": {
            "sentence": f"kind-sentence.{case.kind}",
            "repair": f"repair.{case.kind}",
            "state": f"state.{case.state.value}",
        },
        "steps": f"repair-steps.{case.kind}",
        "repair_by": due.get(DeadlineKind.REPAIR),
        "answer_by": due.get(DeadlineKind.ANSWER),
        "records": counts[Unit.RECORDS].count if Unit.RECORDS in counts else None,
        "people": counts[Unit.PEOPLE].count if Unit.PEOPLE in counts else None,
        "counted": any(ticket.used_at for ticket in exposure.tickets(case.subject)),
        "attempts": [_attempt(attempt, language) for attempt in attempts],
        "refresh": SECONDS_TO_LOOK_AGAIN if case.testing_since else None,
        "today": clocks.now().astimezone(load(settings.NATION).calendar.zone).date().isoformat(),
    }
