# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Interfaces of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.exchange import Site
from mendsky.lab.oddities import AT_PLACE, Spreading, beside
from mendsky.lab.open_api.endpoint import described, in_full, listing, script_tag
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd endpoint."""
    weakness = premises.fault
    pages = {**described(weakness), weakness.path: answering}
    prefixes = {weakness.path[: weakness.path.rfind("/") + 1]: beside(premises, answering)}
    return assemble(premises, extra=script_tag(weakness), pages=pages, prefixes=prefixes)


def honeypot(premises: Premises) -> Answering:
    """List people at every address beside the endpoint too."""
    return Spreading(listing(premises, in_full))


ODD: dict[str, Callable[[Premises], Answering]] = {**AT_PLACE, "honeypot": honeypot}
