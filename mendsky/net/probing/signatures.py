# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signatures of requests, each made once per host and minute; the key stays with whoever gives the signer."""

import time
from collections.abc import Callable

Signer = Callable[[str, int], tuple[str, ...]]
"""From an authority and an instant, in seconds since 1970, to header fields."""
KEPT_SECONDS = 60


class Signatures:
    """What the signer made in the running minute of the real clock."""

    __slots__ = ("_clock", "_made", "_minute", "_signer")

    def __init__(self, signer: Signer | None, clock: Callable[[], float] = time.time) -> None:
        self._signer = signer
        self._clock = clock
        self._minute = 0
        self._made: dict[str, tuple[str, ...]] = {}

    def fields(self, authority: str) -> tuple[str, ...]:
        """Give the header fields of a request to an authority; none where nobody signs."""
        if self._signer is None:
            return ()
        at = int(self._clock())
        if at // KEPT_SECONDS != self._minute:
            self._minute = at // KEPT_SECONDS
            self._made.clear()
        fields = self._made.get(authority)
        if fields is None:
            fields = self._made[authority] = self._signer(authority, at)
        return fields
