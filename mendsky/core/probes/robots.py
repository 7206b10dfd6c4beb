# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a site's own robots.txt names: paths that nobody should index, and sitemaps (RFC 9309)."""

import re
from collections.abc import Iterator

from mendsky.core.probes.targets import on_origin
from mendsky.core.terms.probing import Get, Page

ROBOTS = Get("/robots.txt", max_bytes=16_384, fresh=False)
"""How the probes of a visit ask for it, so that it is asked for once."""
RULE = re.compile(rb"(?im)^\s*(?:dis)?allow\s*:\s*([^\s#*$]{1,300})")
"""A path (section 2.2.2), up to where it has a wildcard: what nobody should index is worth a look."""
SITEMAP = re.compile(rb"(?im)^\s*sitemap\s*:\s*(\S{1,500})")
"""Another record (section 2.2.4), as sitemaps.org defines it."""


def ruled(robots: Page, origin: str) -> Iterator[str]:
    """Yield the targets for which a robots.txt has rules."""
    return _named(robots, RULE, origin)


def sitemaps(robots: Page, origin: str) -> Iterator[str]:
    """Yield the sitemaps on the same origin that a robots.txt names."""
    return _named(robots, SITEMAP, origin)


def _named(robots: Page, record: re.Pattern[bytes], origin: str) -> Iterator[str]:
    if robots.failure is None and robots.status == 200:
        for found in robots.body.matches(record):
            target = on_origin(origin, "/", found.group(1).decode(errors="surrogateescape"))
            if target is not None:
                yield target
