# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses that a site itself names to search engines: in robots.txt, and in its sitemap.

A visit asks for the two once, and for a few sitemaps more only where the first is an index of them; the
protocol stands at https://www.sitemaps.org/protocol.html.
"""

import re
import zlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from html import unescape

from mendsky.core.probes.attachments import speaks_of_a_list
from mendsky.core.probes.marks import content
from mendsky.core.probes.notices import may_ask
from mendsky.core.probes.robots import ROBOTS, ruled, sitemaps
from mendsky.core.probes.surface import FRONT_BYTES, unseen
from mendsky.core.probes.targets import on_origin
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Get, Page, Target

USUAL = "/sitemap.xml"
MOST_OF_INDEX = 2
"""Sitemaps of an index that are read, those first whose names speak of lists."""
MOST_NAMED = 5_000
UNPACKED_BYTES = 4 * FRONT_BYTES
GZIP = b"\x1f\x8b"
INDEX = re.compile(rb"<sitemapindex\b")
LOCATION = re.compile(rb"<loc>\s*(?:<!\[CDATA\[\s*)?([^<>\]\s]{1,1000})")
GUESSED = frozenset({Cause.SERVER_ERROR, Cause.REDIRECTED, Cause.NOT_GRANTED})
"""What is no wonder at an address that nobody named: many servers fail at what they do not have."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """What robots.txt and sitemaps name."""

    targets: tuple[str, ...]
    """On the same origin, each once, none that acts or holds a number long enough to be a person's."""
    cause: Cause | None
    """Why one of them could not be read, if so."""


def named(target: Target) -> Generator[Get, Page, Named]:
    """Ask for robots.txt and for the sitemap, and give what they name."""
    robots = yield ROBOTS
    cause = _missed(robots, guessed=True)
    found = dict.fromkeys(ruled(robots, target.origin))
    told = next(sitemaps(robots, target.origin), None)
    waiting, index_read = [told or USUAL], False
    for path in waiting:
        page = yield Get(path, max_bytes=FRONT_BYTES, fresh=False)
        cause = cause or _missed(page, guessed=told is None and not index_read)
        if page.failure is not None or page.status != 200:
            continue
        shown = _unpacked(content(page))
        if shown is None:
            cause = cause or Cause.UNREADABLE
            continue
        locations = tuple(_locations(shown, target.origin, path))
        if INDEX.search(shown) is None:
            found |= dict.fromkeys(locations)
        elif not index_read:
            index_read = True
            waiting += sorted(locations, key=lambda one: not speaks_of_a_list(one))[:MOST_OF_INDEX]
    return Named(targets=tuple(filter(may_ask, found))[:MOST_NAMED], cause=cause)


def _missed(page: Page, *, guessed: bool) -> Cause | None:
    cause = unseen(page)
    return None if guessed and cause in GUESSED else cause


def _unpacked(shown: bytes) -> bytes | None:
    """Give the beginning of what a sitemap holds that may be packed by gzip; None where it is damaged."""
    if not shown.startswith(GZIP):
        return shown
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(shown, UNPACKED_BYTES)
    except zlib.error:
        return None


def _locations(shown: bytes, origin: str, base: str) -> Iterator[str]:
    for found in LOCATION.finditer(shown):
        target = on_origin(origin, base, unescape(found.group(1).decode(errors="surrogateescape")))
        if target is not None:
            yield target
