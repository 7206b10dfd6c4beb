# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one owner has done so far, and what it does next."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mendsky.lab.sites import Condition
from mendsky.lab.story import Act, Organisation, Step, System

ANSWERS = frozenset({Act.ACKNOWLEDGE, Act.PLAN, Act.DISPUTE, Act.CLAIM})
"""What an owner says on its page."""
CHANGES = {
    Act.REPAIR: Condition.REPAIRED,
    Act.PRETEND: Condition.PRETENDED,
    Act.PARTLY: Condition.PARTLY,
    Act.BLOCK: Condition.BLOCKED,
    Act.OFFLINE: Condition.OFFLINE,
    Act.BREAK: Condition.VULNERABLE,
}
"""What an owner does to its system."""
LOOKS_AGAIN = timedelta(days=3)
"""Between two looks of an owner at what became of its dispute."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Counting:
    """A census under way."""

    sketch: asyncio.Task[bytes]
    ready_at: datetime
    """When the owner hands its result in."""


@dataclass(kw_only=True, slots=True)
class Diary:
    """What one owner has done so far."""

    organisation: Organisation
    system: System
    done: list[tuple[datetime, Act]] = field(default_factory=list)
    looked_at: datetime | None = None
    """When it last looked at what became of its dispute."""
    overruled_at: datetime | None = None
    """When it saw that its dispute no longer stands."""
    counting: Counting | None = None
    """A census that runs on the owner's own machine meanwhile."""

    @property
    def word(self) -> Act | None:
        """Give the owner's last word since its weakness last came back; None where it has said nothing."""
        said = None
        for _, act in self.done:
            if act is Act.BREAK:
                said = None
            elif act in ANSWERS:
                said = act
        return said

    @property
    def answered(self) -> bool:
        """Say whether the owner ever answered on its page."""
        return any(act in ANSWERS for _, act in self.done)

    @property
    def counted(self) -> bool:
        """Say whether the owner has handed in a census."""
        return any(act is Act.CENSUS for _, act in self.done)

    @property
    def broke_at(self) -> datetime | None:
        """Say when its weakness last came back."""
        return max((when for when, act in self.done if act is Act.BREAK), default=None)

    @property
    def looks_next(self) -> datetime | None:
        """Say when it next looks at what became of its dispute; None where it has disputed nothing."""
        disputed = max((when for when, act in self.done if act is Act.DISPUTE), default=None)
        last = self.looked_at or disputed
        return None if last is None else last + LOOKS_AGAIN

    @property
    def step(self) -> Step | None:
        """Give the step that comes next."""
        steps = self.organisation.steps
        return steps[len(self.done)] if len(self.done) < len(steps) else None
