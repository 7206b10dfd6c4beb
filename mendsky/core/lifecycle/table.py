# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The life of a case: for each state, what may happen, where it leads, and why.

A missing row is an illegal move. Rules that people argue about are assertions over this table:
no owner's word reaches *repaired*, an undetermined retest changes nothing, every state answers
every retest, an exposure that comes back reopens the same case, and nobody is named while a dispute
is open or before anything is verified.
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
ANSWERS = OWNERS_WORDS | {E.RETURN_PLAN}
"""Events that end silence: the owner's own word, or a plan that an authority returned in its stead."""
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
ANOTHERS = "another organisation is responsible: it is told anew, and its clocks begin"
ANOTHERS_REPAIR = "another organisation is responsible; the repair stands"
AUTHORITYS_DAY = "an authority answers for the owner, who has named no day"
OWNERS_WORD_STANDS = "an authority's plan is noted; the owner has said otherwise"
TOLD_ONCE = "a name that was said cannot be unsaid; from here on it is said"
HELD = "a person puts the naming off; nothing moves"
NO_LOOPHOLE = "one person flagged it with evidence and another agreed: it is no loophole"
SEEN_ALREADY = "seen was said before; the weightier word stands"


def _noted(state: S) -> dict[E, Move]:
    """Give the rows of what is told in every state and moves nothing."""
    return {kind: Move(state, NOTED) for kind in (E.COUNT, E.STATEMENT, E.RELEASE_STATEMENT, E.NOTE)}


