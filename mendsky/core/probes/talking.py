# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What probes of TCP services share: to ask and hear; and those of all stores: whom an answer shows."""

from collections.abc import Callable, Generator, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Try
from mendsky.core.terms.probing import Observation, Page
from mendsky.core.terms.streams import Dial, Receive, Send, StartTls

Asked = Send | Receive | Dial | StartTls
Place = TypeVar("Place", bound=Hashable)
PROOF = 2
"""Different people in one answer: one may be a specimen."""


def ask(
    target: str,
    sent: bytes,
    most: int,
    until: Callable[[bytes], bool],
    *,
    anew: bool = False,
    trying: Try | None = None,
    values: Callable[[bytes], bytes] = bytes,
) -> Generator[Asked, Page, Page | Cause]:
    """Send bytes, named as the log is to name them, and hear at most so many; or say why there are none.

    `trying` is the password that they try, if any.
    `values` gives of what came that which is read for identifiers.
    """
    page = yield Send(sent, target=target, anew=anew, trying=trying)
    if page.failure is None:
        page = yield Receive(most, until, values=values)
    return page.failure or page


@dataclass(kw_only=True, slots=True)
class Walk(Generic[Place]):
    """A way down through a store: where it was, and whither it goes."""

    waiting: list[Place]
    """What is yet to be looked into; who looks may add to it."""
    seen: set[Place] = field(default_factory=set)


def walked(
    walk: Walk[Place],
    most: int,
    look: Callable[[Place], Generator[Asked, Page, Observation | Cause | None]],
) -> Generator[Asked, Page, Observation | Cause | None]:
    """Look into at most so many places; give the first answer, or why somebody may yet be hidden."""
    untold = None
    while walk.waiting and len(walk.seen) < most:
        place = walk.waiting.pop(0)
        walk.seen.add(place)
        answer = yield from look(place)
        if isinstance(answer, Observation):
            return answer
        untold = untold or answer
    return untold or (Cause.OVER_BUDGET if walk.waiting else None)


def people_in(page: Page) -> int:
    """Count the different people in an answer, by the kind of number that shows most."""
    return max((seen.distinct for seen in page.reading.identifiers if seen.tier in {"A", "B"}), default=0)
