# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Directories of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.directory_listing.vulnerable import entrance
from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.listing import Entry, listing
from mendsky.lab.oddities import AT_PLACE
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises, always, moved


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd directory; below it everything is as odd."""
    path = premises.fault.path
    return assemble(premises, links=entrance(premises), prefixes={path: answering})


def honeypot(premises: Premises) -> Answering:
    """List the same files whatever directory below is asked for."""

    def answer(asked: Asked) -> Reply:
        entries = (Entry(name="backup.sql", size=1), Entry(name="users.csv", size=1))
        return listing(asked.path, entries, premises.fault.banner)

    return answer


def redirects_away(_: Premises) -> Answering:
    """Redirect to a site that no grant covers."""
    return always(moved("http://elsewhere.lab.test/backup/"))


ODD: dict[str, Callable[[Premises], Answering]] = {
    **AT_PLACE,
    "honeypot": honeypot,
    "redirects-away": redirects_away,
}
