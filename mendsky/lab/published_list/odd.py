# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.exchange import Site
from mendsky.lab.oddities import AT_PLACE, Spreading, beside
from mendsky.lab.published_list.document import document, linked, notice, numbers
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd list."""
    weakness = premises.fault
    pages = {weakness.path: answering, **(notice(premises) if weakness.form != "page" else {})}
    prefixes = {weakness.path[: weakness.path.rfind("/") + 1]: beside(premises, answering)}
    return assemble(premises, links=linked(premises), pages=pages, prefixes=prefixes)


def honeypot(premises: Premises) -> Answering:
    """Show the list at every address beside its own too."""
    return Spreading(document(premises, numbers(premises))[premises.fault.path])


ODD: dict[str, Callable[[Premises], Answering]] = {**AT_PLACE, "honeypot": honeypot}
