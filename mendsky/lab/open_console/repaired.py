# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: the console removed, denied, or put behind a login."""

from mendsky.lab.exchange import Site
from mendsky.lab.open_console.console import own_login
from mendsky.lab.open_console.vulnerable import leading
from mendsky.lab.sound.site import assemble, login
from mendsky.lab.website import FORBIDDEN, Answering, Premises, always, moved, not_found

WAYS = ("removed", "denied", "login")


def site(premises: Premises) -> Site:
    """Make the site with its console shut; what leads to it may stay."""
    weakness = premises.fault
    ways: dict[str, Answering] = {
        "removed": always(not_found(premises)),
        "denied": always(FORBIDDEN),
        "login": own_login(weakness.form) or always(moved("/login.html")),
    }
    links, pages = leading(premises)
    shut = {weakness.path: ways[weakness.repair], "/login.html": always(login(premises))}
    return assemble(premises, links=links, pages={**pages, **shut})
