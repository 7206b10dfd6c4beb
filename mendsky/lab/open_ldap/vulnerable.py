# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A directory that shows everybody's record to whoever connects."""

from mendsky.lab.open_ldap.store import BIND, UNBOUND, everybody, result, service
from mendsky.lab.talks import Service
from mendsky.lab.website import Premises


def serve(premises: Premises, *, hidden: bool = False) -> Service:
    """Make the service; `hidden` refuses the bind of strangers and names no part, no more."""
    return service(
        everybody(premises),
        lambda kind: result(UNBOUND, 48) if hidden and kind == BIND else None,
        named=not hidden,
    )
