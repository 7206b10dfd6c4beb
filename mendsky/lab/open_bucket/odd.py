# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Buckets of which nothing can be told: they list, and the objects are odd."""

from collections.abc import Callable

from mendsky.lab.exchange import Site
from mendsky.lab.oddities import AT_PLACE, Spreading
from mendsky.lab.open_bucket.bucket import FOLDER, harmless, objects, pages
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with a bucket whose listing is as it should be, and an odd export."""
    name = f"{FOLDER}{premises.fault.table}.csv"
    whole = pages(premises, {name: answering, **harmless(premises)})
    prefixes = {premises.fault.path: answering} if isinstance(answering, Spreading) else {}
    return assemble(premises, pages=whole, prefixes=prefixes)


def honeypot(premises: Premises) -> Answering:
    """Give the same export under whatever name is asked for."""
    held = objects(premises)
    return Spreading(held[f"{FOLDER}{premises.fault.table}.csv"])


ODD: dict[str, Callable[[Premises], Answering]] = {**AT_PLACE, "honeypot": honeypot}
