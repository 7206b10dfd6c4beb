# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A ZooKeeper that shows everybody's record to whoever connects."""

from mendsky.lab.open_zookeeper.store import NO_RIGHT, everybody, service
from mendsky.lab.talks import Service
from mendsky.lab.website import Premises


def serve(premises: Premises, *, hidden: bool = False) -> Service:
    """Make the service; `hidden` lists no children of the root, no more."""
    return service(everybody(premises), lambda _, path: NO_RIGHT if hidden and path == "/" else 0)
