# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What waits for a person's decision, and by which day: the order of a handler's morning."""

from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from mendsky.core.rules.deadlines import add_working_days
from mendsky.core.terms.nations import Calendar

RULE = "attention/1"


class Need(StrEnum):
    """Why a person is needed, the more pressing first where two are due on one day."""

    DISPUTE = "dispute"
    """The owner says that it is not so."""
    FLAG = "flag"
    """A handler says with evidence that it is no loophole; another person reviews."""
    LETTER_WAITS = "letter-waits"
    """A letter was tried again and again and has not left."""
    UNDELIVERABLE = "undeliverable"
    """Nobody at the owner's can be reached."""
    NOBODY_TO_TELL = "nobody-to-tell"
    """The case is open, and no further step comes by itself."""
    REPORT = "report"
    """A citizen's or finder's report that nobody has read."""
    FALSE_CLAIM = "false-claim"
    """The owner claimed a repair, and our retest still reads it."""
    STATEMENT = "statement"
    """The owner wants a statement to stand beside the case."""
    HELD = "held"
    """A disclosure was held and stays held until somebody lets it go."""
    REPAIR_UNSEEN = "repair-unseen"
    """A repair was verified, and look after look since could not tell whether it holds."""
    GRANT_ENDS = "grant-ends"
    """A grant ends within thirty days, and nothing covers all of its systems after it."""
    UNDETERMINED = "undetermined"
    """A system that sweep after sweep could not be looked at."""


WORKING_DAYS = MappingProxyType(
    {
        Need.DISPUTE: 3,  # the term that an owner has for a first answer binds us too
        Need.FLAG: 3,  # as a dispute: while it waits, an owner is asked for what may not be there
        Need.LETTER_WAITS: 1,  # nobody knows of it while the letter lies here
        Need.UNDELIVERABLE: 1,  # each day is one without notice
        Need.NOBODY_TO_TELL: 2,  # every level was told; a call is all that is left
        Need.REPORT: 3,  # as a dispute: somebody waits for an answer
        Need.FALSE_CLAIM: 3,  # the clocks go on by themselves; a call is faster
        Need.STATEMENT: 3,  # fairness: the owner's word stands beside ours soon
        Need.HELD: 5,  # a hold is looked at again within a week
        Need.REPAIR_UNSEEN: 5,  # the repair stands by its evidence; as any other unknown
        Need.GRANT_ENDS: 10,  # offices need days to sign; the grant itself ends later
        Need.UNDETERMINED: 5,  # unknown is not urgent, and must not become usual
    }
)
"""Working days from when a need arose to when it is due."""


def due(need: Need, since: datetime, calendar: Calendar) -> datetime:
    """Give the close of business by which a need is due; raises `ValueError` for a naive instant."""
    return add_working_days(calendar, since, WORKING_DAYS[need])


def urgency(need: Need, due_at: datetime) -> tuple[datetime, int]:
    """Give the key that sorts needs: by due day, then as `Need` lists them."""
    return due_at, tuple(Need).index(need)
