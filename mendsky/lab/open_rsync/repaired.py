# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: a password, other addresses alone, or nobody's record in a module."""

from mendsky.lab.open_rsync.store import everybody, nobody, service
from mendsky.lab.talks import Service
from mendsky.lab.website import Premises

WAYS = ("password", "addresses", "emptied")
PASSWORD = b"@RSYNCD: AUTHREQD c3ludGhldGlj\n"
ADDRESSES = b"@ERROR: access denied to a module from nowhere (synthetic)\n"


def serve(premises: Premises) -> Service:
    """Make the service as its owner left it."""
    said = {"password": PASSWORD, "addresses": ADDRESSES}.get(premises.fault.repair)
    if said is None:
        return service(nobody())
    held = everybody(premises)
    return service(held, lambda name: said if name in held else None)
