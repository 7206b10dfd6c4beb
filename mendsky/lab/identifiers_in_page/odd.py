# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.exchange import Site
from mendsky.lab.identifiers_in_page.document import REQUEST, asking_page, document, in_full, linked
from mendsky.lab.oddities import AT_PLACE, Spreading, beside
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd page, or with odd data for an ordinary one."""
    weakness = premises.fault
    pages = {weakness.path: answering, **(asking_page(premises) if weakness.form == REQUEST else {})}
    prefixes = {weakness.path[: weakness.path.rfind("/") + 1]: beside(premises, answering)}
    return assemble(premises, links=linked(premises), pages=pages, prefixes=prefixes)


def honeypot(premises: Premises) -> Answering:
    """Answer with people at every address beside the place too."""
    return Spreading(document(premises, in_full)[premises.fault.path])


ODD: dict[str, Callable[[Premises], Answering]] = {**AT_PLACE, "honeypot": honeypot}
