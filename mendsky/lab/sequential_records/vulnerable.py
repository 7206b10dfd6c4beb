# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every record at its running number, without login."""

from mendsky.lab.exchange import Site
from mendsky.lab.sequential_records.record import FORMS, by_number, entrance, mounted
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Premises

__all__ = ["FORMS", "site"]


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` drops the links but leaves the numbers answering."""
    pages, prefixes = mounted(premises, by_number(premises, bounded=True))
    return assemble(premises, links={} if hidden else entrance(premises), pages=pages, prefixes=prefixes)
