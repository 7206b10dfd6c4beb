# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: a limit on questions, a login before the lookup, or a code by text message."""

from mendsky.lab.exchange import Site
from mendsky.lab.lookup_by_id_only.limit import limited
from mendsky.lab.lookup_by_id_only.record import form, lookup, with_stars
from mendsky.lab.lookup_by_id_only.repaired import asking_for_code, behind_login
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Premises

WAYS = ("limit", "login", "second-factor")


def site(premises: Premises) -> Site:
    """Make the site with a lookup that nobody can count through."""
    if premises.fault.repair == "login":
        return behind_login(premises)
    if premises.fault.repair == "second-factor":
        return asking_for_code(premises)
    pages = {premises.fault.path: lookup(premises, with_stars)}
    return limited(premises, assemble(premises, extra=form(premises.fault), pages=pages, query=False))
