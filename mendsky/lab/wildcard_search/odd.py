# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Searches of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.oddities import AT_PLACE
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises
from mendsky.lab.wildcard_search.search import EMPTY, form, found, results


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd search."""
    weakness = premises.fault
    return assemble(premises, extra=form(weakness), pages={weakness.path: answering})


def honeypot(premises: Premises) -> Answering:
    """Show people whatever is looked for."""
    rows = found(premises, EMPTY, "")

    def answer(_: Asked) -> Reply:
        return results(premises, rows)

    return answer


ODD: dict[str, Callable[[Premises], Answering]] = {**AT_PLACE, "honeypot": honeypot}
