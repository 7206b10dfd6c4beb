# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of which it cannot be told what their errors show."""

from collections.abc import Callable

from mendsky.lab.error_page.failing import TITLE
from mendsky.lab.exchange import Site
from mendsky.lab.oddities import AT_PLACE
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd page where the failing one is."""
    weakness = premises.fault
    return assemble(premises, links={weakness.path: TITLE}, pages={weakness.path: answering})


ODD: dict[str, Callable[[Premises], Answering]] = dict(AT_PLACE)
