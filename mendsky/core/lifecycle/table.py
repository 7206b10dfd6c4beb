# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The life of a case: for each state, what may happen, where it leads, and why.

A missing row is an illegal move. Rules that people argue about are assertions over this table:
no owner's word reaches *repaired*, an undetermined retest changes nothing, every state answers
every retest, and an exposure that comes back reopens the same case.
"""

from typing import NamedTuple

from mendsky.core.terms.cases import EventKind as E
from mendsky.core.terms.cases import State as S  # noqa: N817 - a table is read by its columns


class Move(NamedTuple):
    """Where an event leads, and the reason."""

    to: S
    reason: str


OWNERS_WORDS = frozenset({E.ACKNOWLEDGE, E.PLAN, E.DISPUTE, E.CLAIM_REPAIR})
"""Events that are an owner's answer."""
RETEST_ANSWERS = frozenset({E.RETEST_CLEAN, E.RETEST_EXPOSED, E.RETEST_UNDETERMINED})
REPAIRED_STATES = frozenset({S.REPAIRED, S.CONFIRMED, S.CLOSED})
"""States in which our own retest stands behind the repair."""

COULD_NOT_LOOK = "what could not be looked at changes nothing"
STILL_THERE = "still there: a repeated hit is no news"
GONE = "two clean passes with proof of coverage, whoever repaired it"
BACK = "the exposure is back: the same case goes on, and its owner is told"
SAME_CASE = "the case that it was merged into carries the answer"
NOTED = "told, and nothing moves"
NEXT_LEVEL = "the next level is told; where the case stands is the owner's doing"
LATE_LETTER = "another letter went out; the owner's answer stands"
LATE_BOUNCE = "a later letter came back; the owner has been heard from"
OLD_LETTER = "a letter that was under way when the repair was verified"
WORD = "the owner's new word replaces the last"
SEEN_ALREADY = "seen was said before; the weightier word stands"

