# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbered notices that a site's pages link: read by the probes that visit, and asked for once in a visit."""

from mendsky.core.probes.surface import SOMEBODYS, Surface
from mendsky.core.probes.targets import FILE, STATIC, may_act, numbered
from mendsky.core.terms.probing import Get, Place

MOST_NUMBERED = 4
"""Numbered notices that are read, the first ones that the pages link."""


def linked(surface: Surface) -> list[str]:
    """Give the links that may be asked."""
    return list(filter(may_ask, surface.links))


def may_ask(link: str) -> bool:
    """Say whether a link may be asked: it neither acts nor holds a number long enough to be a person's."""
    return not may_act(link) and SOMEBODYS.search(link) is None


def is_notice(link: str) -> bool:
    """Say whether a link leads to a page with a number of its own."""
    path = link.partition("?")[0]
    return numbered(link) is not None and STATIC.search(path) is None and FILE.search(path) is None


def place_of(link: str) -> Place:
    """Give the place of a page: a number in a path names a document here, and no person."""
    path, _, query = link.partition("?")
    found = numbered(link) if query else None
    return Place(group=path, parameters=found.place.parameters if found else ())


def bare(surface: Surface) -> str | None:
    """Give the one linked address that is asked without its parameters, for how its program fails."""
    asked = {page.asked for page in (*surface.errors, *surface.pages)}
    # An export without its parameters may give everybody.
    asked |= {export.partition("?")[0] for export in surface.exports}
    return next((found.path for found in surface.parameters if found.path not in asked), None)


def asking(link: str) -> Get:
    """Ask for a notice as records by number ask for it, so that a visit does so once."""
    return Get(link, fresh=False)
