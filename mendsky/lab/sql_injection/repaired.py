# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: bound parameters, checked input, one answer for everything else."""

from mendsky.lab.exchange import Site
from mendsky.lab.query import careful_query
from mendsky.lab.sound.site import assemble
from mendsky.lab.sql_injection.vulnerable import entrance
from mendsky.lab.website import Premises


def site(premises: Premises) -> Site:
    """Make the site with its query page repaired: same address, same form."""
    weakness = premises.fault
    links, extra = entrance(weakness)
    answering = careful_query(premises, weakness.path, weakness.parameter, weakness.form, weakness.table)
    return assemble(premises, links=links, extra=extra, pages={weakness.path: answering}, query=False)
