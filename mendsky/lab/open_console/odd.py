# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consoles of which it cannot be told whether they are open."""

from collections.abc import Callable

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.oddities import AT_PLACE, Spreading, beside
from mendsky.lab.open_console.console import opened
from mendsky.lab.open_console.vulnerable import leading
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises, not_found


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd console; the same address below any folder is as odd."""
    links, pages = leading(premises)
    others = beside(premises, answering)

    def elsewhere(asked: Asked) -> Reply:
        return others(asked) if asked.path.endswith(premises.fault.path) else not_found(premises)

    pages[premises.fault.path] = answering
    return assemble(premises, links=links, pages=pages, prefixes={"/": elsewhere})


def honeypot(premises: Premises) -> Answering:
    """Serve the console below every folder."""
    return Spreading(opened(premises))


ODD: dict[str, Callable[[Premises], Answering]] = {**AT_PLACE, "honeypot": honeypot}
