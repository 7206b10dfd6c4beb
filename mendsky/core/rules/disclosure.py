# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Decide how far a case may be seen, and when its organisation is named.

Sealed, then counted, then named. Published figures count what is verified; before that, everything
stays within the case. A name comes late: after a repair that held, so that naming opens no door, or
after the highest level was told and nothing came of it, so that people can protect themselves.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from mendsky.core.rules.deadlines import add_working_days
from mendsky.core.terms.cases import EventKind, Stage, State
from mendsky.core.terms.nations import Nation

RULE = "disclosure/2"


class Reason(StrEnum):
    """Why an organisation is named."""

    REPAIRED = "repaired"
    """The repair was confirmed and has held since."""
    UNREPAIRED = "unrepaired"
    """The highest level was told, and no verified repair came."""


STAGES = MappingProxyType(
    {
        State.RECEIVED: Stage.SEALED,  # a claim that nobody has reproduced
        State.REJECTED: Stage.SEALED,  # it was never there: a name that was said is taken back
        State.MERGED: Stage.COUNTED,  # a loophole that no longer counts, which figures must know
        State.VERIFIED: Stage.COUNTED,  # from here on it is a loophole
        State.NOTIFIED: Stage.COUNTED,
        State.UNDELIVERABLE: Stage.COUNTED,  # told apart from silence in the figures
        State.ACKNOWLEDGED: Stage.COUNTED,
        State.PLANNED: Stage.COUNTED,
        State.DISPUTED: Stage.COUNTED,  # it counts until the dispute is upheld
        State.CLAIMED: Stage.COUNTED,
        State.REFUTED: Stage.COUNTED,
        State.REPAIRED: Stage.COUNTED,
        State.CONFIRMED: Stage.COUNTED,
        State.CLOSED: Stage.COUNTED,
    }
)
"""Stage of an event by the state after it, as long as nobody was named."""

NAMING = MappingProxyType(
    {
        State.RECEIVED: None,  # nothing is verified
        State.REJECTED: None,  # there is nothing to name anybody for
        State.MERGED: None,  # the other case decides
        State.VERIFIED: None,  # nobody has been told yet
        State.NOTIFIED: Reason.UNREPAIRED,  # silent
        State.UNDELIVERABLE: Reason.UNREPAIRED,  # whom no letter reaches, the public may
        State.ACKNOWLEDGED: Reason.UNREPAIRED,  # seen, and open
        State.PLANNED: Reason.UNREPAIRED,  # from the day on that was named, not before
        State.DISPUTED: None,  # never while a person has still to look
        State.CLAIMED: Reason.UNREPAIRED,  # a word is no repair
        State.REFUTED: Reason.UNREPAIRED,
        State.REPAIRED: None,  # not before days have shown that it holds
        State.CONFIRMED: Reason.REPAIRED,
        State.CLOSED: Reason.REPAIRED,
    }
)
"""Why an organisation may be named in each state; None where it may not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Showing:
    """What decides whether an organisation is named."""

    state: State
    stage: Stage
    confirmed_at: datetime | None
    """When the repair was confirmed."""
    highest_told_at: datetime | None
    """When the highest level was told; None while a further one is still to be told."""
    repair_due: datetime
    """Until when the repair is to be verified, with the day that was named."""
    held_until: datetime | None
    """Until when a handler put it off."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Naming:
    """When an organisation is named, by which rule and why."""

    due: datetime
    rule: str
    reason: Reason


def advance(before: Stage, kind: EventKind, state: State) -> Stage:
    """Give how far an event may be seen, from the stage before it, its kind and the state that it leads to.

    A name stays said, unless the case turns out to be no loophole or another organisation's.
    """
    stage = STAGES[state]
    if stage is Stage.SEALED or kind is EventKind.TRANSFER:
        return stage
    return Stage.NAMED if kind is EventKind.DISCLOSE or before is Stage.NAMED else stage


def next_step(showing: Showing, nation: Nation) -> Naming | None:
    """Give when the organisation is to be named and why, or None where it is not, or was."""
    reason = NAMING[showing.state]
    if reason is None or showing.stage is Stage.NAMED:
        return None
    due = _repaired(showing, nation) if reason is Reason.REPAIRED else _unrepaired(showing, nation)
    if due is None:
        return None
    return Naming(due=max(due, showing.held_until or due), rule=RULE, reason=reason)


def _repaired(showing: Showing, nation: Nation) -> datetime | None:
    if showing.confirmed_at is None:
        return None
    days = nation.clocks.disclose_repaired_working_days
    return add_working_days(nation.calendar, showing.confirmed_at, days)


def _unrepaired(showing: Showing, nation: Nation) -> datetime | None:
    if showing.highest_told_at is None:
        return None
    days = nation.clocks.disclose_unrepaired_working_days
    patience = add_working_days(nation.calendar, showing.highest_told_at, days)
    return max(patience, showing.repair_due)
