# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A memcached that shows everybody's record to whoever connects."""

from mendsky.lab.open_memcached.store import END, everybody, service
from mendsky.lab.talks import Service
from mendsky.lab.website import Premises


def serve(premises: Premises, *, hidden: bool = False) -> Service:
    """Make the service; `hidden` takes the counting of items away, no more."""
    return service(everybody(premises), lambda line: END if hidden and line == "stats items" else None)
