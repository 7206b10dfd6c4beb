# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files of a program of which nothing can be told."""

from collections.abc import Callable

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.exposed_settings.file import left
from mendsky.lab.exposed_settings.vulnerable import program, serving
from mendsky.lab.files import kept_file
from mendsky.lab.oddities import AT_PLACE, Spreading, beside
from mendsky.lab.sound.site import assemble
from mendsky.lab.website import Answering, Premises, not_found

HARMLESS = b"# synthetic: nothing of anybody\n" * 1000


def site(premises: Premises, answering: Answering) -> Site:
    """Make the site with an odd file; others of its suffix are as odd as this one."""
    links, pages = program(premises)
    others = beside(premises, answering)
    suffix = premises.fault.path.rpartition("/")[2].partition(".")[2]

    def elsewhere(asked: Asked) -> Reply:
        return others(asked) if asked.path.endswith(f".{suffix}") else not_found(premises)

    pages[premises.fault.path] = answering
    return assemble(premises, links=links, pages=pages, prefixes={"/": elsewhere})


def honeypot(premises: Premises) -> Answering:
    """Serve the file under every name that ends like its own."""
    return Spreading(serving(left(premises)))


def long(_: Premises) -> Answering:
    """Serve a file that says nothing for longer than may be read."""
    return serving(kept_file(HARMLESS))


ODD: dict[str, Callable[[Premises], Answering]] = {**AT_PLACE, "honeypot": honeypot, "long": long}
