# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file server that shows everybody's record to whoever connects."""

from mendsky.lab.open_nfs.store import CLOSED, READDIR, everybody, service
from mendsky.lab.talks import Service
from mendsky.lab.website import Premises


def serve(premises: Premises, *, hidden: bool = False) -> Service:
    """Make the service; `hidden` does not list what is exported, no more."""
    return service(
        everybody(premises), lambda kind, path: CLOSED if hidden and kind == READDIR and not path else 0
    )
