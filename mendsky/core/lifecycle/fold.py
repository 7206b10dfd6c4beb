# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fold a case's events into the state it stands in."""

from collections.abc import Iterable

from mendsky.core.lifecycle.table import NEXT
from mendsky.core.terms.cases import EventKind, State


class IllegalMove(ValueError):  # noqa: N818 - named for what it is: the caller asked, the table has no such row
    """The table has no row for this event in this state."""


def advance(state: State | None, kind: EventKind) -> State:
    """Give the state after one event, from None before the first; raises `IllegalMove`."""
    move = NEXT[state].get(kind)
    if move is None:
        msg = f"a case that is {state.value if state else 'not begun'} takes no {kind.value}"
        raise IllegalMove(msg)
    return move.to


def legal(state: State | None) -> frozenset[EventKind]:
    """Give the kinds of events that a state takes."""
    return frozenset(NEXT[state])


def fold(kinds: Iterable[EventKind]) -> State:
    """Give the state after a case's events in their order; raises `IllegalMove`, for no events too."""
    state: State | None = None
    for kind in kinds:
        state = advance(state, kind)
    if state is None:
        msg = "a case has at least the event that received it"
        raise IllegalMove(msg)
    return state
