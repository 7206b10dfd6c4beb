# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file server (NFS) that shows people's records to whoever connects.

Asks for what is exported, goes down the likeliest directories, and reads the heads of the likeliest files,
each no longer than the records that the grant lets a sample read. It opens and writes nothing. CWE-306.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import quote, unquote_to_bytes

from mendsky.core.probes import nfs
from mendsky.core.probes.answers import exposed, not_exposed, rows_of, undetermined
from mendsky.core.probes.files import LIKELY, READABLE, likelihood, may_ask
from mendsky.core.probes.heads import SHORTEST_HEAD, estimate, longest_head
from mendsky.core.probes.marks import content
from mendsky.core.probes.nfs import Answered, Entry, NotNfsError
from mendsky.core.probes.talking import PROOF, Asked, Walk, ask, people_in, walked
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import (
    Body,
    Estimate,
    Evidence,
    Observation,
    Page,
    Place,
    Probe,
    ProbeEntry,
    ProbeSpec,
    Target,
)

SPEC = ProbeSpec(
    kind="open-nfs",
    version=1,
    cwe=306,
    probe_class=1,
    cost=40,
    repair="open-nfs",
    only_reads=True,
    schemes=frozenset({"nfs"}),
)
LISTING_BYTES = 65_536
MORE_BYTES = 4_096
"""Of an answer beside the listing or the head that is asked for."""
MOST_DIRECTORIES = 10
MOST_FILES = 8
STEPS = 3
"""Heads of growing length asked while none held an identifier: a dump begins with its columns."""

Path = tuple[bytes, ...]


@dataclass(kw_only=True, slots=True)
class Look(Walk[Path]):
    """What was looked at, and what is to be."""

    files: int = 0


def probe(target: Target) -> Probe:
    """Look into the known directories, then down from the root."""
    known = [tuple(unquote_to_bytes(place.group).strip(b"/").split(b"/")) for place in target.places]
    look = Look(waiting=list(dict.fromkeys((*(path for path in known if path != (b"",)), ()))))
    answer = yield from walked(look, MOST_DIRECTORIES, partial(_directory, target, look))
    if isinstance(answer, Observation):
        return answer
    if answer is not None:
        return undetermined(SPEC, answer, f"below {len(look.seen)} directories not all could be told")
    return not_exposed(SPEC, f"{len(look.seen)} directories and the heads of {look.files} files show nobody")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _ask(
    target: str, asked: bytes, wanted: int, most: int = 0
) -> Generator[Asked, Page, tuple[Page, Answered] | Cause]:
    page = yield from ask(target, asked, most + MORE_BYTES, nfs.is_whole, values=nfs.held)
    if isinstance(page, Cause):
        return page
    try:
        return page, nfs.read(content(page), wanted)
    except NotNfsError:
        return Cause.TOO_LARGE if page.cut else Cause.NO_ANSWER


def _refusal(answered: Answered) -> Cause | None:
    """Say why a refusal may yet hide somebody; None where it does not."""
    if answered.denied or answered.status in nfs.GONE | nfs.CLOSED:
        return None
    return Cause.SERVER_ERROR if answered.status in nfs.NOT_NOW else Cause.BLOCKED


def _directory(target: Target, look: Look, path: Path) -> Generator[Asked, Page, Observation | Cause | None]:
    """Look into one directory; None where it is closed, or nobody is in it."""
    if not _askable(path):
        return Cause.OVER_BUDGET
    heard = yield from _ask(
        "list of a directory", nfs.listing(path, LISTING_BYTES), nfs.READDIR, LISTING_BYTES
    )
    if isinstance(heard, Cause):
        return heard
    page, answered = heard
    people = people_in(page)
    if people >= PROOF:
        records = Estimate(low=people, point=None, high=None, sampled=True)
        note = f"a listing with the numbers of {people} people"
        return (yield from _with_control(target, _found(path, page, note, records)))
    if answered.status != nfs.OK:
        return _refusal(answered)
    below = [(*path, entry.name) for entry in answered.entries if entry.directory]
    look.waiting += sorted(
        (one for one in below if one not in look.seen and one not in look.waiting),
        key=lambda one: LIKELY.search(_shown(one[-1])) is None,
    )
    answer = yield from _files(target, look, path, answered.entries)
    return answer or (None if answered.end else Cause.OVER_BUDGET)


def _files(
    target: Target, look: Look, path: Path, entries: Sequence[Entry]
) -> Generator[Asked, Page, Observation | Cause | None]:
    """Read the heads of the likeliest files of a directory."""
    ranks = {entry: likelihood(_shown(entry.name)) for entry in entries if entry.plain and entry.size}
    likeliest = sorted((rank, entry.name, entry) for entry, rank in ranks.items() if rank is not None)
    cause = None
    for rank, _, entry in likeliest:
        if longest_head(target) < SHORTEST_HEAD:
            return cause or Cause.NOT_GRANTED
        if rank >= len(READABLE) or look.files == MOST_FILES or not may_ask(_shown(entry.name)):
            cause = cause or Cause.OVER_BUDGET
            continue
        look.files += 1
        answer = yield from _read(target, path, entry)
        if isinstance(answer, Observation):
            return answer
        cause = cause or answer
    return cause


def _read(target: Target, path: Path, entry: Entry) -> Generator[Asked, Page, Observation | Cause | None]:
    """Read the head of one file; None where nobody is in it."""
    for step in range(1, STEPS + 1):
        most = step * longest_head(target)
        heard = yield from _ask("head of a file", nfs.reading((*path, entry.name), most), nfs.READ, most)
        if isinstance(heard, Cause):
            return heard
        page, answered = heard
        if answered.status != nfs.OK:
            return _refusal(answered)
        rows = rows_of(page.reading)
        if rows:
            note = f"{len(answered.content)} bytes of one file hold {rows} rows with identifiers"
            records = _records(page, answered, entry, rows, step)
            return (yield from _with_control(target, _found(path, page, note, records)))
        if answered.end or len(answered.content) >= entry.size:
            return None
    return Cause.OVER_BUDGET


def _records(page: Page, answered: Answered, entry: Entry, rows: int, step: int) -> Estimate:
    """Take the rows of the head for the whole file (G2), unless they begin somewhere further in."""
    if step > 1:
        return Estimate(low=rows, point=None, high=None, sampled=True)
    head = Body(answered.content)
    try:
        return estimate(replace(page, body=head, headers={"content-length": str(entry.size)}), rows)
    finally:
        head.close()


def _found(path: Path, page: Page, note: str, records: Estimate) -> Observation:
    group = "/" + "".join(f"{quote(name)}/" for name in path)
    return exposed(
        SPEC,
        "a file server shows files with people's records to whoever connects",
        place=Place(group=group),
        readings=(page.reading,),
        records=records,
        evidence=(Evidence(target=f"{page.target} {group}", status=0, note=note),),
    )


def _with_control(target: Target, found: Observation) -> Generator[Asked, Page, Observation | Cause]:
    """Ask for a name that cannot exist: where there is something too, the first proves nothing."""
    control = yield from _ask("a random name", nfs.entering((target.nonce.encode(),)), nfs.LOOKUP)
    if isinstance(control, Cause):
        return control
    return Cause.HONEYPOT if control[1].status == nfs.OK else found


def _askable(path: Path) -> bool:
    return all(may_ask(_shown(name)) for name in path)


def _shown(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
