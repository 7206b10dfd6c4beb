# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: exports for named machines alone, a login, or no records on the server."""

from mendsky.lab.open_nfs.store import CLOSED, PUT_ROOT, Tree, everybody, nobody, service
from mendsky.lab.talks import Service
from mendsky.lab.website import Premises

WAYS = ("machines", "login", "emptied", "rest")
WRONG_SECURITY = 10_016


def serve(premises: Premises) -> Service:
    """Make the service as its owner left it."""
    tree: Tree = everybody(premises)
    match premises.fault.repair:
        case "machines":
            return service(tree, lambda kind, _: 0 if kind == PUT_ROOT else CLOSED)
        case "login":
            return service(tree, lambda *_: WRONG_SECURITY)
        case "rest":
            return service(nobody())
    return service({})
