# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: a password, protected mode, an account without rights, or nobody in the store."""

from mendsky.lab.open_redis.store import everybody, service, sessions
from mendsky.lab.talks import Service, greets
from mendsky.lab.website import Premises

WAYS = ("password", "protected", "account", "emptied", "cache")
NO_PASSWORD = b"-NOAUTH Authentication required.\r\n"
PROTECTED = b"-DENIED Redis is running in protected mode (synthetic)\r\n"
NO_RIGHT = b"-NOPERM this user has no permissions to run this command (synthetic)\r\n"


def serve(premises: Premises) -> Service:
    """Make the service as its owner left it."""
    held = everybody(premises)
    match premises.fault.repair:
        case "password":
            return service(held, lambda _: NO_PASSWORD)
        case "protected":
            # It says so to whoever connects, and hangs up.
            return greets(PROTECTED, closed=True)
        case "account":
            return service(held, lambda name: None if name == "PING" else NO_RIGHT)
        case "cache":
            return service({0: sessions(4_000)})
    return service({})
