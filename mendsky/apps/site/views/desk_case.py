# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case at the desk: all that happened, who was told, what comes next, the evidence, and what one can do."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mendsky.apps.accounts.guards import holds, now, require, requires
from mendsky.apps.cases import desk as reading
from mendsky.apps.cases import queries as cases
from mendsky.apps.cases.queries import CaseEntry, DeadlineEntry, PartyEntry
from mendsky.apps.directory import queries as directory
from mendsky.apps.directory.owners import owners_near
from mendsky.apps.exposure import queries as exposure
from mendsky.apps.site import actions
from mendsky.apps.site.languages import language_of, nation
from mendsky.apps.site.tabs import tabs
from mendsky.apps.site.timeline import lines
from mendsky.apps.site.wording import named
from mendsky.apps.watch import queries as watch
from mendsky.core.rules.deadlines import working_days_between
from mendsky.core.terms.cases import EventKind
from mendsky.core.terms.roles import Permission


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_CASES)
def desk_case(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a case within this person's divisions; do what one of its forms asks, by POST."""
    entry = cases.by_public_id(public_id)
    if entry is None:
        raise Http404
    require(request, Permission.SEE_CASES, entry.division)
    if request.method != "POST":
        return _page(request, entry)
    refusal = _act(request, entry)
    if refusal is None:
        address = reverse("desk-case", args=[public_id])
        return HttpResponseRedirect(f"{address}?done=1", status=HTTPStatus.SEE_OTHER)
    key, status = refusal
    return _page(request, cases.case(entry.id), refusal=key, status=status)


def _act(request: HttpRequest, case: CaseEntry) -> tuple[str, HTTPStatus] | None:
    """Do what a form asks; give the text that says why not, and the status."""
    action = actions.ACTIONS.get(request.POST.get("action", ""))
    if action is None:
        return "page.desk-case.refused-form", HTTPStatus.BAD_REQUEST
    if not holds(request, action.permission, case.division):
        raise PermissionDenied
    form = action.form(request.POST)
    if not form.is_valid():
        return "page.desk-case.refused-form", HTTPStatus.BAD_REQUEST
    try:
        action.do(case, {**form.cleaned_data, "by": request.user.pk}, now(request))
    except actions.REFUSALS:
        return "page.desk-case.refused-form", HTTPStatus.BAD_REQUEST
    except actions.MOVED_ON:
        return "page.desk-case.refused-moved", HTTPStatus.CONFLICT
    return None


def _page(
    request: HttpRequest, case: CaseEntry, *, refusal: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    at, language = now(request), language_of(request)
    works = holds(request, Permission.WORK_CASES, case.division)
    reviews = holds(request, Permission.REVIEW_FLAGS, case.division)
    told = reading.told(case.id, opened=works or reviews or _reads_statements(request, case))
    parties = cases.parties(case.id)
    organisations = directory.organisations({case.organisation, *(party.organisation for party in parties)})
    attempts = watch.attempts(case.system, case.kind, case.place_group)
    contacts = directory.contacts(case.organisation) if works else ()
    statement = reading.waiting_statement(told.events)
    # A flag is told as a note and a finding as a rejection: most cases have neither, and cost no query.
    judged = any(event.kind in {EventKind.NOTE, EventKind.REJECT} for event in told.events)
    finding = cases.false_positive(case.id) if judged else None
    flagged = finding is not None and finding.reviewed_at is None
    reads = works or (reviews and flagged)
    doable = [
        (name, actions.ACTIONS[name].key)
        for name in actions.offered(
            case,
            statement=statement is not None,
            contacts=any(not contact.undeliverable for contact in contacts),
            flagged=flagged,
            own_flag=finding is not None and finding.flagged_by == request.user.pk,
        )
        if holds(request, actions.ACTIONS[name].permission, case.division)
    ]
    system = directory.system(case.system)
    outlook = reading.outlook(case.id)
    context = {
        **tabs(request, "case"),
        "now": at,
        "case": case,
        "refusal": refusal,
        "done": "done" in request.GET and not refusal,
        "lines": lines(
            nation(),
            language,
            events=told.events,
            words=told.words if reads else {},
            parties=parties,
            names={key: named(entry.names, language) for key, entry in organisations.items()},
            attempts=attempts,
        ),
        "unseen": outlook.unseen_since,
        "next": outlook.moves,
        "clocks": [
            _clock(deadline, at)
            for deadline in cases.deadlines(case.id)
            if deadline.kind not in cases.MOVING_KINDS
        ],
        "parties": [_party(party, at) for party in parties],
        "organisations": organisations,
        "system": system,
        "sees_system": holds(request, Permission.SEE_WATCH, system.division),
        "counts": {unit.value: dated for unit, dated in exposure.latest(case.subject).items()},
        "works": works,
        "reads": reads,
        "evidence": told.evidence if reads else None,
        "dispute": _last(told, EventKind.DISPUTE) if works else "",
        "statement": statement,
        "finding": finding,
        "statement_words": told.words.get(statement, "") if statement else "",
        "contacts": contacts,
        "actions": doable,
        "owners": owners_near(case.division) if any(name == "transfer" for name, _ in doable) else (),
        "languages": nation().languages,
        "today": at.astimezone(nation().calendar.zone).date().isoformat(),
    }
    return render(request, "site/desk_case.html", context, status=status)


def _reads_statements(request: HttpRequest, case: CaseEntry) -> bool:
    return holds(request, Permission.RELEASE_STATEMENTS, case.division)


def _last(told: reading.Told, kind: EventKind) -> str:
    """Give the words of the last event of a kind, or nothing."""
    numbers = [event.number for event in told.events if event.kind is kind]
    return told.words.get(numbers[-1], "") if numbers else ""


def _clock(deadline: DeadlineEntry, at: datetime) -> dict[str, Any]:
    """Give a deadline with the working days that are left, or over."""
    calendar = nation().calendar
    left = working_days_between(calendar, at, deadline.due)
    over = working_days_between(calendar, deadline.due, at)
    return {"deadline": deadline, "left": left, "over": over if deadline.due < at else 0}


def _party(party: PartyEntry, at: datetime) -> dict[str, Any]:
    """Give who was told, with the working days of silence and the last letter."""
    silent = 0
    if party.told_at is not None and party.answered_at is None and party.ended_at is None:
        silent = working_days_between(nation().calendar, party.told_at, at)
    last = party.letters[-1] if party.letters else None
    return {"entry": party, "silent": silent, "last": last}
