# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Directory listing open to anyone, with people's data in a file that it names.

Asks for linked and usual directories, for folders of files that robots.txt names, and for the head of one
file, no longer than the records that the grant lets a sample read. CWE-548.
"""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote

from mendsky.core.probes.answers import not_exposed, seen_on, undetermined
from mendsky.core.probes.listings import SHELF, USUAL, directories, files, sample
from mendsky.core.probes.marks import LISTINGS, LOGIN, content, shows
from mendsky.core.probes.notices import may_ask
from mendsky.core.probes.robots import ROBOTS, ruled
from mendsky.core.probes.surface import FRONT_BYTES, explore, unseen
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Get, Observation, Page, Probe, ProbeEntry, ProbeSpec, Target

SPEC = ProbeSpec(
    kind="directory-listing",
    version=4,
    cwe=548,
    probe_class=1,
    cost=32,
    repair="directory-listing",
    only_reads=True,
)
PAGES = 3
"""Pages beside the front page whose links are read."""
MOST_BELOW = 2
"""Directories in a listing that are looked into."""
LISTING_BYTES = 262_144
ENTRY_LINK = re.compile(r"<a\b[^<>]{0,300}?\bhref\s*=\s*[\"']?([^\"'<>\s]{1,300})", re.IGNORECASE)


def probe(target: Target) -> Probe:
    """Look for an open listing with people's data, known places first."""
    surface = yield from explore(target, most=PAGES)
    known = [place.group for place in target.places]
    robots = yield ROBOTS
    shelves = (path for path in ruled(robots, target.origin) if SHELF.search(path) and may_ask(path))
    linked = directories((*surface.links, *shelves))
    waiting = list(dict.fromkeys((*known, *linked, "/", *USUAL)))
    cause, asked, below = surface.cause, 0, 0
    while waiting:
        directory = waiting.pop(0)
        asked += 1
        page = yield Get(directory, max_bytes=FRONT_BYTES, fresh=False)
        unable = unseen(page)
        if unable is None and page.target == directory and not surface.login_box and shows(page, LOGIN):
            unable = Cause.LOGIN_PAGE
        if unable is Cause.NOT_GRANTED and directory in USUAL and directory not in (*known, *linked):
            # A directory that we merely guess, outside the grant's scope, is no part of the question.
            continue
        cause = cause or unable
        if unable is not None or page.status != 200 or not shows(page, LISTINGS):
            continue
        evidence = [seen_on(page, "a listing of the directory")]
        named = list(_named(page, directory))
        deeper = list(dict.fromkeys(path for name, path in named if name.endswith("/")))[: MOST_BELOW - below]
        waiting[:0] = deeper
        below += len(deeper)
        found = files(named)
        if not found.count:
            continue
        control = yield Get(f"{directory}{target.nonce}/", max_bytes=LISTING_BYTES)
        if control.failure is not None or (control.status == 200 and shows(control, LISTINGS)):
            cause = cause or control.failure or Cause.HONEYPOT
            continue
        answer = yield from sample(SPEC, target, surface, found, at=directory, evidence=evidence)
        if isinstance(answer, Observation):
            return answer
        cause = cause or answer
    if cause is not None:
        return undetermined(SPEC, cause, f"of {asked} directories not all could be told")
    return not_exposed(SPEC, f"{asked} directories were asked and none lists people's data")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _named(page: Page, directory: str) -> Iterator[tuple[str, str]]:
    """Yield names relative to the directory with their targets; what leads elsewhere or up is left out."""
    for found in ENTRY_LINK.finditer(content(page).decode(errors="surrogateescape")):
        name = unescape(found.group(1)).removeprefix("./").removeprefix(directory)
        if not name or name.startswith(("?", "#", ".", "/")) or ":" in name or "/" in name[:-1]:
            continue
        yield name, directory + quote(name, safe="%/~!$&'()*+,;=@-._", errors="surrogateescape")
