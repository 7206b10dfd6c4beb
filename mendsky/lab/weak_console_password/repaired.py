# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: another password, the console removed, or denied from outside."""

from mendsky.lab.exchange import Site
from mendsky.lab.sound.site import assemble
from mendsky.lab.weak_console_password.gate import console
from mendsky.lab.website import FORBIDDEN, Premises, always, not_found

WAYS = ("changed", "removed", "denied")


def site(premises: Premises) -> Site:
    """Make the site with its console shut."""
    account = premises.fault.pair.partition("/")[0]
    pages = console(premises, f"{account}/made-up-Qx8-and-long")
    ways = {
        "changed": pages,
        "removed": dict.fromkeys(pages, always(not_found(premises))),
        "denied": dict.fromkeys(pages, always(FORBIDDEN)),
    }
    return assemble(premises, pages=ways[premises.fault.repair])
