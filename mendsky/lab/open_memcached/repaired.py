# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: a password, or nobody in the store."""

from mendsky.lab.open_memcached.store import everybody, service, sessions
from mendsky.lab.talks import Service
from mendsky.lab.website import Premises

WAYS = ("password", "emptied", "cache")
NO_PASSWORD = b"CLIENT_ERROR unauthenticated\r\n"


def serve(premises: Premises) -> Service:
    """Make the service as its owner left it."""
    match premises.fault.repair:
        case "password":
            return service(everybody(premises), lambda _: NO_PASSWORD)
        case "cache":
            return service({1: sessions(4_000), 2: sessions(70)})
    return service({})
