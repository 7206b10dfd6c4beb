# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list of people with their numbers, or with hidden digits, on an ordinary page or in a linked file."""

from mendsky.lab.exchange import Site
from mendsky.lab.published_list.document import FORMS, UNTOLD, document, linked, naming, numbers
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Premises

__all__ = ["FORMS", "UNTOLD", "site"]


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` drops the link or the sitemap and leaves list and notice answering."""
    pages = document(premises, numbers(premises))
    if hidden and not linked(premises):
        pages = {path: page for path, page in pages.items() if path not in naming(premises)}
    return assemble(premises, links={} if hidden else linked(premises), pages=pages)
