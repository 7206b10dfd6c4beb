# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: an account for everyone, or nobody's record in reach of a visitor."""

from mendsky.lab.open_ftp.store import everybody, nobody, service
from mendsky.lab.talks import Service
from mendsky.lab.website import Premises

WAYS = ("account", "password", "emptied")
NO_VISITORS = b"530 This server is for users only (synthetic).\r\n"
WRONG = b"530 Login incorrect.\r\n"


def serve(premises: Premises) -> Service:
    """Make the service as its owner left it."""
    match premises.fault.repair:
        case "account":
            return service(everybody(premises), lambda _: NO_VISITORS)
        case "password":
            return service(everybody(premises), lambda line: WRONG if line.startswith("PASS") else None)
    return service(nobody())
