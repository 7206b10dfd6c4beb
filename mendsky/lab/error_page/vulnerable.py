# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An error page that shows a failed program's words with people's numbers in them."""

from mendsky.lab.error_page.failing import failing, linked, mounted
from mendsky.lab.exchange import Site
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Premises


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` drops the link and leaves the page failing."""
    pages, prefixes = mounted(premises.fault, failing(premises, told=True))
    links = {} if hidden else linked(premises.fault)
    return assemble(premises, links=links, pages=pages, prefixes=prefixes)
