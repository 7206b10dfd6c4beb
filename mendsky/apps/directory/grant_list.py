# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The grants as a list: who signed, for how many systems, until when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import F, Func, IntegerField, Q, QuerySet
from django.db.models.fields.json import KT

from mendsky.apps.directory.models import Grant
from mendsky.apps.directory.queries import begun_grants, scope
from mendsky.core.rules.grant_term import ENDS_SOON, GrantTerm, grant_term
from mendsky.nations.load import load

FIELDS = ("grant", "version", "signed_by", "valid_from", "expires", "revoked_at")


@dataclass(frozen=True, kw_only=True, slots=True)
class GrantEntry:
    """A version of a grant, as a list shows it."""

    id: str
    version: int
    signed_by: str
    legal_basis: str
    systems: int
    """Origins that it names."""
    classes: tuple[int, ...]
    valid_from: datetime
    expires: datetime
    revoked_at: datetime | None

    def term(self, at: datetime, *, powerless: bool = False) -> GrantTerm:
        """Say where it stands at an instant, as `grant_term` does."""
        return grant_term(self.valid_from, self.expires, self.revoked_at, at, powerless=powerless)


def grant_entries(now: datetime, origins: Collection[str] | None) -> tuple[GrantEntry, ...]:
    """Give the grants that name one of some origins, the first to end first.

    Of each its newest version that has begun, and those that are to come. None stands for all origins. The
    documents stay in the database: one names as many systems as it likes.
    """
    return _entries(_standing(now), origins)


def _entries(rows: QuerySet[Grant], origins: Collection[str] | None) -> tuple[GrantEntry, ...]:
    if origins is not None:
        rows = rows.filter(document__origins__has_any_keys=sorted(origins))
    values = rows.annotate(
        systems=Func(F("document__origins"), function="jsonb_array_length", output_field=IntegerField()),
        classes=F("document__classes"),
        basis=KT("document__legal_basis"),
    )
    return tuple(
        GrantEntry(
            id=row["grant"],
            version=row["version"],
            signed_by=row["signed_by"],
            legal_basis=row["basis"],
            systems=row["systems"],
            classes=tuple(row["classes"]),
            valid_from=row["valid_from"],
            expires=row["expires"],
            revoked_at=row["revoked_at"],
        )
        for row in values.order_by("expires", "grant").values(*FIELDS, "systems", "classes", "basis")
    )


def ending_grants(now: datetime, origins: Collection[str] | None) -> tuple[GrantEntry, ...]:
    """Give the grants that end soon and name a system that no version of any grant covers longer."""
    # Asked at every morning: the others' documents, however long, are not opened.
    soon = _standing(now).filter(expires__gt=now, expires__lte=now + ENDS_SOON)
    ending = [one for one in _entries(soon, origins) if one.term(now) is GrantTerm.ENDING]
    if not ending:
        return ()
    named = _standing(now).values_list("grant", "version", "document__origins")
    lasting = named.filter(expires__gt=now + ENDS_SOON, revoked_at=None)
    covered = {origin for _, _, names in lasting for origin in names}
    of_ending = named.filter(grant__in=[one.id for one in ending])
    left = {(grant, version) for grant, version, names in of_ending if not covered.issuperset(names)}
    return tuple(one for one in ending if (one.id, one.version) in left)


def _standing(now: datetime) -> QuerySet[Grant]:
    """Select of each grant the newest version that has begun, and those that have not."""
    return Grant.objects.filter(Q(id__in=begun_grants(now).values("id")) | Q(valid_from__gt=now))


def origins_within(roots: Collection[str], now: datetime) -> frozenset[str] | None:
    """Give the origins of the systems in the subtrees of divisions; None for the whole nation's."""
    nation = load(settings.NATION)
    if nation.code in roots:
        return None
    rows = scope(now).filter(division__in=nation.codes_within(roots))
    return frozenset(rows.values_list("origin", flat=True))
