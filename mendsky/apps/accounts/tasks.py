# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What of accounts is due by the domain clock."""

from datetime import datetime

from mendsky.apps.accounts import services


def due(now: datetime) -> None:
    """Forget the addresses whose term is over; costs one query while there are none."""
    services.forget_dismissed(now)
