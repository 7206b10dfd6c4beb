# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An rsync daemon that gives whoever asks everybody's record."""

from mendsky.lab.open_rsync.store import everybody, service
from mendsky.lab.talks import Service
from mendsky.lab.website import Premises


def serve(premises: Premises, *, hidden: bool = False) -> Service:
    """Make the service; `hidden` leaves all modules out of its list, no more."""
    return service(everybody(premises), unlisted=hidden)
