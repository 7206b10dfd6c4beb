# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many requests a host may still be sent today: the grant's daily budget less what all runs spent."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.db.models import Sum

from mendsky.apps.watch.models import SystemRun
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.grants import Grant
from mendsky.net.probing.door import Outcome


def host_of(origin: str) -> str:
    """Give an origin's host, without port."""
    return urlsplit(origin).hostname or ""


def left(
    origins: Sequence[str],
    grants: Sequence[Grant],
    *,
    at: datetime,
    zone: ZoneInfo,
) -> dict[str, int]:
    """Give for each origin how many requests one visit may make; days begin at midnight of the zone.

    Origins of one host share what is left of its smallest budget; without a grant there is none.
    """
    midnight = datetime.combine(at.astimezone(zone).date(), time.min, zone)
    visits = Counter(host_of(origin) for origin in origins)
    runs = SystemRun.objects.filter(host__in=visits, at__gte=midnight)
    spent = dict(runs.values_list("host").annotate(total=Sum("requests")))
    budgets: dict[str, int] = {}
    for grant in grants:
        for origin in grant.origins:
            budgets[origin] = min(grant.daily_budget, budgets.get(origin, grant.daily_budget))
    return {
        origin: max(0, budgets.get(origin, 0) - spent.get(host_of(origin), 0)) // visits[host_of(origin)]
        for origin in origins
    }


def is_spent(outcome: Outcome, left: int) -> bool:
    """Say whether a visit that might send `left` requests could not tell something for want of more.

    A probe that reaches its own cost says the same cause.
    """
    causes = {outcome.control.cause, *(seen.cause for seen in outcome.observations)}
    return Cause.OVER_BUDGET in causes and outcome.requests >= left