def _named(state: S) -> dict[E, Move]:
    """Give the rows of a state in which the organisation may be named."""
    return {E.DISCLOSE: Move(state, TOLD_ONCE), E.HOLD: Move(state, HELD)}


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
        **_noted(S.RECEIVED),
    },
    S.REJECTED: {
        E.RETEST_CLEAN: Move(S.REJECTED, "as it was judged"),
        E.RETEST_EXPOSED: Move(S.REJECTED, "a person judged what the probe still sees"),
        E.RETEST_UNDETERMINED: Move(S.REJECTED, COULD_NOT_LOOK),
        **_noted(S.REJECTED),
    },
    S.MERGED: {
        E.RETEST_CLEAN: Move(S.MERGED, SAME_CASE),
        E.RETEST_EXPOSED: Move(S.MERGED, SAME_CASE),
        E.RETEST_UNDETERMINED: Move(S.MERGED, COULD_NOT_LOOK),
        **_noted(S.MERGED),
    },
    S.VERIFIED: {
        E.NOTIFY: Move(S.NOTIFIED, "the owner's letter was handed over"),
        E.BOUNCE: Move(S.UNDELIVERABLE, "no address is known, or the letter could not leave"),
        E.MERGE: Move(S.MERGED, "found to be another case before anybody was told"),
        E.RETURN_PLAN: Move(S.VERIFIED, "noted; the owner has not been told yet"),
        E.TRANSFER: Move(S.VERIFIED, ANOTHERS),
        E.REJECT: Move(S.REJECTED, NO_LOOPHOLE),
        E.ESCALATE: Move(S.VERIFIED, NEXT_LEVEL),
        E.RETEST_CLEAN: Move(S.REPAIRED, GONE),
        E.RETEST_EXPOSED: Move(S.VERIFIED, STILL_THERE),
        E.RETEST_UNDETERMINED: Move(S.VERIFIED, COULD_NOT_LOOK),
        E.HOLD: Move(S.VERIFIED, HELD),
        **_noted(S.VERIFIED),
    },
    S.NOTIFIED: {
        E.NOTIFY: Move(S.NOTIFIED, "another letter: a reminder, or another address"),
        E.BOUNCE: Move(S.UNDELIVERABLE, "the letter came back: silence would be the wrong word"),
        E.ACKNOWLEDGE: Move(S.ACKNOWLEDGED, "the owner has seen it"),
        E.PLAN: Move(S.PLANNED, "the owner names a date"),
        E.DISPUTE: Move(S.DISPUTED, "the owner says that it is not so; a person decides"),
        E.CLAIM_REPAIR: Move(S.CLAIMED, "the owner says that it is repaired; only a retest shows it"),
        E.RETURN_PLAN: Move(S.PLANNED, AUTHORITYS_DAY),
        E.TRANSFER: Move(S.VERIFIED, ANOTHERS),
        E.REJECT: Move(S.REJECTED, NO_LOOPHOLE),
        E.ESCALATE: Move(S.NOTIFIED, NEXT_LEVEL),
        E.RETEST_CLEAN: Move(S.REPAIRED, GONE),
        E.RETEST_EXPOSED: Move(S.NOTIFIED, STILL_THERE),
        E.RETEST_UNDETERMINED: Move(S.NOTIFIED, COULD_NOT_LOOK),
        **_named(S.NOTIFIED),
        **_noted(S.NOTIFIED),
    },
    S.UNDELIVERABLE: {
        E.NOTIFY: Move(S.NOTIFIED, "another address was found and written to"),
        E.BOUNCE: Move(S.UNDELIVERABLE, "another letter came back"),
        E.ACKNOWLEDGE: Move(S.ACKNOWLEDGED, "the owner heard of it another way"),
        E.PLAN: Move(S.PLANNED, "the owner heard of it another way"),
        E.DISPUTE: Move(S.DISPUTED, "the owner heard of it another way"),
        E.CLAIM_REPAIR: Move(S.CLAIMED, "the owner heard of it another way"),
        E.RETURN_PLAN: Move(S.PLANNED, AUTHORITYS_DAY),
        E.TRANSFER: Move(S.VERIFIED, ANOTHERS),
        E.REJECT: Move(S.REJECTED, NO_LOOPHOLE),
        E.ESCALATE: Move(S.UNDELIVERABLE, NEXT_LEVEL),
        E.RETEST_CLEAN: Move(S.REPAIRED, GONE),
        E.RETEST_EXPOSED: Move(S.UNDELIVERABLE, STILL_THERE),
        E.RETEST_UNDETERMINED: Move(S.UNDELIVERABLE, COULD_NOT_LOOK),
        **_named(S.UNDELIVERABLE),
        **_noted(S.UNDELIVERABLE),
    },
    S.ACKNOWLEDGED: {
        E.NOTIFY: Move(S.ACKNOWLEDGED, LATE_LETTER),
        E.BOUNCE: Move(S.ACKNOWLEDGED, LATE_BOUNCE),
        E.ACKNOWLEDGE: Move(S.ACKNOWLEDGED, "seen, said again"),
        E.PLAN: Move(S.PLANNED, WORD),
        E.DISPUTE: Move(S.DISPUTED, WORD),
        E.CLAIM_REPAIR: Move(S.CLAIMED, WORD),
        E.RETURN_PLAN: Move(S.PLANNED, AUTHORITYS_DAY),
        E.TRANSFER: Move(S.VERIFIED, ANOTHERS),
        E.REJECT: Move(S.REJECTED, NO_LOOPHOLE),
        E.ESCALATE: Move(S.ACKNOWLEDGED, NEXT_LEVEL),
        E.RETEST_CLEAN: Move(S.REPAIRED, GONE),
        E.RETEST_EXPOSED: Move(S.ACKNOWLEDGED, STILL_THERE),
        E.RETEST_UNDETERMINED: Move(S.ACKNOWLEDGED, COULD_NOT_LOOK),
        **_named(S.ACKNOWLEDGED),
        **_noted(S.ACKNOWLEDGED),
    },
    S.PLANNED: {
        E.NOTIFY: Move(S.PLANNED, LATE_LETTER),
        E.BOUNCE: Move(S.PLANNED, LATE_BOUNCE),
        E.ACKNOWLEDGE: Move(S.PLANNED, SEEN_ALREADY),
        E.PLAN: Move(S.PLANNED, "another date"),
        E.DISPUTE: Move(S.DISPUTED, WORD),
        E.CLAIM_REPAIR: Move(S.CLAIMED, WORD),
        E.RETURN_PLAN: Move(S.PLANNED, "the owner's own day stands until it has passed"),
        E.TRANSFER: Move(S.VERIFIED, ANOTHERS),
        E.REJECT: Move(S.REJECTED, NO_LOOPHOLE),
        E.ESCALATE: Move(S.PLANNED, NEXT_LEVEL),
        E.RETEST_CLEAN: Move(S.REPAIRED, GONE),
        E.RETEST_EXPOSED: Move(S.PLANNED, STILL_THERE),
        E.RETEST_UNDETERMINED: Move(S.PLANNED, COULD_NOT_LOOK),
        **_named(S.PLANNED),
        **_noted(S.PLANNED),
    },
    S.DISPUTED: {
        E.NOTIFY: Move(S.DISPUTED, LATE_LETTER),
        E.BOUNCE: Move(S.DISPUTED, LATE_BOUNCE),
        E.OVERRULE: Move(S.NOTIFIED, "a person looked: the exposure stands, and an answer is still due"),
        E.REJECT: Move(
            S.REJECTED, "a person looked: the owner is right, or two persons agreed that it is no loophole"
        ),
        E.ACKNOWLEDGE: Move(S.ACKNOWLEDGED, "the owner takes the dispute back"),
        E.PLAN: Move(S.PLANNED, WORD),
        E.DISPUTE: Move(S.DISPUTED, "more evidence for the same dispute"),
        E.CLAIM_REPAIR: Move(S.CLAIMED, WORD),
        E.RETURN_PLAN: Move(S.DISPUTED, OWNERS_WORD_STANDS),
        E.TRANSFER: Move(S.VERIFIED, ANOTHERS),
        E.ESCALATE: Move(S.DISPUTED, NEXT_LEVEL),
        E.RETEST_CLEAN: Move(S.REPAIRED, GONE),
        E.RETEST_EXPOSED: Move(S.DISPUTED, "a person, not a probe, settles a dispute"),
        E.RETEST_UNDETERMINED: Move(S.DISPUTED, COULD_NOT_LOOK),
        E.HOLD: Move(S.DISPUTED, HELD),
        **_noted(S.DISPUTED),
    },
    S.CLAIMED: {
        E.NOTIFY: Move(S.CLAIMED, LATE_LETTER),
        E.BOUNCE: Move(S.CLAIMED, LATE_BOUNCE),
        E.ACKNOWLEDGE: Move(S.CLAIMED, SEEN_ALREADY),
        E.PLAN: Move(S.PLANNED, "a date to come takes the claim back"),
        E.DISPUTE: Move(S.DISPUTED, WORD),
        E.CLAIM_REPAIR: Move(S.CLAIMED, "claimed again before the retest answered"),
        E.RETURN_PLAN: Move(S.CLAIMED, OWNERS_WORD_STANDS),
        E.TRANSFER: Move(S.VERIFIED, ANOTHERS),
        E.REJECT: Move(S.REJECTED, NO_LOOPHOLE),
        E.ESCALATE: Move(S.CLAIMED, NEXT_LEVEL),
        E.RETEST_CLEAN: Move(S.REPAIRED, GONE),
        E.RETEST_EXPOSED: Move(S.REFUTED, "claimed, and still there"),
        E.RETEST_UNDETERMINED: Move(S.CLAIMED, COULD_NOT_LOOK),
        **_named(S.CLAIMED),
        **_noted(S.CLAIMED),
    },
    S.REFUTED: {
        E.NOTIFY: Move(S.REFUTED, "the owner is told that the claim did not hold"),
        E.BOUNCE: Move(S.REFUTED, LATE_BOUNCE),
        E.ACKNOWLEDGE: Move(S.ACKNOWLEDGED, "the owner takes the claim back"),
        E.PLAN: Move(S.PLANNED, "a date to come takes the claim back"),
        E.DISPUTE: Move(S.DISPUTED, WORD),
        E.CLAIM_REPAIR: Move(S.CLAIMED, "a new claim, to be tested anew"),
        E.RETURN_PLAN: Move(S.PLANNED, "the claim did not hold; an authority names a day in its place"),
        E.TRANSFER: Move(S.VERIFIED, ANOTHERS),
        E.REJECT: Move(S.REJECTED, NO_LOOPHOLE),
        E.ESCALATE: Move(S.REFUTED, NEXT_LEVEL),
        E.RETEST_CLEAN: Move(S.REPAIRED, GONE),
        E.RETEST_EXPOSED: Move(S.REFUTED, STILL_THERE),
        E.RETEST_UNDETERMINED: Move(S.REFUTED, COULD_NOT_LOOK),
        **_named(S.REFUTED),
        **_noted(S.REFUTED),
    },
    S.REPAIRED: {
        E.CONFIRM: Move(S.CONFIRMED, "still clean days later"),
        E.NOTIFY: Move(S.REPAIRED, OLD_LETTER),
        E.BOUNCE: Move(S.REPAIRED, OLD_LETTER),
        E.TRANSFER: Move(S.REPAIRED, ANOTHERS_REPAIR),
        E.RETEST_CLEAN: Move(S.REPAIRED, "clean, as before"),
        E.RETEST_EXPOSED: Move(S.NOTIFIED, BACK),
        E.RETEST_UNDETERMINED: Move(S.REPAIRED, COULD_NOT_LOOK),
        E.HOLD: Move(S.REPAIRED, HELD),
        **_noted(S.REPAIRED),
    },
    S.CONFIRMED: {
        E.CLOSE: Move(S.CLOSED, "it has held, and nothing is left to do"),
        E.NOTIFY: Move(S.CONFIRMED, OLD_LETTER),
        E.BOUNCE: Move(S.CONFIRMED, OLD_LETTER),
        E.TRANSFER: Move(S.CONFIRMED, ANOTHERS_REPAIR),
        E.RETEST_CLEAN: Move(S.CONFIRMED, "clean, as before"),
        E.RETEST_EXPOSED: Move(S.NOTIFIED, BACK),
        E.RETEST_UNDETERMINED: Move(S.CONFIRMED, COULD_NOT_LOOK),
        **_named(S.CONFIRMED),
        **_noted(S.CONFIRMED),
    },
    S.CLOSED: {
        E.NOTIFY: Move(S.CLOSED, OLD_LETTER),
        E.BOUNCE: Move(S.CLOSED, OLD_LETTER),
        E.TRANSFER: Move(S.CLOSED, ANOTHERS_REPAIR),
        E.RETEST_CLEAN: Move(S.CLOSED, "clean, as before"),
        E.RETEST_EXPOSED: Move(S.NOTIFIED, BACK),
        E.RETEST_UNDETERMINED: Move(S.CLOSED, COULD_NOT_LOOK),
        **_named(S.CLOSED),
        **_noted(S.CLOSED),
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
