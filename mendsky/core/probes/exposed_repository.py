# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A repository of versions left below the web root: the program, its history and the keys in it for anyone.

Asks for the few bytes by which git, Subversion and Mercurial know their own files, and for nothing of the
project. It shows nobody and is a finding all the same: who holds the program and its keys holds the way to
all records, of which it counts none. A repository that names itself and gives no file is information.
CWE-527.
"""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from mendsky.core.probes.answers import exposed, led_to, not_exposed, seen_on, undetermined
from mendsky.core.probes.heads import instead
from mendsky.core.probes.marks import shows
from mendsky.core.probes.surface import Surface, explore, unseen
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import (
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
    kind="exposed-repository",
    version=1,
    cwe=527,
    probe_class=1,
    cost=40,
    repair="exposed-repository",
    only_reads=True,
)
REFUSING = frozenset({401, 403})
"""Statuses of a server that knows such folders and shuts the ones that it knows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """One of a repository's own files."""

    name: str
    grammar: re.Pattern[bytes]
    """How it begins."""
    most: int
    """Bytes that are asked for: enough to know it by."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Repository:
    """How one product keeps its versions."""

    folder: str
    first: File
    """Names the product, and alone gives nothing."""
    proofs: tuple[File, ...]
    """By any of them all the others are found."""


GIT = Repository(
    folder="/.git/",
    first=File(
        name="HEAD",
        grammar=re.compile(rb"\A(?:ref: refs/[!-~]|(?:[0-9a-f]{40}|[0-9a-f]{64})\s*\Z)"),
        most=80,
    ),
    proofs=(
        File(name="index", grammar=re.compile(rb"\ADIRC\x00\x00\x00[\x02-\x04]"), most=12),
        File(name="config", grammar=re.compile(rb"\A\s*\[core\]"), most=16),
    ),
)
"""https://git-scm.com/docs/gitrepository-layout, https://git-scm.com/docs/index-format."""

SUBVERSION = Repository(
    folder="/.svn/",
    first=File(
        name="entries", grammar=re.compile(rb"\A(?:1[2-9]|[23][0-9])\n|\A(?:8|9|10)\n\ndir\n"), most=16
    ),
    proofs=(
        File(name="wc.db", grammar=re.compile(rb"\ASQLite format 3\x00"), most=16),
        File(name="all-wcprops", grammar=re.compile(rb"\AK [0-9]{1,3}\nsvn:wc:"), most=16),
        File(name="entries", grammar=re.compile(rb"\A(?:8|9|10)\n\ndir\n"), most=16),
    ),
)
"""From Subversion 1.7 on a working copy is a database; before, `entries` itself names the files."""

MERCURIAL = Repository(
    folder="/.hg/",
    first=File(
        name="requires",
        grammar=re.compile(rb"\A(?:[a-z0-9.-]{1,40}\n){0,9}(?:store|revlogv[0-9])\n"),
        most=80,
    ),
    proofs=(File(name="00changelog.i", grammar=re.compile(rb"\A\x00[\x00-\x03]\x00[\x01\x02]"), most=4),),
)
"""https://wiki.mercurial-scm.org/RequiresFile; the file beside it keeps old programs out."""

USUAL = (GIT, SUBVERSION)
HINTED = (MERCURIAL,)
"""Asked for only where one of the others is named or refused: rare, and every sound system is asked."""


def probe(target: Target) -> Probe:
    """Look for a repository that can be downloaded, known places first."""
    surface = yield from explore(target, most=0)
    known = list(_known(target.places))
    cause, asked, hint, told = None, 0, False, ""
    for repository, at in dict.fromkeys((*known, *((one, one.folder) for one in (*USUAL, *HINTED)))):
        if repository in HINTED and not hint and (repository, at) not in known:
            continue
        asked += 1
        answer = yield from _look(target, surface, repository, at, known=(repository, at) in known)
        if isinstance(answer, Observation):
            return answer
        if isinstance(answer, Cause):
            cause = cause or answer
        else:
            hint = hint or answer != ""
            told = told or ("; one names itself and gives no file" if answer == "named" else "")
    if cause is not None:
        return undetermined(SPEC, cause, f"of {asked} repositories not all could be told")
    return not_exposed(SPEC, f"{asked} repositories were asked for and none can be downloaded{told}")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _known(places: tuple[Place, ...]) -> Iterator[tuple[Repository, str]]:
    """Yield the repository of each place, and the folder in which it lies."""
    for place in places:
        path = f"{place.group}/"
        for repository in (*USUAL, *HINTED):
            before, folder, _ = path.partition(repository.folder)
            if folder:
                yield repository, before + folder


def _look(
    target: Target, surface: Surface, repository: Repository, at: str, *, known: bool
) -> Generator[Get, Page, Observation | Cause | str]:
    """Look at one repository: the answer, why it cannot be told, or whether it is `named` or `refused`."""
    cause, seen = None, ""
    for file in (repository.first, *repository.proofs):
        if file is not repository.first and seen != "named" and not known:
            break
        page = yield _asking(at, file)
        unable = unseen(page)
        if unable is Cause.NOT_GRANTED and not known:
            # A folder that we merely guess, outside the grant's scope, is no part of the question.
            break
        if unable is None and _is(page, at, file):
            if file in repository.proofs:
                return (yield from _with_control(target, repository, at, file, page))
            seen = "named"
        elif unable is None and known and page.target == at + file.name:
            unable = yield from instead(page, surface)
        cause, seen = cause or unable, seen or ("refused" if page.status in REFUSING else "")
    return cause or seen


def _asking(at: str, file: File) -> Get:
    return Get(at + file.name, max_bytes=file.most, first_bytes=file.most, fresh=False)


def _is(page: Page, at: str, file: File) -> bool:
    return page.status in {200, 206} and page.target == at + file.name and shows(page, file.grammar)


def _with_control(
    target: Target, repository: Repository, at: str, file: File, page: Page
) -> Generator[Get, Page, Observation | Cause]:
    """Ask for the file in a folder that cannot exist; where it is there too, this one proves nothing."""
    evidence = [seen_on(page, f"its first {len(page.body)} bytes are those of a repository's own file")]
    elsewhere = f"{at.removesuffix(repository.folder)}/.{target.nonce}/"
    control = yield _asking(elsewhere, file)
    if control.failure is not None:
        return control.failure
    if _is(control, elsewhere, file):
        return Cause.HONEYPOT
    evidence.append(seen_on(control, "a folder that does not exist has no such file"))
    return exposed(
        SPEC,
        "the program with its history can be downloaded by anyone",
        place=Place(group=at),
        readings=(),
        records=led_to(target.control),
        evidence=evidence,
    )
