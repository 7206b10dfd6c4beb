# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The form by which a citizen says that their data may have been misused; answered by a receipt code."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mendsky.apps.leaks import services
from mendsky.apps.leaks.forms import ReportForm
from mendsky.apps.leaks.models import What
from mendsky.apps.leaks.services import (
    LONGEST_CONTACT,
    LONGEST_WORDS,
    ReportRefusedError,
    TooManyReportsError,
)
from mendsky.core.terms.nations import DivisionLevel, Nation
from mendsky.nations.load import load
from mendsky.runtime import clocks


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A province with its cities, as the form offers them."""

    code: str
    name: str
    cities: tuple[tuple[str, str], ...]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Show the form; take a report by POST and show its receipt code, this once."""
    if request.method != "POST":
        return _page(request, {"division": request.GET.get("place", "")})
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, request.POST.dict(), wrong=tuple(form.errors), status=HTTPStatus.BAD_REQUEST)
    said = form.cleaned_data
    try:
        code = services.submit(
            what=What(said["what"]),
            division=said["division"],
            happened_on=said["happened_on"],
            words=said["words"],
            contact=said["contact"],
            source=request.META.get("REMOTE_ADDR", ""),
            at=clocks.now(),
            today=clocks.real_now().date(),
        )
    except TooManyReportsError:
        return _page(request, request.POST.dict(), wrong=("too-many",), status=HTTPStatus.TOO_MANY_REQUESTS)
    except ReportRefusedError:
        return _page(request, request.POST.dict(), wrong=("refused",), status=HTTPStatus.BAD_REQUEST)
    return render(request, "leaks/received.html", {"code": code}, status=HTTPStatus.CREATED)


def _page(
    request: HttpRequest,
    typed: Mapping[str, object],
    *,
    wrong: tuple[str, ...] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    nation = load(settings.NATION)
    language: str = getattr(request, "language", nation.languages[0])
    return render(
        request,
        "leaks/report.html",
        {
            "typed": typed,
            "wrong": wrong,
            "whats": [what.value for what in What],
            "places": places(nation, language),
            "longest_words": LONGEST_WORDS,
            "longest_contact": LONGEST_CONTACT,
        },
        status=status,
    )


def places(nation: Nation, language: str) -> tuple[Place, ...]:
    """Give the provinces with their cities, in the order of their codes, named in a language."""
    cities: dict[str, list[tuple[str, str]]] = {}
    for division in nation.divisions.values():
        if division.level is DivisionLevel.CITY and division.parent is not None:
            name = nation.division_name(division.code, language)
            cities.setdefault(division.parent, []).append((division.code, name))
    return tuple(
        Place(
            code=division.code,
            name=nation.division_name(division.code, language),
            cities=tuple(sorted(cities.get(division.code, ()))),
        )
        for division in sorted(nation.divisions.values(), key=lambda division: division.code)
        if division.level is DivisionLevel.PROVINCE
    )
