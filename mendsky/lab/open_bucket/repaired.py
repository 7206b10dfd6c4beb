# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a real owner does: no access for strangers, no bucket, or another one for people's data."""

from mendsky.lab.exchange import Site
from mendsky.lab.open_bucket.bucket import GUIDE, failed, harmless, objects, pages
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Premises, always

WAYS = ("denied", "moved-away", "removed")


def site(premises: Premises) -> Site:
    """Make the site with its bucket closed, gone, or with forms for anyone alone."""
    weakness = premises.fault
    if weakness.repair == "removed":
        return assemble(premises)
    links = {weakness.path + GUIDE: "办事指南"}
    if weakness.repair == "moved-away":
        return assemble(premises, links=links, pages=pages(premises, harmless(premises)))
    closed = dict.fromkeys(
        pages(premises, objects(premises)), always(failed(weakness.form, "AccessDenied", 403))
    )
    open_to_all = {weakness.path + name: answering for name, answering in harmless(premises).items()}
    return assemble(premises, links=links, pages=closed | open_to_all)
