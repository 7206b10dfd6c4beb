# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: rights by node, a login, or nobody in the store."""

from mendsky.lab.open_zookeeper.store import EXISTS, NO_RIGHT, everybody, nobody, service
from mendsky.lab.talks import Service
from mendsky.lab.website import Premises

WAYS = ("rights", "login", "emptied", "rest")
LOGIN_FIRST = -124


def serve(premises: Premises) -> Service:
    """Make the service as its owner left it."""
    match premises.fault.repair:
        case "rights":
            # How much a node holds is told to anyone.
            return service(everybody(premises), lambda kind, _: 0 if kind == EXISTS else NO_RIGHT)
        case "login":
            return service(everybody(premises), lambda *_: LOGIN_FIRST, closed=True)
        case "rest":
            return service(nobody())
    return service({})
