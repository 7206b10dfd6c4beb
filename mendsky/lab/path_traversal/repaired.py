# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: a path that must stay inside, the last name alone, or no such download."""

from mendsky.lab.exchange import Site
from mendsky.lab.path_traversal.download import download, inside, last_name, linked
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Premises, always, not_found

WAYS = ("inside", "last-name", "removed")


def site(premises: Premises) -> Site:
    """Make the site with a download that gives its own files alone."""
    weakness = premises.fault
    if weakness.repair == "removed":
        return assemble(premises, pages={weakness.path: always(not_found(premises))})
    opening = inside if weakness.repair == "inside" else last_name
    return assemble(premises, links=linked(premises), pages={weakness.path: download(premises, opening)})
