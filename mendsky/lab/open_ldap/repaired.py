# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: a login, rights by entry, or nobody's number in the directory."""

from mendsky.lab.open_ldap.store import BIND, DONE, SEARCH, UNBOUND, everybody, result, service, staff
from mendsky.lab.talks import Service
from mendsky.lab.website import Premises

WAYS = ("login", "rights", "unsaid", "staff", "emptied")
LOGIN_FIRST = {BIND: result(UNBOUND, 48), SEARCH: result(DONE, 8)}
UNTIL_BOUND = result(DONE, 1, "In order to perform this operation a successful bind must be completed.")


def serve(premises: Premises) -> Service:
    """Make the service as its owner left it."""
    held = everybody(premises)
    match premises.fault.repair:
        case "login":
            return service(held, LOGIN_FIRST.get)
        case "rights":
            return service(dict.fromkeys(held, (0, staff)))
        case "unsaid":
            # As Active Directory has it: whoever is nobody may be so, and is told nothing.
            return service(held, {SEARCH: UNTIL_BOUND}.get)
        case "staff":
            return service(dict.fromkeys(held, (40, staff)))
    return service({})
