# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Data for a session, to be read by whichever website asks with it."""

from mendsky.lab.exchange import Site
from mendsky.lab.open_to_any_origin.session import PAGE, TITLE, any_origin, asking_page, data, visited
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Premises


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` takes the page away that names the address, which answers as before."""
    pages = {premises.fault.path: data(premises, any_origin)}
    if hidden:
        return visited(assemble(premises, pages=pages))
    return visited(assemble(premises, links={PAGE: TITLE}, pages={**asking_page(premises), **pages}))
