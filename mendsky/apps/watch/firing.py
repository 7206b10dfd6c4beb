# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often each probe fires, from the records."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q

from mendsky.apps.watch.models import KnownPlace, LastAnswer
from mendsky.core.probes import REGISTER
from mendsky.core.rules.firing import WINDOW, Firing, Flag, flag
from mendsky.core.terms.answers import Answer


def firings(now: datetime) -> tuple[Firing, ...]:
    """Tell of every probe when it last fired and how often within the window up to now; two queries."""
    still = Max("last_at", filter=Q(answer=Answer.EXPOSED))
    places = KnownPlace.objects.values("probe").annotate(first=Max("first_positive_at"), still=still)
    last = {row["probe"]: max(row["first"], row["still"] or row["first"]) for row in places}
    answers = LastAnswer.objects.exclude(answer=Answer.UNDETERMINED).values("probe")
    fresh = Q(last_at__gt=now - WINDOW)
    told: dict[str, Any] = {
        row["probe"]: row
        for row in answers.annotate(
            began=Min("since"),
            told=Count("id", filter=fresh),
            exposed=Count("id", filter=fresh & Q(answer=Answer.EXPOSED)),
        )
    }
    nothing: dict[str, Any] = {"began": None, "told": 0, "exposed": 0}
    return tuple(
        Firing(
            kind=entry.spec.kind,
            last=last.get(entry.spec.kind),
            began=row["began"],
            told=row["told"],
            exposed=row["exposed"],
        )
        for entry in REGISTER
        for row in [told.get(entry.spec.kind, nothing)]
    )


def flagged(now: datetime) -> tuple[tuple[Firing, Flag], ...]:
    """Give the probes that fire oddly, each with what is odd."""
    found = ((firing, flag(firing, now)) for firing in firings(now))
    return tuple((firing, odd) for firing, odd in found if odd is not None)
