# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: the numbers left out of the list, the list taken down, or a login before it."""

from mendsky.lab.exchange import Site
from mendsky.lab.published_list.document import document, linked, naming
from mendsky.lab.sound.site import assemble, login
from mendsky.lab.website import Premises, always, moved, not_found

WAYS = ("numbers-removed", "taken-down", "login")


def site(premises: Premises) -> Site:
    """Make the site with nobody's number on its list."""
    weakness = premises.fault
    if weakness.repair == "numbers-removed":
        return assemble(premises, links=linked(premises), pages=document(premises, None))
    if weakness.repair == "taken-down":
        return assemble(premises, pages={weakness.path: always(not_found(premises))})
    pages = {weakness.path: always(moved("/login.html")), "/login.html": always(login(premises))}
    return assemble(premises, links=linked(premises), pages=pages | naming(premises))
