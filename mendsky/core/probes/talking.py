# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What probes of TCP services share: to ask and hear; and those of all stores: whom an answer shows."""

from collections.abc import Callable, Generator

from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Try
from mendsky.core.terms.probing import Page
from mendsky.core.terms.streams import Dial, Receive, Send, StartTls

Asked = Send | Receive | Dial | StartTls
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


def people_in(page: Page) -> int:
    """Count the different people in an answer, by the kind of number that shows most."""
    return max((seen.distinct for seen in page.reading.identifiers if seen.tier in {"A", "B"}), default=0)
