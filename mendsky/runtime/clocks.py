# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two clocks: the domain clock of events and deadlines, the real clock of machines.

In real use both are the same. In a synthetic database the domain clock can be frozen, moved and
set running again from any instant, so that a demo or a test can live through a year.
"""

from collections.abc import Callable
from datetime import datetime

from mendsky.runtime.instants import real_now
from mendsky.runtime.models import Installation

__all__ = ["ClockRefusedError", "move_to", "now", "reader", "real_now", "run_from"]


class ClockRefusedError(ValueError):
    """Somebody tried to move a clock that may not be moved."""


def now() -> datetime:
    """Give the domain's instant, for events, deadlines, grants and links."""
    return reader()()


def reader() -> Callable[[], datetime]:
    """Give the domain clock as a function that asks the database only now, for loops of requests."""
    row = Installation.objects.values_list("frozen_at", "ahead_by").first()
    frozen_at, ahead_by = row or (None, None)
    if frozen_at is not None:
        return lambda: frozen_at
    if ahead_by is not None:
        return lambda: real_now() + ahead_by
    return real_now


def move_to(instant: datetime) -> None:
    """Freeze the domain clock of a synthetic database at an instant.

    Raises `ClockRefusedError` in a real database, for an instant without zone, or backwards.
    """
    if instant.tzinfo is None:
        msg = "the domain clock needs an instant with a time zone"
        raise ClockRefusedError(msg)
    row = _movable()
    if row.frozen_at is not None and instant < row.frozen_at:
        msg = f"the domain clock stands at {row.frozen_at.isoformat()} and does not go back"
        raise ClockRefusedError(msg)
    row.frozen_at, row.ahead_by = instant, None
    row.save(update_fields=["frozen_at", "ahead_by"])


def run_from(instant: datetime) -> None:
    """Let the domain clock of a synthetic database run with real time from an instant on."""
    row = _movable()
    row.frozen_at, row.ahead_by = None, instant - real_now()
    row.save(update_fields=["frozen_at", "ahead_by"])


def _movable() -> Installation:
    row = Installation.objects.filter(synthetic=True).first()
    if row is None:
        msg = "only the clock of a synthetic database can be moved"
        raise ClockRefusedError(msg)
    return row
