# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Decide which level is told next, and when: silence, an unreachable office and a late repair move up.

Two literal tables: what a case waits for in each state, and which level stands above which.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from mendsky.core.rules.deadlines import CLOSE_OF_BUSINESS, add_working_days
from mendsky.core.terms.cases import Level, State
from mendsky.core.terms.nations import DivisionLevel, Nation

RULE = "escalation/2"
PROMISED_TERMS = 2
"""A promised repair date counts up to this many repair terms after the start, no further."""


class Reason(StrEnum):
    """Why the next level is told."""

    SILENCE = "silence"
    """The owner never answered."""
    UNREACHABLE = "unreachable"
    """No letter could be delivered, or nobody is known to write to."""
    REPAIR_OVERDUE = "repair-overdue"
    """The owner answered; the repair is not verified in time."""
    PLAN_MISSED = "plan-missed"
    """The day that was named for the repair passed, and no repair is verified."""


WAITING = MappingProxyType(
    {
        State.RECEIVED: None,  # nobody has been told yet
        State.REJECTED: None,  # over
        State.MERGED: None,  # lives on in another case
        State.VERIFIED: None,  # about to be told
        State.NOTIFIED: Reason.SILENCE,  # told, and not a word
        State.UNDELIVERABLE: Reason.UNREACHABLE,  # waiting brings no answer
        State.ACKNOWLEDGED: Reason.REPAIR_OVERDUE,  # answered: now the repair's own term runs
        State.PLANNED: Reason.PLAN_MISSED,  # a day was named: until it passes
        State.DISPUTED: None,  # it is our turn to answer
        State.CLAIMED: Reason.REPAIR_OVERDUE,  # a claim that no retest verified stops no clock
        State.REFUTED: Reason.REPAIR_OVERDUE,  # as above
        State.REPAIRED: None,  # verified
        State.CONFIRMED: None,  # verified twice
        State.CLOSED: None,  # over
    }
)
"""What a case waits for in each state; None where nobody has to be told."""

UNHEARD = frozenset({Reason.SILENCE, Reason.UNREACHABLE})
"""Reasons for which no repair term is waited out: the owner has not said that it repairs."""

ABOVE = MappingProxyType(
    {
        Level.OWNER: Level.CITY,
        Level.CITY: Level.PROVINCE,
        Level.PROVINCE: Level.NATION,
        Level.NATION: None,  # nobody stands above; the public comes later
    }
)
"""Which level is told after which."""

DIVISION_LEVELS = MappingProxyType(
    {
        Level.CITY: DivisionLevel.CITY,
        Level.PROVINCE: DivisionLevel.PROVINCE,
        Level.NATION: DivisionLevel.NATION,
    }
)
"""At which level of division a told level has its seat."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What has been said so far in this round of a case."""

    state: State
    owner_level: DivisionLevel
    """Level of the owner's own division."""
    started_at: datetime
    """When the clocks began: the first verified observation, or the one that reopened the case."""
    told: Level
    """Highest level told so far."""
    told_at: datetime
    """When that level was told."""
    answered: bool
    """The owner answered in this round, or an authority returned a plan in its stead."""
    reached: bool
    """At least one letter to the highest level told could be delivered, or still can be."""
    promised: datetime | None
    """Instant until which the owner promised the repair."""
    overruled_at: datetime | None = None
    """When a person found that a dispute of this round does not hold; the term to repair begins there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """Whom to tell next, from when on, by which rule and why."""

    level: Level
    due: datetime
    rule: str
    reason: Reason


def next_step(standing: Standing, nation: Nation) -> Step | None:
    """Give the next level to be told and when, or None where nobody has to be."""
    reason = _reason(standing, nation)
    level = level_above(standing.told, standing.owner_level)
    if reason is None or level is None:
        return None
    return Step(level=level, due=_due(standing, reason, nation), rule=RULE, reason=reason)


def level_above(told: Level, owner_level: DivisionLevel) -> Level | None:
    """Give the next level above the one told that also stands above the owner, or None."""
    level = ABOVE[told]
    while level is not None and DIVISION_LEVELS[level] >= owner_level:
        level = ABOVE[level]
    return level


def missed_plan(state: State, promised: datetime | None, now: datetime) -> bool:
    """Say whether the day that was named for the repair has passed, and no other word came since."""
    return state is State.PLANNED and promised is not None and promised <= now


def highest_told(standing: Standing) -> datetime | None:
    """Give when the highest level that stands above the owner was told; None while one is still left."""
    return standing.told_at if level_above(standing.told, standing.owner_level) is None else None


def answer_due(standing: Standing, nation: Nation) -> datetime:
    """Give the instant until which the owner is asked to answer."""
    return add_working_days(nation.calendar, standing.started_at, nation.clocks.answer_working_days)


def repair_due(standing: Standing, nation: Nation) -> datetime:
    """Give the instant until which the repair is to be verified.

    The term begins anew when a dispute was overruled: waiting for us runs against nobody. A promised
    date later than the nation's term counts, up to `PROMISED_TERMS` terms; an earlier one holds nobody
    to more than the term.
    """
    term = nation.clocks.repair_working_days
    begin = max(standing.started_at, standing.overruled_at or standing.started_at)
    deadline = add_working_days(nation.calendar, begin, term)
    if standing.promised is None:
        return deadline
    latest = add_working_days(nation.calendar, begin, PROMISED_TERMS * term)
    return max(deadline, min(standing.promised, latest))


def end_of_day(day: date, nation: Nation) -> datetime:
    """Give the close of business of a day, in the nation's zone."""
    return datetime.combine(day, CLOSE_OF_BUSINESS, tzinfo=nation.calendar.zone)


def _reason(standing: Standing, nation: Nation) -> Reason | None:
    reason = WAITING[standing.state]
    if reason is None:
        return None
    if _unheard(standing):
        return Reason.UNREACHABLE
    if reason is Reason.SILENCE and standing.answered:
        return Reason.REPAIR_OVERDUE
    if reason is Reason.PLAN_MISSED and not _counts(standing.promised, repair_due(standing, nation)):
        return Reason.REPAIR_OVERDUE
    return reason


def _counts(promised: datetime | None, repair_due: datetime) -> bool:
    """Say whether the day that was named has passed when the term ends: one too far off has not."""
    return promised is not None and promised <= repair_due


def _unheard(standing: Standing) -> bool:
    """Say whether nobody at the highest level told can know: an owner who answered does.

    One whose mailbox was lost since does not hear what is said now.
    """
    knows = standing.told is Level.OWNER and standing.answered and standing.state is not State.UNDELIVERABLE
    return not standing.reached and not knows


def _due(standing: Standing, reason: Reason, nation: Nation) -> datetime:
    if _unheard(standing):
        return standing.told_at
    if standing.told is Level.OWNER and reason is Reason.SILENCE:
        return answer_due(standing, nation)
    if standing.told is Level.OWNER:
        return repair_due(standing, nation)
    patience = add_working_days(nation.calendar, standing.told_at, nation.clocks.escalate_working_days)
    return patience if reason in UNHEARD else max(patience, repair_due(standing, nation))
