# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The machine's instant, for code that runs without a database."""

from datetime import UTC, datetime


def real_now() -> datetime:
    """Give the machine's instant, for rates, time-outs, sessions and signatures."""
    return datetime.now(UTC)
