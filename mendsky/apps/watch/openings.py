# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""When a system may next be asked: looks wait for the hours of its grant instead of failing outside them."""

from collections.abc import Iterable
from datetime import datetime

from mendsky.apps.directory import queries as directory
from mendsky.core.rules.hours import opens_at


def openings(origins: Iterable[str], at: datetime) -> dict[str, datetime]:
    """Give for each origin the first instant from `at` on in the hours of a live grant that names it.

    Where no live grant names it, or none ever opens, that is `at`: the look is made, sends nothing,
    and says why.
    """
    asked = set(origins)
    if not asked:
        return {}
    opening: dict[str, datetime] = {}
    for grant in directory.live_grants(at):
        named = asked & grant.origins
        opens = opens_at(grant.hours, at) if named else None
        if opens is None:
            continue
        for origin in named:
            opening[origin] = min(opens, opening.get(origin, opens))
    return {origin: opening.get(origin, at) for origin in asked}
