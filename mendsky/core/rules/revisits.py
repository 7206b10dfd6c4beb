# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""When a system is next swept: by its period, what its last sweep could not tell, and what it once exposed.

A place that stands open is looked at by its case's own retests and rechecks, not by more sweeps. The
shares are our own judgement and no standard's.
"""

from datetime import timedelta

RISKY_SHARE = 2
"""The usual period is divided by it where a system lately had a high-risk loophole."""
RISKY_FOR = timedelta(days=365)
"""From the last sight of such a loophole on."""
SOONER_SHARE = 4
"""The period is divided by it after the first sweep that could not tell."""
LEAST = timedelta(days=1)
"""Neither shortens a period to less: what kept us from telling is seldom over within hours, and a sweep a day
finds a new loophole on its first."""


def period(own: timedelta | None, usual: timedelta, *, risky: bool) -> timedelta:
    """Give the period of a system's sweeps.

    `own` is what the directory says of it and stands as it is, for a person has weighed the risk; else the
    usual period of its sector or the nation, halved where the system lately had a high-risk loophole, at
    least a day.
    """
    if own is not None:
        return own
    return min(usual, max(usual / RISKY_SHARE, LEAST)) if risky else usual


def sooner(every: timedelta, undetermined_for: timedelta) -> timedelta:
    """Give the wait after a sweep that could not tell, as a retry that backs off to the period.

    At first a quarter of the period, then as long as nothing could be told so far, up to the period: what
    never can be told is visited little more often than all the rest.
    """
    return min(every, max(every / SOONER_SHARE, LEAST, undetermined_for))
