# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The morning page: what needs a decision, what moves by itself, and how far the watch reaches."""

from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mendsky.apps.accounts.guards import divisions, now, requires
from mendsky.apps.cases import desk as cases
from mendsky.apps.directory import grant_list
from mendsky.apps.directory import queries as directory
from mendsky.apps.leaks import queries as leaks
from mendsky.apps.site import needs
from mendsky.apps.site.languages import nation
from mendsky.apps.site.tabs import tabs
from mendsky.apps.watch import desk as watch
from mendsky.apps.watch.swept import Within
from mendsky.core.terms.roles import Permission

LONGEST_LIST = 50
SHOWN_NEXT = 6
"""Later steps that are shown below those of today."""
NOON, EVENING = 12, 18


@require_safe
@requires(Permission.SEE_CASES)
def desk(request: HttpRequest) -> HttpResponse:
    """Show the morning in the divisions that this person may see cases of."""
    at = now(request)
    held = divisions(request, Permission.SEE_CASES)
    morning = cases.morning(held, now=at)
    watched = divisions(request, Permission.SEE_WATCH)
    health = watch.health(at, inside(watched)) if watched else None
    working = divisions(request, Permission.WORK_CASES)
    waiting = needs.in_order(
        [
            *needs.of_cases(request, morning.decide, at),
            *(needs.of_reports(request, leaks.open_reports(working), at) if working else ()),
            *(needs.of_watch(request, health.long, at) if health else ()),
            *(needs.of_grants(request, _ending(watched, at), at) if watched else ()),
        ]
    )
    today = [move for move in morning.moving if move.due < end_of_day(at)]
    later = [move for move in morning.moving if move.due >= end_of_day(at)][:SHOWN_NEXT]
    shown = [line.case for line in waiting if line.case] + [move.case for move in (*today, *later)]
    decides = needs.decides(request)
    return render(
        request,
        "site/desk.html",
        {
            "now": at,
            **tabs(request, "desk"),
            "greeting": greeting(at),
            "decides": decides,
            "need": sum(line.mine for line in waiting) if decides else len(waiting),
            "waiting": waiting[:LONGEST_LIST],
            "more": max(0, len(waiting) - LONGEST_LIST),
            "move": len(today) + morning.letters + morning.retests,
            "moves": dict(Counter(move.kind.value for move in today)),
            "today": today[:LONGEST_LIST],
            "later": later,
            "letters": morning.letters,
            "retests": morning.retests,
            "organisations": directory.organisations({case.organisation for case in shown}),
            "health": health,
        },
    )


def _ending(roots: Collection[str], at: datetime) -> tuple[grant_list.GrantEntry, ...]:
    return grant_list.ending_grants(at, grant_list.origins_within(roots, at))


def inside(roots: Collection[str]) -> Within:
    """Give the test whether a division lies in one of some subtrees."""
    served = nation()
    return lambda division: any(served.lies_in(division, root) for root in roots)


def greeting(at: datetime) -> str:
    """Name the text that greets at an instant, by the nation's hour."""
    hour = at.astimezone(nation().calendar.zone).hour
    part = "morning" if hour < NOON else "afternoon" if hour < EVENING else "evening"
    return f"page.desk.{part}"


def end_of_day(at: datetime) -> datetime:
    """Give the midnight that ends the nation's day."""
    zone = nation().calendar.zone
    tomorrow = at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, zone).astimezone(UTC)
