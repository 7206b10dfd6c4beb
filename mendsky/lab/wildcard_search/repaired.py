# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: signs without a meaning, two letters at least, or a login before the search."""

from mendsky.lab.exchange import Site
from mendsky.lab.sound.site import assemble, login
from mendsky.lab.website import Answering, Premises, always, moved
from mendsky.lab.wildcard_search.search import LITERAL, form, search

WAYS = ("literal", "two-letters", "login")


def site(premises: Premises) -> Site:
    """Make the site with a search that finds nobody for a sign alone."""
    weakness = premises.fault
    if weakness.repair == "login":
        pages: dict[str, Answering] = {
            weakness.path: always(moved("/login.html")),
            "/login.html": always(login(premises)),
        }
        return assemble(premises, links={"/login.html": "经办人员登录"}, pages=pages)
    least = 2 if weakness.repair == "two-letters" else 0
    how = weakness.form if least else LITERAL
    return assemble(premises, extra=form(weakness), pages={weakness.path: search(premises, how, least=least)})