NEXT: dict[S | None, dict[E, Move]] = {
    None: {
        E.RECEIVE: Move(S.RECEIVED, "a case begins when something is received"),
    },
    S.RECEIVED: {
        E.VERIFY: Move(S.VERIFIED, "we reproduced it ourselves, twice, with a control"),
        E.REJECT: Move(S.REJECTED, "there is nothing there, or it is not ours to handle"),
        E.MERGE: Move(S.MERGED, "the same owner, system, kind and place as another case"),
        E.RETEST_CLEAN: Move(S.RECEIVED, "a clean look at what was never verified proves no repair"),
        E.RETEST_EXPOSED: Move(S.RECEIVED, "one look is not yet a verification"),
        E.RETEST_UNDETERMINED: Move(S.RECEIVED, COULD_NOT_LOOK),
        E.COUNT: Move(S.RECEIVED, NOTED),
        E.STATEMENT: Move(S.RECEIVED, NOTED),
    },
    S.REJECTED: {
        E.RETEST_CLEAN: Move(S.REJECTED, "as it was judged"),
        E.RETEST_EXPOSED: Move(S.RECEIVED, "seen after all: to be verified anew"),
        E.RETEST_UNDETERMINED: Move(S.REJECTED, COULD_NOT_LOOK),
        E.COUNT: Move(S.REJECTED, NOTED),
        E.STATEMENT: Move(S.REJECTED, NOTED),
    },
    S.MERGED: {
        E.RETEST_CLEAN: Move(S.MERGED, SAME_CASE),
        E.RETEST_EXPOSED: Move(S.MERGED, SAME_CASE),
        E.RETEST_UNDETERMINED: Move(S.MERGED, COULD_NOT_LOOK),
        E.COUNT: Move(S.MERGED, NOTED),
        E.STATEMENT: Move(S.MERGED, NOTED),
    },
    S.VERIFIED: {
        E.NOTIFY: Move(S.NOTIFIED, "the owner's letter was handed over"),
        E.BOUNCE: Move(S.UNDELIVERABLE, "no address is known, or the letter could not leave"),
        E.MERGE: Move(S.MERGED, "found to be another case before anybody was told"),
        E.ESCALATE: Move(S.VERIFIED, NEXT_LEVEL),
        E.RETEST_CLEAN: Move(S.REPAIRED, GONE),
        E.RETEST_EXPOSED: Move(S.VERIFIED, STILL_THERE),
        E.RETEST_UNDETERMINED: Move(S.VERIFIED, COULD_NOT_LOOK),
        E.COUNT: Move(S.VERIFIED, NOTED),
        E.STATEMENT: Move(S.VERIFIED, NOTED),
    },
    S.NOTIFIED: {
        E.NOTIFY: Move(S.NOTIFIED, "another letter: a reminder, or another address"),
        E.BOUNCE: Move(S.UNDELIVERABLE, "the letter came back: silence would be the wrong word"),
        E.ACKNOWLEDGE: Move(S.ACKNOWLEDGED, "the owner has seen it"),
        E.PLAN: Move(S.PLANNED, "the owner names a date"),
        E.DISPUTE: Move(S.DISPUTED, "the owner says that it is not so; a person decides"),
        E.CLAIM_REPAIR: Move(S.CLAIMED, "the owner says that it is repaired; only a retest shows it"),
        E.ESCALATE: Move(S.NOTIFIED, NEXT_LEVEL),
        E.RETEST_CLEAN: Move(S.REPAIRED, GONE),
        E.RETEST_EXPOSED: Move(S.NOTIFIED, STILL_THERE),
        E.RETEST_UNDETERMINED: Move(S.NOTIFIED, COULD_NOT_LOOK),
        E.COUNT: Move(S.NOTIFIED, NOTED),
        E.STATEMENT: Move(S.NOTIFIED, NOTED),
    },
    S.UNDELIVERABLE: {
        E.NOTIFY: Move(S.NOTIFIED, "another address was found and written to"),
        E.BOUNCE: Move(S.UNDELIVERABLE, "another letter came back"),
        E.ACKNOWLEDGE: Move(S.ACKNOWLEDGED, "the owner heard of it another way"),
        E.PLAN: Move(S.PLANNED, "the owner heard of it another way"),
        E.DISPUTE: Move(S.DISPUTED, "the owner heard of it another way"),
        E.CLAIM_REPAIR: Move(S.CLAIMED, "the owner heard of it another way"),
        E.ESCALATE: Move(S.UNDELIVERABLE, NEXT_LEVEL),
        E.RETEST_CLEAN: Move(S.REPAIRED, GONE),
        E.RETEST_EXPOSED: Move(S.UNDELIVERABLE, STILL_THERE),
        E.RETEST_UNDETERMINED: Move(S.UNDELIVERABLE, COULD_NOT_LOOK),
        E.COUNT: Move(S.UNDELIVERABLE, NOTED),
        E.STATEMENT: Move(S.UNDELIVERABLE, NOTED),
    },
    S.ACKNOWLEDGED: {
        E.NOTIFY: Move(S.ACKNOWLEDGED, LATE_LETTER),
        E.BOUNCE: Move(S.ACKNOWLEDGED, LATE_BOUNCE),
        E.ACKNOWLEDGE: Move(S.ACKNOWLEDGED, "seen, said again"),
        E.PLAN: Move(S.PLANNED, WORD),
        E.DISPUTE: Move(S.DISPUTED, WORD),
        E.CLAIM_REPAIR: Move(S.CLAIMED, WORD),
        E.ESCALATE: Move(S.ACKNOWLEDGED, NEXT_LEVEL),
        E.RETEST_CLEAN: Move(S.REPAIRED, GONE),
        E.RETEST_EXPOSED: Move(S.ACKNOWLEDGED, STILL_THERE),
        E.RETEST_UNDETERMINED: Move(S.ACKNOWLEDGED, COULD_NOT_LOOK),
        E.COUNT: Move(S.ACKNOWLEDGED, NOTED),
        E.STATEMENT: Move(S.ACKNOWLEDGED, NOTED),
    },
    S.PLANNED: {
        E.NOTIFY: Move(S.PLANNED, LATE_LETTER),
        E.BOUNCE: Move(S.PLANNED, LATE_BOUNCE),
        E.ACKNOWLEDGE: Move(S.PLANNED, SEEN_ALREADY),
        E.PLAN: Move(S.PLANNED, "another date"),
        E.DISPUTE: Move(S.DISPUTED, WORD),
        E.CLAIM_REPAIR: Move(S.CLAIMED, WORD),
        E.ESCALATE: Move(S.PLANNED, NEXT_LEVEL),
        E.RETEST_CLEAN: Move(S.REPAIRED, GONE),
        E.RETEST_EXPOSED: Move(S.PLANNED, STILL_THERE),
        E.RETEST_UNDETERMINED: Move(S.PLANNED, COULD_NOT_LOOK),
        E.COUNT: Move(S.PLANNED, NOTED),
        E.STATEMENT: Move(S.PLANNED, NOTED),
    },
    S.DISPUTED: {
        E.NOTIFY: Move(S.DISPUTED, LATE_LETTER),
        E.BOUNCE: Move(S.DISPUTED, LATE_BOUNCE),
        E.OVERRULE: Move(S.NOTIFIED, "a person looked: the exposure stands, and an answer is still due"),
        E.REJECT: Move(S.REJECTED, "a person looked: the owner is right"),
        E.ACKNOWLEDGE: Move(S.ACKNOWLEDGED, "the owner takes the dispute back"),
        E.PLAN: Move(S.PLANNED, WORD),
        E.DISPUTE: Move(S.DISPUTED, "more evidence for the same dispute"),
        E.CLAIM_REPAIR: Move(S.CLAIMED, WORD),
        E.ESCALATE: Move(S.DISPUTED, NEXT_LEVEL),
        E.RETEST_CLEAN: Move(S.REPAIRED, GONE),
        E.RETEST_EXPOSED: Move(S.DISPUTED, "a person, not a probe, settles a dispute"),
        E.RETEST_UNDETERMINED: Move(S.DISPUTED, COULD_NOT_LOOK),
        E.COUNT: Move(S.DISPUTED, NOTED),
        E.STATEMENT: Move(S.DISPUTED, NOTED),
    },
    S.CLAIMED: {
        E.NOTIFY: Move(S.CLAIMED, LATE_LETTER),
        E.BOUNCE: Move(S.CLAIMED, LATE_BOUNCE),
        E.ACKNOWLEDGE: Move(S.CLAIMED, SEEN_ALREADY),
        E.PLAN: Move(S.PLANNED, "a date to come takes the claim back"),
        E.DISPUTE: Move(S.DISPUTED, WORD),
        E.CLAIM_REPAIR: Move(S.CLAIMED, "claimed again before the retest answered"),
        E.ESCALATE: Move(S.CLAIMED, NEXT_LEVEL),
        E.RETEST_CLEAN: Move(S.REPAIRED, GONE),
        E.RETEST_EXPOSED: Move(S.REFUTED, "claimed, and still there"),
        E.RETEST_UNDETERMINED: Move(S.CLAIMED, COULD_NOT_LOOK),
        E.COUNT: Move(S.CLAIMED, NOTED),
        E.STATEMENT: Move(S.CLAIMED, NOTED),
    },
    S.REFUTED: {
        E.NOTIFY: Move(S.REFUTED, "the owner is told that the claim did not hold"),
        E.BOUNCE: Move(S.REFUTED, LATE_BOUNCE),
        E.ACKNOWLEDGE: Move(S.ACKNOWLEDGED, "the owner takes the claim back"),
        E.PLAN: Move(S.PLANNED, "a date to come takes the claim back"),
        E.DISPUTE: Move(S.DISPUTED, WORD),
        E.CLAIM_REPAIR: Move(S.CLAIMED, "a new claim, to be tested anew"),
        E.ESCALATE: Move(S.REFUTED, NEXT_LEVEL),
        E.RETEST_CLEAN: Move(S.REPAIRED, GONE),
        E.RETEST_EXPOSED: Move(S.REFUTED, STILL_THERE),
        E.RETEST_UNDETERMINED: Move(S.REFUTED, COULD_NOT_LOOK),
        E.COUNT: Move(S.REFUTED, NOTED),
        E.STATEMENT: Move(S.REFUTED, NOTED),
    },
    S.REPAIRED: {
        E.CONFIRM: Move(S.CONFIRMED, "still clean days later"),
        E.CLOSE: Move(S.CLOSED, "nothing is left to do"),
        E.NOTIFY: Move(S.REPAIRED, OLD_LETTER),
        E.BOUNCE: Move(S.REPAIRED, OLD_LETTER),
        E.RETEST_CLEAN: Move(S.REPAIRED, "clean, as before"),
        E.RETEST_EXPOSED: Move(S.NOTIFIED, BACK),
        E.RETEST_UNDETERMINED: Move(S.REPAIRED, COULD_NOT_LOOK),
        E.COUNT: Move(S.REPAIRED, NOTED),
        E.STATEMENT: Move(S.REPAIRED, NOTED),
    },
    S.CONFIRMED: {
        E.CLOSE: Move(S.CLOSED, "nothing is left to do"),
        E.NOTIFY: Move(S.CONFIRMED, OLD_LETTER),
        E.BOUNCE: Move(S.CONFIRMED, OLD_LETTER),
        E.RETEST_CLEAN: Move(S.CONFIRMED, "clean, as before"),
        E.RETEST_EXPOSED: Move(S.NOTIFIED, BACK),
        E.RETEST_UNDETERMINED: Move(S.CONFIRMED, COULD_NOT_LOOK),
        E.COUNT: Move(S.CONFIRMED, NOTED),
        E.STATEMENT: Move(S.CONFIRMED, NOTED),
    },
    S.CLOSED: {
        E.NOTIFY: Move(S.CLOSED, OLD_LETTER),
        E.BOUNCE: Move(S.CLOSED, OLD_LETTER),
        E.RETEST_CLEAN: Move(S.CLOSED, "clean, as before"),
        E.RETEST_EXPOSED: Move(S.NOTIFIED, BACK),
        E.RETEST_UNDETERMINED: Move(S.CLOSED, COULD_NOT_LOOK),
        E.COUNT: Move(S.CLOSED, NOTED),
        E.STATEMENT: Move(S.CLOSED, NOTED),
    },
}


def diagram() -> str:
    """Draw the moves between states as a Mermaid state diagram, in the table's order."""
    lines = ["stateDiagram-v2"]
    for state, moves in NEXT.items():
        start = "[*]" if state is None else state.value
        lines += [
            f"    {start} --> {move.to.value}: {kind.value}"
            for kind, move in moves.items()
            if move.to is not state
        ]
    return "\n".join(lines) + "\n"
