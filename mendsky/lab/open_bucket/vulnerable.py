# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A bucket that lists to anyone an export of everybody, behind the website that shows forms of it."""

from mendsky.lab.exchange import Site
from mendsky.lab.open_bucket.bucket import GUIDE, objects, pages
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Premises


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` drops the link to an object but leaves the bucket open."""
    links = {} if hidden else {premises.fault.path + GUIDE: "办事指南"}
    return assemble(premises, links=links, pages=pages(premises, objects(premises)))
