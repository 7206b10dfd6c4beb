# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Decide when a case is closed: its repair was confirmed, a term has passed, and no name is still to be said.

A closed case is still watched: an exposure that comes back reopens it.
"""

from datetime import datetime

from mendsky.core.rules.deadlines import add_working_days
from mendsky.core.terms.nations import Nation

RULE = "closing/1"


def due(confirmed_at: datetime, naming_due: datetime | None, nation: Nation) -> datetime:
    """Give when a confirmed case is closed, in UTC.

    `naming_due` is when its organisation is to be named, None where that is done or will not be.
    """
    term = add_working_days(nation.calendar, confirmed_at, nation.clocks.close_working_days)
    return max(term, naming_due or term)
