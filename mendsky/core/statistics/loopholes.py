# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fold the facts of events into loopholes: what the headline counts.

A loophole is a case that is verified and neither merged into another nor withdrawn after a dispute.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mendsky.core.lifecycle.table import ANSWERS, REPAIRED_STATES
from mendsky.core.rules.severity import is_high_risk
from mendsky.core.terms.cases import EventKind, State
from mendsky.core.terms.facts import Fact
from mendsky.core.terms.instants import read_instant

CLAIMED_STATES = frozenset({State.CLAIMED, State.REFUTED})
"""The owner's last word is a claim of repair that no retest has borne out."""
NO_LOOPHOLE = frozenset({State.RECEIVED, State.REJECTED, State.MERGED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Loophole:
    """One loophole as it stood at an instant."""

    case: str
    subject: str
    """Pseudonym of system and place group."""
    kind: str
    division: str
    province: str | None
    """Province-level division; None for a body of the whole nation."""
    sector: str
    organisation: str
    """Pseudonym."""
    high_risk: bool
    state: State
    notified: bool
    """A letter was handed over at some time."""
    escalated: bool
    """The next level was told at some time."""
    answered: bool
    """The owner said anything at some time, or an authority returned a plan in its stead."""
    found_at: datetime
    """When it was verified for the first time."""
    told_at: datetime | None
    """When the first letter that did not come back was handed over."""
    answered_at: datetime | None
    """When the owner said its first word after that."""
    repaired_at: datetime | None
    """When the repair that stands was verified; None while it is open."""

    @property
    def open(self) -> bool:
        """Say whether no retest of ours has verified the repair."""
        return self.state not in REPAIRED_STATES

    @property
    def unanswered(self) -> bool:
        """Say whether a letter arrived, the term passed, no word came, and the loophole is still open.

        Who repairs without a word has not answered, but is no longer the one who keeps people at risk.
        """
        told = self.notified and self.escalated and self.state is not State.UNDELIVERABLE
        return told and self.open and not self.answered


def loopholes(facts: Iterable[Fact], *, provinces: Mapping[str, str | None]) -> tuple[Loophole, ...]:
    """Give the loopholes that facts of events tell of, ordered by case.

    `provinces` leads from a division to its province-level division; raises `KeyError` for one that it lacks.
    """
    found = (_loophole(events, provinces) for events in by_case(facts).values())
    return tuple(loophole for loophole in found if loophole is not None)


def by_case(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    """Give the events of each case in their order, the cases sorted."""
    cases: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact["type"] == "event":
            cases.setdefault(fact["case"], []).append(fact)
    return {case: sorted(cases[case], key=_number) for case in sorted(cases)}


def silent(found: Sequence[Loophole]) -> int:
    """Count the organisations that were told of an open loophole and never answered within the term."""
    answered = {loophole.organisation for loophole in found if loophole.answered}
    return len({loophole.organisation for loophole in found if loophole.unanswered} - answered)


def _loophole(events: Sequence[Fact], provinces: Mapping[str, str | None]) -> Loophole | None:
    state = State(events[-1]["state"])
    verified = [event["public"] for event in events if event["kind"] == EventKind.VERIFY]
    if not verified or state in NO_LOOPHOLE:
        return None
    public = verified[-1] | _superseded(events)
    owners = _owners(events)
    kinds = {EventKind(event["kind"]) for event in owners}
    told, answered = _dialogue(owners)
    return Loophole(
        case=events[0]["case"],
        subject=public["subject"],
        kind=public["kind"],
        division=public["division"],
        province=provinces[public["division"]],
        sector=public["sector"],
        organisation=public["organisation"],
        high_risk=is_high_risk(public["severity"]["level"]),
        state=state,
        notified=EventKind.NOTIFY in kinds,
        escalated=EventKind.ESCALATE in kinds,
        answered=bool(kinds & ANSWERS),
        found_at=read_instant(next(event["at"] for event in events if event["kind"] == EventKind.VERIFY)),
        told_at=told,
        answered_at=answered,
        repaired_at=_repaired(events),
    )


def _superseded(events: Sequence[Fact]) -> Fact:
    """Give what later events say in the place of the verification: who is responsible, and how severe."""
    said: Fact = {}
    for event in events:
        if event["kind"] == EventKind.TRANSFER:
            said |= {key: event["public"][key] for key in ("organisation", "division")}
        elif event["kind"] == EventKind.COUNT and "severity" in event["public"]:
            said["severity"] = event["public"]["severity"]
    return said


def _owners(events: Sequence[Fact]) -> Sequence[Fact]:
    """Give the events since the organisation that is responsible became so."""
    handed = [number for number, event in enumerate(events) if event["kind"] == EventKind.TRANSFER]
    return events[handed[-1] + 1 :] if handed else events


def _dialogue(events: Sequence[Fact]) -> tuple[datetime | None, datetime | None]:
    """Give when the owner was told and when it first answered; a letter that came back told nobody."""
    told: datetime | None = None
    for event in events:
        if event["kind"] in ANSWERS:
            answered = read_instant(event["at"])
            return told or answered, answered  # who answers knew, though the letter came back
        if event["kind"] == EventKind.NOTIFY:
            told = told or read_instant(event["at"])
        elif event["state"] == State.UNDELIVERABLE:
            told = None
    return told, None


def _repaired(events: Sequence[Fact]) -> datetime | None:
    """Give when the last unbroken run of repaired states began."""
    began: datetime | None = None
    for event in events:
        repaired = State(event["state"]) in REPAIRED_STATES
        began = (began or read_instant(event["at"])) if repaired else None
    return began


def _number(event: Fact) -> int:
    number: int = event["number"]
    return number
