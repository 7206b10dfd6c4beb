# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a probe fires as it should: one that never does, or nearly always, is likely broken.

The thresholds are our own judgement and no standard's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

WINDOW = timedelta(days=90)
"""Answers older than this say nothing of the probe as it is."""
LONG = timedelta(days=180)
"""So long without a place newly or still exposed, while it could tell, is worth a look."""
MOST = Fraction(1, 2)
"""A share of systems above which a loophole is more likely a fault of the probe."""
FEWEST = 50
"""Systems that it must have been able to tell of; fewer prove nothing about a probe."""


class Flag(StrEnum):
    """What is odd about how often a probe fires."""

    SILENT = "silent"
    OFTEN = "often"


@dataclass(frozen=True, kw_only=True, slots=True)
class Firing:
    """How often one probe fired."""

    kind: str
    last: datetime | None
    """When a place was last seen exposed; None where none ever was."""
    began: datetime | None
    """Since when it has been telling of systems; None where it never could."""
    told: int
    """Systems of which it could tell within the window."""
    exposed: int
    """Of these, where it says exposed."""

    @property
    def share(self) -> float | None:
        """Give the share of exposed; None where it could tell of no system."""
        return self.exposed / self.told if self.told else None


def flag(firing: Firing, now: datetime) -> Flag | None:
    """Say what is odd about a probe's firing; None where nothing is, or too little is known."""
    if firing.told < FEWEST:
        return None
    if Fraction(firing.exposed, firing.told) > MOST:
        return Flag.OFTEN
    since = firing.last or firing.began
    return Flag.SILENT if since is not None and now - since >= LONG else None
