# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A download that reads whatever path it is given."""

from mendsky.lab.exchange import Site
from mendsky.lab.path_traversal.download import FORMS, download, linked, whatever
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Premises

__all__ = ["FORMS", "site"]


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` drops the link and leaves the download answering."""
    pages = {premises.fault.path: download(premises, whatever)}
    return assemble(premises, links={} if hidden else linked(premises), pages=pages)
