# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever tries numbers learns whose they are, for as long as they like."""

from mendsky.lab.exchange import Site
from mendsky.lab.lookup_by_id_only.record import form, lookup, with_stars
from mendsky.lab.lookup_by_id_only.vulnerable import FORMS
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Premises

__all__ = ["FORMS", "site"]


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` drops the form and leaves the address answering."""
    extra = "" if hidden else form(premises.fault)
    pages = {premises.fault.path: lookup(premises, with_stars)}
    return assemble(premises, extra=extra, pages=pages, query=False)
