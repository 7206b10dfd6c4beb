# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A store that lists what it holds and shows it to whoever asks, on its own or beside a website."""

from mendsky.lab.exchange import Site
from mendsky.lab.open_store.store import alone, documents, everybody, front, listing
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Premises


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` puts a website before the store and takes the listing away, no more."""
    weakness, held = premises.fault, everybody(premises)
    shown = documents(weakness, held)
    if hidden:
        return assemble(premises, pages=shown)
    return alone(premises, {**front(weakness), **listing(weakness, held), **shown})
