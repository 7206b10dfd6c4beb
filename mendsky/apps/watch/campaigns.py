# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which grants systems are asked under now, and how much was asked under each; what anyone may know of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Sum

from mendsky.apps.directory import queries as directory
from mendsky.apps.watch.models import SystemRun
from mendsky.core.rules.hours import within
from mendsky.core.rules.ownership import unproven
from mendsky.core.terms.grants import Grant

RECENTLY = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Campaign:
    """One grant in force, without anything that names a system, an address or an account."""

    id: str
    version: int
    signed_by: str
    legal_basis: str
    valid_from: datetime
    expires: datetime
    classes: tuple[int, ...]
    systems: int
    """How many systems it names, those left out whose owner's consent is not proven."""
    open: bool
    """Its hours are now."""
    requests: int
    """Sent within the last hour."""
    last_at: datetime | None
    """When a system was last visited under it within the last hour."""


def campaigns(now: datetime) -> tuple[Campaign, ...]:
    """Give the grants in force, by identifier, with what was asked under each within the last hour."""
    runs = SystemRun.objects.filter(at__gt=now - RECENTLY, at__lte=now, requests__gt=0)
    sums = runs.values("grant").annotate(sent=Sum("requests"), last=Max("at"))
    recent = {row["grant"]: (row["sent"], row["last"]) for row in sums}
    return tuple(
        _campaign(grant, now, *recent.get(grant.id, (0, None))) for grant in directory.live_grants(now)
    )


def _campaign(grant: Grant, now: datetime, requests: int, last_at: datetime | None) -> Campaign:
    return Campaign(
        id=grant.id,
        version=grant.version,
        signed_by=grant.signed_by,
        legal_basis=grant.legal_basis,
        valid_from=grant.valid_from,
        expires=grant.expires,
        classes=tuple(sorted(grant.classes)),
        systems=len(grant.origins) - len(unproven(grant, now)),
        open=within(grant.hours, now),
        requests=requests,
        last_at=last_at,
    )
