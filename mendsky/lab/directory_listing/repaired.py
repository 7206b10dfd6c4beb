# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: listing off and access denied, or everything moved out of the web root."""

from mendsky.lab.directory_listing.vulnerable import pages
from mendsky.lab.exchange import Site
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import FORBIDDEN, Premises, always, not_found

WAYS = ("denied", "moved-away")


def site(premises: Premises) -> Site:
    """Make the site with its directory closed."""
    closed = not_found(premises) if premises.fault.repair == "moved-away" else FORBIDDEN
    return assemble(premises, pages={path: always(closed) for path in pages(premises)})
