# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: the file moved out of the web root, denied, or left without what it gave away."""

from mendsky.lab.exchange import Site
from mendsky.lab.exposed_settings.file import without_keys
from mendsky.lab.exposed_settings.vulnerable import program, serving
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import FORBIDDEN, Answering, Premises, always, not_found

WAYS = ("moved-away", "denied", "without-keys")


def site(premises: Premises) -> Site:
    """Make the site with nothing to be had from the file."""
    ways: dict[str, Answering] = {
        "moved-away": always(not_found(premises)),
        "denied": always(FORBIDDEN),
        "without-keys": serving(without_keys(premises)),
    }
    links, pages = program(premises)
    return assemble(premises, links=links, pages={**pages, premises.fault.path: ways[premises.fault.repair]})
