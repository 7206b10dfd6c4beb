# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An interface that lists people to whoever asks, named by a description, an index or a script."""

from mendsky.lab.exchange import Site
from mendsky.lab.open_api.endpoint import DESCRIBED, described, in_full, listing, naming
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Premises

FORMS = tuple(DESCRIBED)


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` takes the description away and leaves the endpoint answering."""
    weakness = premises.fault
    pages = {weakness.path: listing(premises, in_full, hidden=hidden)}
    if hidden:
        return assemble(premises, pages=pages)
    return assemble(premises, extra=naming(weakness), pages={**described(weakness), **pages})
