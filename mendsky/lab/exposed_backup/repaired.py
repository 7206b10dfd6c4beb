# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: the file moved out of the web root, or denied with all of its like."""

from mendsky.lab.exchange import Site
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import FORBIDDEN, Premises, always, not_found

WAYS = ("moved-away", "denied")


def site(premises: Premises) -> Site:
    """Make the site with its backup out of reach."""
    closed = FORBIDDEN if premises.fault.repair == "denied" else not_found(premises)
    return assemble(premises, pages={premises.fault.path: always(closed)})
