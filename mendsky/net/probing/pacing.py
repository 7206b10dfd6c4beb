# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How fast one host may be asked: the grant's rate, and slower where the host sheds load.

Instants are seconds of the real clock, and come in as arguments.
"""

from dataclasses import dataclass

SHEDDING = frozenset({429, 502, 503, 504})
"""Too Many Requests (RFC 6585 section 4), Bad Gateway to Gateway Timeout (RFC 9110 section 15.6).

A plain 500 is what a program answers that an input test made fail, however little its host has to do.
"""
SLOW = 2.0
"""Seconds from which on an answer says that the host has enough to do."""
SLOWEST = 30.0
"""Seconds between two requests beyond which backing off goes no further."""
FIRST_STEP = 0.5
"""Seconds to begin backing off with where the rate alone allows more."""


@dataclass(slots=True)
class Pace:
    """The pace of one host."""

    ready_at: float = 0.0
    """Instant from which on the next request may be sent."""
    penalty: float = 0.0
    """Seconds between two requests because the host shed load; 0 while it is well."""

    def sent(self, at: float, rate: float) -> None:
        """Note that a request is sent, under a rate in requests a second."""
        self.ready_at = max(self.ready_at, at + max(self.penalty, 1 / rate))

    def answered(self, at: float, status: int, retry_after: str = "", seconds: float = 0.0) -> None:
        """Note an answer: back off where the host sheds load, recover by halves where it does not.

        One that took long, or never came, gives the host as many seconds of rest.
        """
        if seconds >= SLOW:
            self.ready_at = max(self.ready_at, at + min(SLOWEST, seconds))
        if status not in SHEDDING:
            self.penalty = self.penalty / 2 if self.penalty > FIRST_STEP else 0.0
            return
        self.penalty = min(SLOWEST, max(FIRST_STEP, self.penalty * 2))
        # Retry-After may also be a date (RFC 9110 section 10.2.3): then our own step does.
        asked = int(retry_after) if retry_after.isdecimal() and len(retry_after) < 6 else 0
        self.ready_at = max(self.ready_at, at + max(self.penalty, min(SLOWEST, asked)))
