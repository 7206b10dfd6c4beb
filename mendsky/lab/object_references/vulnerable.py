# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Applications that whoever is logged in sees by their number, whosesoever they are."""

from mendsky.lab.exchange import Site
from mendsky.lab.object_references.portal import FORMS, Portal
from mendsky.lab.website import Premises

__all__ = ["FORMS", "site"]


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` puts tokens in the place of numbers, and still asks nobody whose they are."""
    return Portal(premises=premises, disguised=hidden).site()
