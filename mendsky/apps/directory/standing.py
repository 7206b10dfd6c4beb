# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What became of grants since they were read, or were signed into a file."""

from dataclasses import replace
from datetime import datetime

from django.db.models import Count, Q

from mendsky.apps.directory.models import Grant, OptOut
from mendsky.apps.directory.optouts import without
from mendsky.apps.directory.queries import begun_grants, opt_outs
from mendsky.apps.directory.signatures import grant_keys
from mendsky.core.terms import grants as terms


def grants_mark(now: datetime) -> tuple[object, ...]:
    """Give what is another once a grant or opt-out was entered, has begun, was revoked or withdrawn.

    So it is once a key of an office is listed or taken out of the list. Rows are added and closed, and never
    removed, so that counting them is enough.
    """
    granted = Grant.objects.aggregate(
        rows=Count("id"),
        begun=Count("id", filter=Q(valid_from__lte=now)),
        revoked=Count("id", filter=Q(revoked_at__lte=now)),
        to_be_revoked=Count("id", filter=Q(revoked_at__gt=now)),
    )
    left_out = OptOut.objects.aggregate(rows=Count("id"), withdrawn=Count("valid_to"))
    return (grant_keys(), *granted.values(), *left_out.values())


def as_known(grant: terms.Grant, now: datetime) -> terms.Grant:
    """Give a grant from a file with opt-outs, and revoked where the directory says so or has a newer one."""
    (known,) = without([grant], opt_outs(now))
    newest = begun_grants(now).filter(grant=grant.id).first()
    if newest is None:
        return known
    if newest.revoked_at is not None and newest.revoked_at <= now:
        return replace(known, revoked_at=newest.revoked_at)
    return replace(known, revoked_at=newest.valid_from) if newest.version > grant.version else known
