# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A backup left below the web root: a dump or an archive with people's data that anyone can download.

Asks for names that the site itself gives and for a few usual ones, of each by `Range` no more than the
records that the grant lets a sample read. CWE-530.
"""

import re
from collections.abc import Generator

from mendsky.core.probes.answers import exposed, not_exposed, rows_of, stated_records, undetermined
from mendsky.core.probes.heads import SHORTEST_HEAD, estimate, instead, longest_head, size_of
from mendsky.core.probes.marks import content
from mendsky.core.probes.robots import ROBOTS, ruled
from mendsky.core.probes.surface import SOMEBODYS, Surface, explore, unseen
from mendsky.core.probes.targets import blanked
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import (
    Evidence,
    Get,
    Observation,
    Page,
    Place,
    Probe,
    ProbeEntry,
    ProbeSpec,
    Target,
)

SPEC = ProbeSpec(
    kind="exposed-backup",
    version=1,
    cwe=530,
    probe_class=1,
    cost=48,
    repair="exposed-backup",
    only_reads=True,
)
USUAL = ("/backup.sql", "/db.sql", "/backup.zip", "/www.zip", "/backup.tar.gz")
PAGES = 6
"""Pages beside the front page whose links are read."""
MOST_NAMED = 8
BACKUP = re.compile(r"\.(?:sql|dump|dmp|bak|zip|gz|tgz|tar|rar|7z|mdb|db|sqlite)$", re.IGNORECASE)
PACKED = (b"\x1f\x8b\x08", b"PK\x03\x04")
"""gzip (RFC 1952 section 2.3.1) and zip (APPNOTE 4.3.7): their beginning can be unpacked."""
SEALED = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"SQLite format 3\x00", b"PGDMP", b"\x00\x01\x00\x00Stan")
"""RAR, 7-Zip, SQLite, PostgreSQL's own format, Access: what is in them a head does not tell."""
STATEMENTS = re.compile(rb"(?im)^\s*(?:--|/\*|CREATE|INSERT|DROP|SET|USE|COPY|BEGIN|LOCK)\b|^-- ")
SIGNATURE_BYTES = 16
"""Enough to know a backup by, too few to hold anybody's number."""
STEPS = 8
"""Heads of growing length asked while none held an identifier: a dump begins with its tables' columns."""


def probe(target: Target) -> Probe:
    """Look for a backup with people's data, known places first."""
    surface = yield from explore(target, most=PAGES)
    robots = yield ROBOTS
    known = [place.group for place in target.places]
    in_robots = ruled(robots, target.origin)
    named = list(filter(_worth_asking, (*surface.links, *in_robots)))[:MOST_NAMED]
    cause, asked = surface.cause, 0
    for path in dict.fromkeys((*known, *named, *USUAL)):
        asked += 1
        answer = yield from _look(target, surface, path, guessed=path not in (*known, *named))
        if isinstance(answer, Observation):
            return answer
        cause = cause or answer
    if cause is not None:
        return undetermined(SPEC, cause, f"of {asked} names of backups not all could be told")
    return not_exposed(SPEC, f"{asked} names of backups were asked and none holds people's data")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _worth_asking(link: str) -> bool:
    return BACKUP.search(link) is not None and SOMEBODYS.search(link) is None


def _look(
    target: Target, surface: Surface, path: str, *, guessed: bool
) -> Generator[Get, Page, Observation | Cause | None]:
    """Look at one name: the answer, or why it tells nothing, or None where there is no backup with people."""
    most = longest_head(target)
    allowed = most >= SHORTEST_HEAD
    for step in range(1, STEPS + 1 if allowed else 2):
        first = step * most if allowed else SIGNATURE_BYTES
        page = yield Get(path, max_bytes=first, first_bytes=first)
        cause = unseen(page)
        if cause is not None:
            # A name that we merely guess, outside the grant's scope, is no part of the question.
            return None if cause is Cause.NOT_GRANTED and guessed else cause
        if page.status not in {200, 206} or not _is_backup(page):
            return (yield from instead(page, surface)) if page.target == path and not guessed else None
        if page.reading.occurrences:
            return (yield from _with_control(target, path, page))
        if content(page).startswith(SEALED) or not allowed:
            break
        size = size_of(page)
        if len(page.body) < first or (size is not None and size <= first):
            return None
    # There is a backup, and what may be read of it shows nobody: what lies further in is not told.
    return Cause.OVER_BUDGET if allowed else Cause.NOT_GRANTED


def _is_backup(page: Page) -> bool:
    shown = content(page)
    if shown.startswith((*PACKED, *SEALED)):
        return True
    return next(page.body.matches(STATEMENTS), None) is not None and not shown.lstrip().startswith(b"<")


def _with_control(target: Target, path: str, page: Page) -> Generator[Get, Page, Observation | Cause]:
    """Ask for a name that cannot exist; where it is a backup too, the first proves nothing."""
    rows = rows_of(page.reading)
    packed = content(page).startswith(PACKED)
    evidence = [
        Evidence(
            target=blanked(path),
            status=page.status,
            note=f"the first {len(page.body)} bytes{', unpacked,' if packed else ''} hold {rows} rows with "
            f"identifiers, of {size_of(page) or 'unknown'} bytes",
        )
    ]
    found = exposed(
        SPEC,
        "a backup with identifiers in it can be downloaded by anyone",
        place=Place(group=path),
        readings=(page.reading,),
        records=stated_records(target.control, (page.reading,))
        if packed or target.control.stated_records is not None
        else estimate(page, rows),
        evidence=evidence,
    )
    name, _, suffix = path.rpartition("/")[2].partition(".")
    beside = f"{path[: -len(f'{name}.{suffix}')]}{target.nonce}.{suffix}"
    control = yield Get(beside, max_bytes=SIGNATURE_BYTES, first_bytes=SIGNATURE_BYTES)
    if control.failure is not None:
        return control.failure
    return Cause.HONEYPOT if control.status in {200, 206} and _is_backup(control) else found
