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
    POWERLESS = "powerless"
    """It would be live were it signed otherwise."""
    EXPIRED = "expired"
    REVOKED = "revoked"


def grant_term(
    valid_from: datetime,
    expires: datetime,
    revoked_at: datetime | None,
    at: datetime,
    *,
    powerless: bool = False,
) -> GrantTerm:
    """Say where a grant stands at an instant; a revocation that is still to come does not count yet.

    `powerless` where the way it is signed lets nothing be asked under it.
    """
    if revoked_at is not None and at >= revoked_at:
        return GrantTerm.REVOKED
    if at >= expires:
        return GrantTerm.EXPIRED
    if at < valid_from:
        return GrantTerm.LATER
    if powerless:
        return GrantTerm.POWERLESS
    return GrantTerm.ENDING if expires - at <= ENDS_SOON else GrantTerm.LIVE
