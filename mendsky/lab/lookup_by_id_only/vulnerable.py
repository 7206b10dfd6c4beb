# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever knows a number sees the record: no password, no second question."""

from mendsky.lab.exchange import Site
from mendsky.lab.lookup_by_id_only.record import form, in_full, lookup
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Premises

FORMS = ("table", "list", "json")
"""How the record is laid out; `list` has a hidden field in its form, `json` answers a program."""


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` drops the form and leaves the address answering."""
    extra = "" if hidden else form(premises.fault)
    pages = {premises.fault.path: lookup(premises, in_full)}
    return assemble(premises, extra=extra, pages=pages, query=False)
