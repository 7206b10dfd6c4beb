# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Directory listing open to anyone, with people's data in a file that it names.

Asks for linked and usual directories, and for the head of one file, no longer than the records that
the grant lets a sample read. CWE-548.
"""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from html import unescape
from urllib.parse import quote

from mendsky.core.probes.answers import exposed, not_exposed, rows_of, seen_on, stated_records, undetermined
from mendsky.core.probes.heads import SHORTEST_HEAD, about_many, estimate, longest_head, named_rows
from mendsky.core.probes.marks import LISTINGS, LOGIN, content, shows
from mendsky.core.probes.surface import FRONT_BYTES, explore, unseen
from mendsky.core.probes.targets import may_act, template
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
    kind="directory-listing",
    version=3,
    cwe=548,
    probe_class=1,
    cost=32,
    repair="directory-listing",
    only_reads=True,
)
USUAL = ("/backup/", "/data/", "/export/", "/upload/", "/uploads/", "/files/", "/download/")
SHELF = re.compile(
    r"/(?:uploads?|uploaded|upload_?files?|user_?files?|attach(?:ment)?s?|annex|files?|exports?|downloads?"
    r"|backups?|data|docs?|documents?|reports?|excel|fujian|wenjian|shangchuan|xiazai)/",
    re.IGNORECASE,
)
"""How folders are called into which programs put files, in English and in pinyin."""
PAGES = 3
"""Pages beside the front page whose links are read."""
MOST_LINKED = 8
MOST_BELOW = 2
"""Directories in a listing that are looked into."""
LISTING_BYTES = 262_144
READABLE = ("csv", "tsv", "txt", "sql", "json", "xml", "dat", "log")
"""Suffixes of files whose head can be read as it is, the likeliest first."""
PACKED = ("xls", "xlsx", "zip", "gz", "tgz", "tar", "rar", "7z", "bak", "mdb", "dbf", "db", "sqlite", "dmp")
SHOWN = ("pdf", "doc", "docx", "wps", "et", "ppt", "pptx", "jpg", "jpeg", "png", "gif", "bmp", "tif")
"""Suffixes of documents and pictures, beside which a folder may hold others."""
NO_DATA = re.compile(r"(?:read-?me|robots|licen[cs]e|humans|security)\b", re.IGNORECASE)
ENTRY_LINK = re.compile(r"<a\b[^<>]{0,300}?\bhref\s*=\s*[\"']?([^\"'<>\s]{1,300})", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """What a listing names."""

    readable: tuple[str, ...]
    """Targets of files whose head tells what is in them, the likeliest first."""
    packed: int
    below: tuple[str, ...]


def probe(target: Target) -> Probe:
    """Look for an open listing with people's data, known places first."""
    surface = yield from explore(target, most=PAGES)
    known = [place.group for place in target.places]
    linked = list(dict.fromkeys(_directories(surface.links)))[:MOST_LINKED]
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
        listing = _read(page, directory)
        waiting[:0] = listing.below[: MOST_BELOW - below]
        below += len(listing.below[: MOST_BELOW - below])
        if not listing.readable and not listing.packed:
            continue
        answer = yield from _sample(target, directory, listing, evidence)
        if isinstance(answer, Observation):
            return answer
        cause = cause or answer
    if cause is not None:
        return undetermined(SPEC, cause, f"of {asked} directories not all could be told")
    return not_exposed(SPEC, f"{asked} directories were asked and none lists people's data")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _directories(links: tuple[str, ...]) -> Iterator[str]:
    """Yield directories that are linked, those of linked files, and the folder of uploads above these."""
    for link in links:
        path = link.partition("?")[0]
        suffix = path.rpartition(".")[2].lower()
        directory = path if path.endswith("/") else path[: path.rfind("/") + 1]
        is_file = suffix in READABLE + PACKED + SHOWN
        if directory == "/" or may_act(directory) or not (is_file or path.endswith("/")):
            continue
        yield directory
        shelf = SHELF.match(directory) if is_file else None
        if shelf is not None:
            yield shelf.group()


def _read(page: Page, directory: str) -> Listing:
    """Read names relative to the directory; what leads elsewhere or up is left out."""
    readable: list[tuple[int, str]] = []
    below, packed = [], 0
    for found in ENTRY_LINK.finditer(content(page).decode(errors="surrogateescape")):
        name = unescape(found.group(1)).removeprefix("./").removeprefix(directory)
        if not name or name.startswith(("?", "#", ".", "/")) or ":" in name or "/" in name[:-1]:
            continue
        path = directory + quote(name, safe="%/~!$&'()*+,;=@-._", errors="surrogateescape")
        suffix = name.rpartition(".")[2].lower()
        if name.endswith("/"):
            below.append(path)
        elif suffix in READABLE and NO_DATA.match(name) is None:
            readable.append((READABLE.index(suffix), path))
        elif suffix in PACKED:
            packed += 1
    return Listing(
        readable=tuple(path for _, path in sorted(readable)), packed=packed, below=tuple(dict.fromkeys(below))
    )


def _sample(
    target: Target, directory: str, listing: Listing, evidence: list[Evidence]
) -> Generator[Get, Page, Observation | Cause | None]:
    """Read the head of one file: the answer, or why it tells nothing, or None where nobody is in it."""
    control = yield Get(f"{directory}{target.nonce}/", max_bytes=LISTING_BYTES)
    most = longest_head(target)
    if control.failure is not None or (control.status == 200 and shows(control, LISTINGS)):
        return control.failure or Cause.HONEYPOT
    if most < SHORTEST_HEAD or not listing.readable:
        # What is in a packed file cannot be told from its head, and all of it is more than a sample.
        return Cause.NOT_GRANTED if most < SHORTEST_HEAD else Cause.OVER_BUDGET
    page = yield Get(listing.readable[0], max_bytes=most, first_bytes=most)
    cause = unseen(page)
    if cause is not None:
        return cause
    rows, shown, reading = rows_of(page.reading), "identifiers", page.reading
    if rows == 0:
        rows, shown, reading = named_rows(page), "names", replace(page.reading, identifiers=())
        if not about_many(page, rows):
            return Cause.OVER_BUDGET if len(listing.readable) + listing.packed > 1 else None
    evidence.append(
        Evidence(
            target=f"{template(directory)}…",
            status=page.status,
            note=f"the first {len(page.body)} bytes of one file hold {rows} rows with {shown}",
        )
    )
    stated = target.control.stated_records is not None
    return exposed(
        SPEC,
        f"the listing names {len(listing.readable) + listing.packed} data files, and one holds {shown}",
        place=Place(group=template(directory)),
        readings=(reading,),
        records=stated_records(target.control, (reading,), rows=rows) if stated else estimate(page, rows),
        evidence=evidence,
    )
