# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tell a case's events as steps of one timeline, in words of the nation's texts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mendsky.apps.site.wording import moment_text, text
from mendsky.core.lifecycle.table import OWNERS_WORDS, REPAIRED_STATES
from mendsky.core.rules.deadlines import add_working_days
from mendsky.core.terms.cases import Event, EventKind
from mendsky.core.terms.nations import Nation

GOOD = frozenset({EventKind.RETEST_CLEAN, EventKind.CONFIRM, EventKind.CLOSE})
DOUBT = frozenset(
    {
        EventKind.VERIFY,
        EventKind.RETEST_EXPOSED,
        EventKind.BOUNCE,
        EventKind.ESCALATE,
        EventKind.DISCLOSE,
    }
)
QUIET = frozenset({EventKind.RETEST_UNDETERMINED, EventKind.COUNT, EventKind.STATEMENT})

WITHIN = frozenset({EventKind.STATEMENT, EventKind.HOLD, EventKind.NOTE})
"""Work within the case: a statement is shown once it is released."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One line of a timeline."""

    at: datetime
    what: str
    detail: str
    actor: str
    tone: str
    """`good`, `doubt`, `quiet` or empty: a class of the style sheet."""
    rule: str
    stage: str


def steps(nation: Nation, language: str, events: Iterable[Event]) -> tuple[Step, ...]:
    """Give the steps in the order in which they were so, the first one first."""
    ordered = sorted(events, key=lambda event: (event.at, event.number))
    return tuple(
        Step(
            at=event.at,
            what=text(nation, language, f"event.{event.kind.value}"),
            detail=_detail(nation, language, event),
            actor=text(nation, language, f"actor.{event.actor.value}"),
            tone=_tone(event.kind),
            rule=event.rule,
            stage=event.stage.value,
        )
        for event in ordered
    )


def public(nation: Nation, language: str, events: Sequence[Event], as_of: datetime) -> tuple[Step, ...]:
    """Give the steps that the public may read, with one where the owner's term passed without an answer."""
    told = list(steps(nation, language, (event for event in events if event.kind not in WITHIN)))
    silence = _silence(nation, language, events, as_of)
    if silence is not None:
        place = next((n for n, step in enumerate(told) if step.at > silence.at), len(told))
        told.insert(place, silence)
    return tuple(told)


def _silence(nation: Nation, language: str, events: Sequence[Event], as_of: datetime) -> Step | None:
    """Give the step of a term that passed, by working days from the first letter; None where none did."""
    letter = first(events, EventKind.NOTIFY)
    if letter is None:
        return None
    term = nation.clocks.answer_working_days
    due = add_working_days(nation.calendar, letter, term)
    ended = (
        event
        for event in events
        if event.kind in OWNERS_WORDS or event.kind is EventKind.BOUNCE or event.state in REPAIRED_STATES
    )
    if due >= as_of or any(event.at <= due for event in ended):
        return None
    return Step(
        at=due,
        what=text(nation, language, "page.case.silent-step"),
        detail=text(nation, language, "page.case.silent-detail", n=term),
        actor=text(nation, language, "level.owner"),
        tone="quiet",
        rule="",
        stage="",
    )


def first(events: Iterable[Event], kind: EventKind) -> datetime | None:
    """Give when something first happened, or None."""
    return min((event.at for event in events if event.kind is kind), default=None)


def _tone(kind: EventKind) -> str:
    if kind in GOOD:
        return "good"
    if kind in DOUBT:
        return "doubt"
    return "quiet" if kind in QUIET else ""


def _detail(nation: Nation, language: str, event: Event) -> str:
    public = event.public
    if event.kind is EventKind.ESCALATE:
        level = text(nation, language, f"level.{public['level']}")
        return text(nation, language, "page.case.level-told", level=level)
    if event.kind in {EventKind.PLAN, EventKind.RETURN_PLAN} and "promised" in public:
        return moment_text(nation, language, public["promised"], day=True)
    if event.kind is EventKind.RETEST_UNDETERMINED and public.get("cause"):
        return text(nation, language, f"cause.{public['cause']}")
    return ""
