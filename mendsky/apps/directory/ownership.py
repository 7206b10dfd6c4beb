# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which proofs of owners' control hold, and which are to be looked for again."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from mendsky.apps.directory.models import OwnershipProof
from mendsky.core.rules import ownership
from mendsky.core.terms import grants as terms


def with_proofs(grants: Iterable[terms.Grant], now: datetime) -> Iterator[terms.Grant]:
    """Give grants with the proofs of the owner's control that hold at an instant, where they need any."""
    grants = list(grants)
    consented = [grant.id for grant in grants if grant.basis is terms.Basis.CONSENT]
    proofs: dict[str, list[terms.Proof]] = {}
    rows = OwnershipProof.objects.filter(grant__in=consented, proven_at__lte=now, until__gt=now)
    for row in rows.order_by("origin", "proven_at") if consented else ():
        proofs.setdefault(row.grant, []).append(
            terms.Proof(
                origin=row.origin,
                method=terms.ProofMethod(row.method),
                proven_at=row.proven_at,
                until=row.until,
            )
        )
    for grant in grants:
        yield replace(grant, proofs=tuple(proofs[grant.id])) if grant.id in proofs else grant


def proofs_due(now: datetime) -> tuple[tuple[str, str], ...]:
    """Give grant and origin of the proofs that end soon and were not looked for again of late."""
    standing = OwnershipProof.objects.filter(proven_at__lte=now, until__gt=now)
    latest = standing.order_by("grant", "origin", "-until").distinct("grant", "origin")
    due = OwnershipProof.objects.filter(
        id__in=latest.values("id"),
        until__lte=now + ownership.AGAIN_BEFORE,
        looked_at__lte=now - ownership.AGAIN_EVERY,
    )
    return tuple(due.order_by("grant", "origin").values_list("grant", "origin"))
