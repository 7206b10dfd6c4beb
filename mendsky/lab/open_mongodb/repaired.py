# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: a login, or nobody in the store."""

from mendsky.lab.open_mongodb.store import everybody, failed, nobody, service
from mendsky.lab.talks import Service
from mendsky.lab.website import Premises

WAYS = ("login", "emptied", "rest")
UNAUTHORIZED = failed(13)


def serve(premises: Premises) -> Service:
    """Make the service as its owner left it."""
    match premises.fault.repair:
        case "login":
            return service(everybody(premises), lambda name: None if name == "hello" else UNAUTHORIZED)
        case "rest":
            return service(nobody())
    return service({})
