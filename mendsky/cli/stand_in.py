# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who stands in for people in the demo: a handler who decides disputes by a rule that anyone can read.

An owner's first dispute is overruled after three days, since the watch saw the exposure twice with a
control; a second dispute of the same case is left to a person.
"""

from datetime import datetime, timedelta

from mendsky.apps.cases import queries, services
from mendsky.core.terms.cases import EventKind, State

AFTER = timedelta(days=3)


def decide(now: datetime) -> int:
    """Overrule every first dispute that has waited, and give how many they were."""
    overruled = 0
    for case in queries.cases(states={State.DISPUTED}):
        events = queries.timeline(case.id)
        last = max(event.at for event in events if event.kind is EventKind.DISPUTE)
        if now - last >= AFTER and all(event.kind is not EventKind.OVERRULE for event in events):
            services.overrule(case.id, at=now)
            overruled += 1
    return overruled
