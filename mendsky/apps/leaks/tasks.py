# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the clock does with reports; no job carries a word of theirs."""

from datetime import datetime

from mendsky.apps.leaks import services


def due(now: datetime) -> None:
    """Forget the reports whose term is over; raises an `ExceptionGroup` of what failed, after all others."""
    failures: list[Exception] = []
    for step in services.due(now):
        try:
            step()
        except Exception as failure:  # noqa: BLE001 - one report must not hold up the others
            failures.append(failure)
    if failures:
        msg = "reports could not be forgotten"
        raise ExceptionGroup(msg, failures)
