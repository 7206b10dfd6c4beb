# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Downloads of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.exchange import Reply, Site
from mendsky.lab.oddities import AT_PLACE
from mendsky.lab.path_traversal.download import linked
from mendsky.lab.sound.site import ROBOTS, assemble
from mendsky.lab.website import Answering, Premises, always


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd download."""
    return assemble(premises, links=linked(premises), pages={premises.fault.path: answering})


def honeypot(_: Premises) -> Answering:
    """Give the same file whatever is asked for."""
    return always(Reply(body=ROBOTS, kind="text/plain"))


ODD: dict[str, Callable[[Premises], Answering]] = {**AT_PLACE, "honeypot": honeypot}
