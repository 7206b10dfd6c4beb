# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fold the facts of events into loopholes: what the headline counts.

A loophole is a case that is verified and neither merged into another nor withdrawn after a dispute.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mendsky.core.lifecycle.table import OWNERS_WORDS, REPAIRED_STATES
from mendsky.core.terms.cases import EventKind, State
from mendsky.core.terms.facts import Fact

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
    """The owner said anything at some time."""

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
    cases: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact["type"] == "event":
            cases.setdefault(fact["case"], []).append(fact)
    found = (_loophole(sorted(cases[case], key=_number), provinces) for case in sorted(cases))
    return tuple(loophole for loophole in found if loophole is not None)


def silent(found: Sequence[Loophole]) -> int:
    """Count the organisations that were told of an open loophole and never answered within the term."""
    answered = {loophole.organisation for loophole in found if loophole.answered}
    return len({loophole.organisation for loophole in found if loophole.unanswered} - answered)


def _loophole(events: Sequence[Fact], provinces: Mapping[str, str | None]) -> Loophole | None:
    state = State(events[-1]["state"])
    verified = [event["public"] for event in events if event["kind"] == EventKind.VERIFY]
    if not verified or state in NO_LOOPHOLE:
        return None
    public = verified[-1]
    kinds = {EventKind(event["kind"]) for event in events}
    return Loophole(
        case=events[0]["case"],
        subject=public["subject"],
        kind=public["kind"],
        division=public["division"],
        province=provinces[public["division"]],
        sector=public["sector"],
        organisation=public["organisation"],
        high_risk=public["severity"]["level"] == "high",
        state=state,
        notified=EventKind.NOTIFY in kinds,
        escalated=EventKind.ESCALATE in kinds,
        answered=bool(kinds & OWNERS_WORDS),
    )


def _number(event: Fact) -> int:
    number: int = event["number"]
    return number
