# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An export that the page which names it may keep behind a login, and its own address does not."""

from mendsky.lab.exchange import Site
from mendsky.lab.export_without_login.export import FORMS, export, named
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Premises

__all__ = ["FORMS", "site"]


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` takes the page away that names the export, which answers as before."""
    links, pages = named(premises, shown=not hidden)
    return assemble(premises, links=links, pages={**pages, premises.fault.path: export(premises)})
