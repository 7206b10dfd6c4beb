# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: the folder removed, or everything denied whose name begins with a dot."""

from mendsky.lab.exchange import Site
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import FORBIDDEN, Premises, always

WAYS = ("removed", "denied")


def site(premises: Premises) -> Site:
    """Make the site with its repository out of reach."""
    return assemble(premises, prefixes={"/.": always(FORBIDDEN)} if premises.fault.repair == "denied" else {})
