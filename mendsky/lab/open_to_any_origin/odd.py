# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Data of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.exchange import Site
from mendsky.lab.oddities import AT_PLACE, Spreading, beside
from mendsky.lab.open_to_any_origin.session import PAGE, TITLE, any_origin, asking_page, data, visited
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with odd data for an ordinary page."""
    path = premises.fault.path
    pages = {**asking_page(premises), path: answering}
    prefixes = {path[: path.rfind("/") + 1]: beside(premises, answering)}
    return visited(assemble(premises, links={PAGE: TITLE}, pages=pages, prefixes=prefixes))


def honeypot(premises: Premises) -> Answering:
    """Answer with people, to whichever website, at every address beside the place too."""
    return Spreading(data(premises, any_origin))


ODD: dict[str, Callable[[Premises], Answering]] = {**AT_PLACE, "honeypot": honeypot}
