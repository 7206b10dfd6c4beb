# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Backups of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.exchange import Asked, LongFile, Reply, Site
from mendsky.lab.exposed_backup.dump import MEDIA_TYPES
from mendsky.lab.exposed_backup.vulnerable import file, named
from mendsky.lab.files import kept_file
from mendsky.lab.oddities import AT_PLACE, Spreading, beside
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises, not_found

SEALED = b"Rar!\x1a\x07\x00" + b"\xcf\x90\x73\x00\x00\x0d" + bytes(range(128, 240)) * 40
"""The signature of an archive that nothing here unpacks."""


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd backup; other dumps and archives are as odd as this one."""
    links, pages = named(premises)
    others = beside(premises, answering)

    def elsewhere(asked: Asked) -> Reply:
        alike = asked.path.rpartition(".")[2] in {"sql", "zip", "gz"}
        return others(asked) if alike else not_found(premises)

    pages[premises.fault.path] = answering
    return assemble(premises, links=links, pages=pages, prefixes={"/": elsewhere})


def honeypot(premises: Premises) -> Answering:
    """Serve a dump of people under every name that ends like one."""
    return Spreading(file(premises))


def sealed(_: Premises) -> Answering:
    """Serve an archive that cannot be looked into."""
    served: LongFile = kept_file(SEALED)
    return lambda _: Reply(file=served, kind=MEDIA_TYPES["zip"])


ODD: dict[str, Callable[[Premises], Answering]] = {**AT_PLACE, "honeypot": honeypot, "sealed": sealed}
