# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A search by name that shows everyone for a percent sign, a star, or nothing at all."""

from mendsky.lab.exchange import Site
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Premises
from mendsky.lab.wildcard_search.search import FORMS, form, search

__all__ = ["FORMS", "site"]


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` drops the form and leaves the address answering."""
    weakness = premises.fault
    pages = {weakness.path: search(premises, weakness.form)}
    return assemble(premises, extra="" if hidden else form(weakness), pages=pages)
