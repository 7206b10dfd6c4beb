# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: a login before the export itself, or no export on the public site."""

from mendsky.lab.exchange import Site
from mendsky.lab.export_without_login.export import TITLE, named
from mendsky.lab.sound.site import assemble, login
from mendsky.lab.website import Answering, Premises, always, moved, not_found, page

WAYS = ("login", "forbidden", "removed")


def site(premises: Premises) -> Site:
    """Make the site with its export closed; the page that names it stays, unless there is none to name."""
    weakness = premises.fault
    links, pages = named(premises, shown=weakness.repair != "removed")
    ways: dict[str, Answering] = {
        "login": always(moved("/login.html")),
        "forbidden": always(page(premises, TITLE, "<p>请先登录。</p>", status=403)),
        "removed": always(not_found(premises)),
    }
    closed: dict[str, Answering] = {
        weakness.path: ways[weakness.repair],
        "/login.html": always(login(premises)),
    }
    return assemble(premises, links=links, pages={**pages, **closed})
