# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: logins, a proxy before it, or nobody in the store."""

from mendsky.lab.open_etcd.store import MISSING, NOBODY, REFUSED, Answer, Keys, everybody, service
from mendsky.lab.talks import Service
from mendsky.lab.website import Premises

WAYS = ("login", "proxy", "emptied", "rest")
PROXY: Answer = (403, "synthetic: forbidden")


def serve(premises: Premises) -> Service:
    """Make the service as its owner left it."""
    match premises.fault.repair:
        case "login":
            return service(everybody(premises), _logged_in)
        case "proxy":
            return service(everybody(premises), lambda *_: PROXY)
        case "rest":
            return service(Keys(after=NOBODY))
    return service(Keys())


def _logged_in(path: str, _: object) -> Answer | None:
    """Tell anyone the version and that there is no older interface, and no more."""
    if path.startswith("/v2/"):
        return MISSING
    return None if path == "/version" else REFUSED
