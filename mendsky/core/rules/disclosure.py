# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Decide how far an event may be seen, by the state that it leads to.

Published figures count what is verified; before that, everything stays within the case.
"""

from types import MappingProxyType

from mendsky.core.terms.cases import Stage, State

RULE = "disclosure/1"

STAGES = MappingProxyType(
    {
        State.RECEIVED: Stage.SEALED,  # a claim that nobody has reproduced
        State.REJECTED: Stage.SEALED,  # it was never there
        State.MERGED: Stage.COUNTED,  # a loophole that no longer counts, which figures must know
        State.VERIFIED: Stage.COUNTED,  # from here on it is a loophole
        State.NOTIFIED: Stage.COUNTED,
        State.UNDELIVERABLE: Stage.COUNTED,  # told apart from silence in the figures
        State.ACKNOWLEDGED: Stage.COUNTED,
        State.PLANNED: Stage.COUNTED,
        State.DISPUTED: Stage.COUNTED,  # it counts until the dispute is upheld
        State.CLAIMED: Stage.COUNTED,
        State.REFUTED: Stage.COUNTED,
        State.REPAIRED: Stage.COUNTED,  # no name: what is repaired elsewhere may stand open at the same owner
        State.CONFIRMED: Stage.COUNTED,
        State.CLOSED: Stage.COUNTED,
    }
)
"""Stage of an event by the state after it."""


def stage(state: State) -> Stage:
    """Give how far an event that leads to a state may be seen."""
    return STAGES[state]
