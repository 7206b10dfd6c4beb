# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a grant stands in its term, and when somebody must see to the next one."""

from datetime import datetime, timedelta
from enum import StrEnum

ENDS_SOON = timedelta(days=30)
"""Time before a grant's end in which its renewal is to be seen to."""


class GrantTerm(StrEnum):
    """Where a grant stands in its term."""

    LATER = "later"
    LIVE = "live"
    ENDING = "ending"
    """Live, for thirty days at most."""
    EXPIRED = "expired"
    REVOKED = "revoked"


RUNNING = frozenset({GrantTerm.LIVE, GrantTerm.ENDING})


def grant_term(
    valid_from: datetime, expires: datetime, revoked_at: datetime | None, at: datetime
) -> GrantTerm:
    """Say where a grant stands at an instant; a revocation that is still to come does not count yet."""
    if revoked_at is not None and at >= revoked_at:
        return GrantTerm.REVOKED
    if at >= expires:
        return GrantTerm.EXPIRED
    if at < valid_from:
        return GrantTerm.LATER
    return GrantTerm.ENDING if expires - at <= ENDS_SOON else GrantTerm.LIVE
