# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a listing of files on the web names, and what the head of the likeliest of them tells.

No more of a file is read than the records that the grant lets a sample read.
"""

import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace

from mendsky.core.probes.answers import exposed, rows_of, stated_records
from mendsky.core.probes.files import OPENED, READABLE, SEALED, likelihood, may_ask, suffix
from mendsky.core.probes.heads import (
    SHORTEST_HEAD,
    about_many,
    estimate,
    instead,
    longest_head,
    named_rows,
)
from mendsky.core.probes.marks import content
from mendsky.core.probes.surface import Surface, unseen
from mendsky.core.probes.targets import may_act, template
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Evidence, Get, Observation, Page, Place, ProbeSpec, Target

USUAL = ("/backup/", "/data/", "/export/", "/upload/", "/uploads/", "/files/", "/download/")
SHELF = re.compile(
    r"/(?:uploads?|uploaded|upload_?files?|user_?files?|attach(?:ment)?s?|annex|files?|exports?|downloads?"
    r"|backups?|data|docs?|documents?|reports?|excel|fujian|wenjian|shangchuan|xiazai)/",
    re.IGNORECASE,
)
"""How folders are called into which programs put files, in English and in pinyin."""
MOST_LINKED = 8
SHOWN = ("pdf", "doc", "docx", "wps", "et", "ppt", "pptx", "jpg", "jpeg", "png", "gif", "bmp", "tif")
"""Suffixes of documents and pictures, beside which a folder may hold files of data."""
LINKED = frozenset({*READABLE, *OPENED, *SEALED, *SHOWN})


@dataclass(frozen=True, kw_only=True, slots=True)
class Files:
    """Files that a listing names and that may hold people's data."""

    readable: tuple[str, ...] = ()
    """Targets of those whose head tells what is in them, the likeliest first."""
    others: int = 0

    @property
    def count(self) -> int:
        """Count them all."""
        return len(self.readable) + self.others


def directories(links: tuple[str, ...]) -> list[str]:
    """Give directories that are linked, those of linked files, and the folder of uploads above these."""
    return list(dict.fromkeys(_directories(links)))[:MOST_LINKED]


def _directories(links: tuple[str, ...]) -> Iterator[str]:
    for link in links:
        path = link.partition("?")[0]
        directory = path[: path.rfind("/") + 1]
        is_file = path != directory and suffix(path) in LINKED
        if directory == "/" or may_act(directory) or not (is_file or path == directory):
            continue
        yield directory
        shelf = SHELF.match(directory) if is_file else None
        if shelf is not None:
            yield shelf.group()


def files(named: Iterable[tuple[str, str]]) -> Files:
    """Choose from names and their targets those that may hold people's data."""
    ranked = [(rank, target) for name, target in named if (rank := likelihood(name)) is not None]
    readable = sorted((rank, target) for rank, target in ranked if rank < len(READABLE) and _askable(target))
    return Files(readable=tuple(target for _, target in readable), others=len(ranked) - len(readable))


def _askable(target: str) -> bool:
    return all(map(may_ask, target.strip("/").split("/")))


def sample(
    spec: ProbeSpec, target: Target, surface: Surface, found: Files, *, at: str, evidence: list[Evidence]
) -> Generator[Get, Page, Observation | Cause | None]:
    """Read the head of one file that a path lists: the answer, or why it tells nothing, or None."""
    most = longest_head(target)
    if most < SHORTEST_HEAD or not found.readable:
        # What is in a packed file cannot be told from its head, and all of it is more than a sample.
        return Cause.NOT_GRANTED if most < SHORTEST_HEAD else Cause.OVER_BUDGET
    page = yield Get(found.readable[0], max_bytes=most, first_bytes=most)
    cause = unseen(page)
    if cause is not None:
        return cause
    rows, shown, reading = rows_of(page.reading), "identifiers", page.reading
    if rows == 0:
        rows, shown, reading = named_rows(page), "names", replace(page.reading, identifiers=())
        if not about_many(page, rows):
            # A file of bytes that are no text may hold anything further in.
            alone = found.count == 1 and b"\0" not in content(page)
            return (yield from instead(page, surface)) or (None if alone else Cause.OVER_BUDGET)
    line = Evidence(
        target=f"{template(at)}…",
        status=page.status,
        note=f"the first {len(page.body)} bytes of one file hold {rows} rows with {shown}",
    )
    stated = target.control.stated_records is not None
    return exposed(
        spec,
        f"the listing names {found.count} data files, and one holds {shown}",
        place=Place(group=template(at)),
        readings=(reading,),
        records=stated_records(target.control, (reading,), rows=rows) if stated else estimate(page, rows),
        evidence=(*evidence, line),
    )
