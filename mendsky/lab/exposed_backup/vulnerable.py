# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A backup of everybody below the web root, at a usual name or named by the site itself."""

from functools import cache

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.exposed_backup.dump import MEDIA_TYPES, backup
from mendsky.lab.sound.site import ROBOTS, assemble
from mendsky.lab.website import Answering, Premises, always

FORMS = tuple(MEDIA_TYPES)
BANNERS = ("", "page", "robots")
"""Where the site itself names the file: nowhere, on a page, or in `robots.txt`."""


def site(premises: Premises, *, hidden: bool = False) -> Site:
    """Make the site; `hidden` no longer names the file but leaves it there."""
    links, pages = ({}, {}) if hidden else named(premises)
    return assemble(premises, links=links, pages={**pages, premises.fault.path: file(premises)})


def named(premises: Premises) -> tuple[dict[str, str], dict[str, Answering]]:
    """Give the link on the front page and the robots.txt by which the site names the file."""
    weakness = premises.fault
    links = {weakness.path: "数据备份"} if weakness.banner == "page" else {}
    if weakness.banner != "robots":
        return links, {}
    listed = ROBOTS + f"Disallow: /admin/\nDisallow: {weakness.path}\n".encode()
    return links, {"/robots.txt": always(Reply(body=listed, kind="text/plain"))}


def file(premises: Premises) -> Answering:
    """Serve the backup, made when it is first asked for."""
    made = cache(lambda: backup(premises))

    def answer(_: Asked) -> Reply:
        return Reply(file=made(), kind=MEDIA_TYPES[premises.fault.form])

    return answer
