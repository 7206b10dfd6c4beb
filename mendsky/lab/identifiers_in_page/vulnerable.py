# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page that shows hidden digits only, and is sent with people's numbers in full."""

from mendsky.lab.exchange import Site
from mendsky.lab.identifiers_in_page.document import document, in_full, linked
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Premises


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` drops the link and leaves the page answering."""
    links = {} if hidden else linked(premises)
    return assemble(premises, links=links, pages=document(premises, in_full))
