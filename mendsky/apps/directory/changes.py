# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tell cheaply whether what grants allow has changed since one last looked."""

from datetime import datetime

from django.db.models import Count, Q

from mendsky.apps.directory.models import Grant, OptOut


def grants_mark(now: datetime) -> tuple[int, ...]:
    """Give numbers that are others once a grant or opt-out was entered, has begun, was revoked or withdrawn.

    Rows are added and closed, and never removed, so that counting them is enough.
    """
    granted = Grant.objects.aggregate(
        rows=Count("id"),
        begun=Count("id", filter=Q(valid_from__lte=now)),
        revoked=Count("id", filter=Q(revoked_at__lte=now)),
        to_be_revoked=Count("id", filter=Q(revoked_at__gt=now)),
    )
    left_out = OptOut.objects.aggregate(rows=Count("id"), withdrawn=Count("valid_to"))
    return (*granted.values(), *left_out.values())
