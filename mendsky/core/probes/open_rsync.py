# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An rsync daemon that shows people's records to whoever asks.

Asks for its modules, of each that opens without a password for what it holds, and for the heads of the
likeliest files, each no longer than the records that the grant lets a sample read. It never writes. CWE-306.
"""

from collections.abc import Generator
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from mendsky.core.probes import rsync
from mendsky.core.probes.answers import exposed, not_exposed, rows_of, undetermined
from mendsky.core.probes.files import OPENED, SEALED, likelihood, may_ask, suffix
from mendsky.core.probes.heads import SHORTEST_HEAD, estimate, longest_head
from mendsky.core.probes.marks import content
from mendsky.core.probes.rsync import Entry, NotRsyncError
from mendsky.core.probes.talking import PROOF, Asked, ask, people_in
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
    kind="open-rsync",
    version=1,
    cwe=306,
    probe_class=1,
    cost=100,
    repair="open-rsync",
    only_reads=True,
    schemes=frozenset({"rsync"}),
)
MOST_MODULES = 6
MOST_FILES = 8
SAID_BYTES = 65_536
LISTING_BYTES = 262_144
UNREAD = frozenset({*OPENED, *SEALED})
"""Suffixes of files of which a head, as it comes in pieces, does not tell what is in them."""
DUMPS = frozenset({"sql", "dump", "bak"})
STEPS = 6
"""Heads of growing length asked of a dump while none held an identifier: it begins with its columns."""
OK, EXIT = "@RSYNCD: OK", "@RSYNCD: EXIT"
CLOSED = ("@RSYNCD: AUTHREQD", "@ERROR: access denied")
UNKNOWN = "@ERROR: Unknown module"


@dataclass(kw_only=True, slots=True)
class Look:
    """What was looked at."""

    opened: int = 0
    files: int = 0
    untold: Cause | None = None
    """Why something may hide somebody."""


def probe(target: Target) -> Probe:
    """Look into the modules, the known ones first."""
    heard = yield from ask("#list", rsync.GREETING + b"#list\n", SAID_BYTES, rsync.is_said)
    if isinstance(heard, Cause) or heard.cut:
        return undetermined(
            SPEC, heard if isinstance(heard, Cause) else Cause.TOO_LARGE, "it does not say what it has"
        )
    said, text = rsync.said(content(heard)), content(heard)
    if said != EXIT and not said.startswith(CLOSED):
        cause = Cause.SERVER_ERROR if said.startswith("@ERROR: max conn") else Cause.NO_ANSWER
        return undetermined(SPEC, cause, "it does not answer as an rsync daemon does")
    named = [name.decode(errors="surrogateescape") for name in rsync.MODULE.findall(text)]
    known = [unquote(place.group.strip("/"), errors="surrogateescape") for place in target.places]
    modules = list(dict.fromkeys((*known, *named)))
    look = Look(untold=Cause.OVER_BUDGET if len(modules) > len(known) + MOST_MODULES else None)
    for module in modules[: len(known) + MOST_MODULES]:
        answer = yield from _look(target, look, module)
        if isinstance(answer, Observation):
            return answer
        look.untold = look.untold or answer
    if look.untold is not None:
        return undetermined(SPEC, look.untold, f"of {len(modules)} modules not all could be told")
    shown = f"of {len(modules)} modules {look.opened} are open"
    return not_exposed(SPEC, f"{shown}; the heads of {look.files} files show nobody")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _look(target: Target, look: Look, module: str) -> Generator[Asked, Page, Observation | Cause | None]:
    """Look into one module; None where it is closed, or nobody is in it."""
    if not may_ask(module):
        return Cause.OVER_BUDGET
    answered = yield from _enter("a module", module)
    if answered != OK:
        return _closed(answered)
    look.opened += 1
    asked = rsync.arguments(f"{module}/", whole=True)
    page = yield from ask("list of a module", asked, LISTING_BYTES, rsync.is_listed)
    if isinstance(page, Cause):
        return page
    if people_in(page) >= PROOF:
        note = f"a list with the numbers of {people_in(page)} people"
        return (yield from _with_control(target, _found(module, page, note)))
    entries = _listed(page)
    if entries is None:
        return Cause.NO_ANSWER
    look.untold = look.untold or (Cause.TOO_LARGE if page.cut else None)
    return (yield from _sample(target, look, module, entries))


def _listed(page: Page) -> tuple[Entry, ...] | None:
    try:
        return rsync.listed(content(page))[0]
    except NotRsyncError:
        return None


def _enter(target: str, module: str) -> Generator[Asked, Page, str | Cause]:
    asked = rsync.GREETING + _written(module) + b"\n"
    page = yield from ask(target, asked, SAID_BYTES, rsync.is_said, anew=True)
    return page if isinstance(page, Cause) else rsync.said(content(page))


def _closed(answered: str | Cause) -> Cause | None:
    """Say why a module that does not open may yet be open; None where it is not."""
    if isinstance(answered, Cause):
        return answered
    if answered.startswith((*CLOSED, UNKNOWN)):
        return None
    return Cause.BLOCKED if answered else Cause.NO_ANSWER


def _sample(
    target: Target, look: Look, module: str, entries: tuple[Entry, ...]
) -> Generator[Asked, Page, Observation | Cause | None]:
    """Read the heads of the likeliest files of a module."""
    ranks = {entry: likelihood(entry.path.rpartition("/")[2]) for entry in entries}
    likeliest = sorted((rank, entry.path, entry) for entry, rank in ranks.items() if rank is not None)
    if likeliest and longest_head(target) < SHORTEST_HEAD:
        return Cause.NOT_GRANTED
    for _, path, entry in likeliest:
        askable = all(map(may_ask, path.split("/"))) and suffix(path) not in UNREAD
        if look.files == MOST_FILES or not askable:
            look.untold = look.untold or Cause.OVER_BUDGET
            continue
        look.files += 1
        answer = yield from _grown(target, module, entry)
        if isinstance(answer, Observation):
            return (yield from _with_control(target, answer))
        look.untold = look.untold or answer
    return None


def _grown(target: Target, module: str, entry: Entry) -> Generator[Asked, Page, Observation | Cause | None]:
    """Read the head of one file, of a dump a longer one where it does not tell."""
    steps = STEPS if suffix(entry.path) in DUMPS else 1
    answer: Observation | Cause | None = None
    for step in range(1, steps + 1):
        answer = yield from _read(target, module, entry, step)
        if answer is not Cause.OVER_BUDGET:
            break
    return answer


def _read(
    target: Target, module: str, entry: Entry, step: int
) -> Generator[Asked, Page, Observation | Cause | None]:
    """Read the head of one file, on a connection of its own: it can only be had to its end."""
    answered = yield from _enter("a module", module)
    if answered != OK:
        return _closed(answered) or Cause.UNSTABLE
    asked = rsync.arguments(f"{module}/{entry.path}", whole=False)
    named = yield from ask("list of one file", asked, LISTING_BYTES, rsync.is_listed)
    if isinstance(named, Cause) or not _listed(named):
        return named if isinstance(named, Cause) else Cause.UNSTABLE
    most = step * longest_head(target) + rsync.HEAD_BYTES + 2 * rsync.NUMBER.size
    page = yield from ask("head of a file", rsync.REQUEST, most, rsync.is_sent)
    if isinstance(page, Cause):
        return page
    return _told(module, page, entry, step)


def _told(module: str, page: Page, entry: Entry, step: int) -> Observation | Cause | None:
    """Say what the head of a file shows; None where nobody is in it, or it is not for us."""
    try:
        refused, (head, whole) = rsync.is_refused(content(page)), rsync.sent(content(page))
    except NotRsyncError:
        return Cause.NO_ANSWER
    rows = rows_of(page.reading)
    if rows:
        note = f"{len(head)} bytes of one file hold {rows} rows with identifiers"
        return _found(module, page, note, records=_records(page, head, entry, rows, step))
    return None if whole or refused else Cause.OVER_BUDGET


def _records(page: Page, head: bytes, entry: Entry, rows: int, step: int) -> Estimate:
    """Take the rows of the head for the whole file (G2); where they begin late in it, nothing bounds them."""
    if step > 1:
        return Estimate(low=rows, point=None, high=None, sampled=True)
    body = Body(head)
    try:
        return estimate(replace(page, body=body, headers={"content-length": str(entry.size)}), rows)
    finally:
        body.close()


def _found(module: str, page: Page, note: str, *, records: Estimate | None = None) -> Observation:
    shown = Estimate(low=max(1, people_in(page)), point=None, high=None, sampled=True)
    group = f"/{quote(module, errors='surrogateescape')}/"
    return exposed(
        SPEC,
        "whoever asks gets files with people's records, without a password",
        place=Place(group=group),
        readings=(page.reading,),
        records=records or shown,
        evidence=(Evidence(target=f"{page.target} {group}", status=0, note=note),),
    )


def _with_control(target: Target, found: Observation) -> Generator[Asked, Page, Observation | Cause]:
    """Ask for a module that cannot exist: where it opens too, the first proves nothing."""
    answered = yield from _enter("a random module", target.nonce)
    if isinstance(answered, Cause):
        return answered
    if answered.startswith((UNKNOWN, *CLOSED)):
        return found
    return Cause.HONEYPOT if answered == OK else Cause.UNSTABLE


def _written(name: str) -> bytes:
    return name.encode(errors="surrogateescape")
