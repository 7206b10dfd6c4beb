# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Record pages of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.exchange import Site
from mendsky.lab.oddities import AT_PLACE
from mendsky.lab.sequential_records.record import by_number, entrance, mounted
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with odd record pages."""
    pages, prefixes = mounted(premises, answering)
    return assemble(premises, links=entrance(premises), pages=pages, prefixes=prefixes)


def honeypot(premises: Premises) -> Answering:
    """Show a record for everything that is asked, numbers that cannot exist and letters included."""
    return by_number(premises, bounded=False)


ODD: dict[str, Callable[[Premises], Answering]] = {**AT_PLACE, "honeypot": honeypot}
