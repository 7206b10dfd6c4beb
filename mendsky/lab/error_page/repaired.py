# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: an error page without the program's words, a page that works, or none at all."""

from mendsky.lab.error_page.failing import NOT_FOUND, failing, linked, mounted, working
from mendsky.lab.exchange import Site
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Premises, always, not_found

WAYS = ("neutral-page", "mended", "taken-down")


def site(premises: Premises) -> Site:
    """Make the site with nobody on an error page."""
    weakness = premises.fault
    if weakness.repair == "taken-down" and weakness.form != NOT_FOUND:
        return assemble(premises, pages={weakness.path: always(not_found(premises))})
    mended = weakness.repair == "mended" and weakness.form != NOT_FOUND
    answering = working(premises) if mended else failing(premises, told=False)
    pages, prefixes = mounted(weakness, answering)
    return assemble(premises, links=linked(weakness), pages=pages, prefixes=prefixes)
