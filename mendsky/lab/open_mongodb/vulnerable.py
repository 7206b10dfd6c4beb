# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A MongoDB that shows everybody's record to whoever connects."""

from mendsky.lab.open_mongodb.store import everybody, ok, service
from mendsky.lab.talks import Service
from mendsky.lab.website import Premises


def serve(premises: Premises, *, hidden: bool = False) -> Service:
    """Make the service; `hidden` names no database, no more."""
    return service(everybody(premises), lambda name: ok() if hidden and name == "listDatabases" else None)
