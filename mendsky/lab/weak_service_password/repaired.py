# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: another password, or no such account."""

from mendsky.lab.talks import Service
from mendsky.lab.weak_service_password.gate import Gate
from mendsky.lab.weak_service_password.talks import behind
from mendsky.lab.website import Premises

WAYS = ("changed", "closed")
STRONG = "made-up-Qx8-and-long"


def serve(premises: Premises) -> Service:
    """Make the service as its owner left it."""
    account = premises.fault.pair.partition("/")[0]
    known = {account: STRONG} if premises.fault.repair == "changed" else {}
    return behind(Gate(premises=premises, knows=known.get))
