# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An FTP server that shows people's records to whoever logs in as nobody.

Logs in as `anonymous` (RFC 1635), lists a few directories, and reads the heads of the likeliest files,
each no longer than the records that the grant lets a sample read. It never writes. CWE-306.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote

from mendsky.core.probes.answers import exposed, not_exposed, rows_of, undetermined
from mendsky.core.probes.files import LIKELY, OPENED, SEALED, likelihood, may_ask, suffix
from mendsky.core.probes.ftp import (
    MISSING,
    Entry,
    NeedsTlsError,
    Reply,
    begin_tls,
    listed,
    protect,
    say,
    transfer,
)
from mendsky.core.probes.heads import SHORTEST_HEAD, estimate, longest_head
from mendsky.core.probes.marks import content
from mendsky.core.probes.talking import PROOF, Asked, people_in
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import (
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
from mendsky.core.terms.streams import is_over_tls

SPEC = ProbeSpec(
    kind="open-ftp",
    version=2,
    cwe=306,
    probe_class=1,
    cost=160,
    repair="open-ftp",
    only_reads=True,
    schemes=frozenset({"ftp"}),
)
MOST_DIRECTORIES = 6
"""Beside the known ones."""
MOST_FILES = 6
LISTING_BYTES = 262_144
STEPS = 6
"""Heads read one after another while none held an identifier: a dump begins with its tables' columns."""
LOGIN = ((b"", "connection"), (b"USER anonymous", "USER anonymous"), (b"PASS mendsky@", "PASS"))
"""The password says who asks, as RFC 1635 has it; it is no secret."""
LET_IN = frozenset({202, 230})
GOES_ON = frozenset({220, 331})
CLOSED = frozenset({332, 430, 530, 532})
"""An account is needed, wrong name or password, not logged in (RFC 959 section 4.2.2)."""
CLOSED_TO_STRANGERS = "non-anonymous"
"""Word of a refusal that names TLS, but for those alone who have an account."""


@dataclass(kw_only=True, slots=True)
class Look:
    """What was looked at."""

    directories: list[str]
    """Waiting, each ending in a slash."""
    room: int
    """Directories that may still be added."""
    seen: int = 0
    files: int = 0
    untold: Cause | None = None
    """Why something may hide somebody."""
    names: set[str] = field(default_factory=set)
    protected: bool = False
    """Transfers are within TLS."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """What a listing shows."""

    found: Observation | None
    """Its names alone show people."""
    entries: tuple[Entry, ...] | None
    """None where it cannot be read."""


def probe(target: Target) -> Probe:
    """Log in as nobody and look; once more, within TLS, where the server wants that."""
    try:
        return (yield from _visit(target, starts_tls=False))
    except NeedsTlsError:
        pass
    try:
        return (yield from _visit(target, starts_tls=True))
    except NeedsTlsError:
        return undetermined(SPEC, Cause.BLOCKED, "it does not let us log in, within TLS either")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _visit(target: Target, *, starts_tls: bool) -> Probe:
    """Log in as nobody and look, known places first; raises `NeedsTlsError`."""
    protected = yield from _log_in(starts_tls=starts_tls, within_tls=starts_tls or is_over_tls(target.origin))
    if isinstance(protected, Observation):
        return protected
    home = yield from say("PWD", b"PWD")
    if isinstance(home, Cause):
        return undetermined(SPEC, home, "it does not say where a visitor is")
    known = [unquote(place.group, errors="surrogateescape").rstrip("/") + "/" for place in target.places]
    directories = list(dict.fromkeys((*known, _home(home[0]))))
    look = Look(
        directories=directories, room=MOST_DIRECTORIES - 1, names=set(directories), protected=protected
    )
    while look.directories:
        answer = yield from _look(target, look, look.directories.pop(0))
        if isinstance(answer, Observation):
            return answer
        if answer is not None:
            return undetermined(SPEC, answer, f"of {look.seen} directories not all could be told")
    if look.untold is not None:
        return undetermined(SPEC, look.untold, f"of {look.seen} directories not all could be told")
    return not_exposed(
        SPEC, f"anyone may log in; {look.seen} directories and the heads of {look.files} files show nobody"
    )


def _log_in(*, starts_tls: bool, within_tls: bool) -> Generator[Asked, Page, Observation | bool]:
    """Log in as nobody; answer for a service that does not let nobody in, and raise `NeedsTlsError`.

    Else gives whether transfers are within TLS.
    """
    for command, name in LOGIN:
        heard = yield from say(name, command, anew=not command)
        if isinstance(heard, Cause):
            return undetermined(SPEC, heard, "it does not answer as an FTP server does")
        code = heard[-1].code
        if code in LET_IN:
            break
        if code not in GOES_ON:
            return _refusal(heard[-1])
        if starts_tls and not command:
            begun = yield from begin_tls()
            if begun is not True:
                return undetermined(SPEC, begun or Cause.BLOCKED, "it wants TLS, which does not come about")
    # What is sent is to come as it lies there, archives too.
    typed = yield from say("TYPE I", b"TYPE I")
    protected = (yield from protect()) if within_tls and not isinstance(typed, Cause) else False
    silent = next((heard for heard in (typed, protected) if isinstance(heard, Cause)), None)
    return protected is True if silent is None else undetermined(SPEC, silent, "it fell silent")


def _refusal(reply: Reply) -> Observation:
    """Answer for a reply by which nobody gets on; raises `NeedsTlsError`."""
    if reply.wants_tls and CLOSED_TO_STRANGERS not in reply.text.lower():
        raise NeedsTlsError
    if reply.code in CLOSED:
        return not_exposed(SPEC, "it lets nobody in without an account")
    if reply.code < 400:
        return undetermined(SPEC, Cause.NO_ANSWER, "it does not answer as an FTP server does")
    busy = reply.code == 421
    return undetermined(SPEC, Cause.SERVER_ERROR if busy else Cause.BLOCKED, "it does not let us log in now")


def _home(reply: Reply) -> str:
    """Read in which directory a visitor begins (RFC 959 appendix II); the root where it is not told."""
    _, quoted, rest = reply.text.partition('"')
    path = rest.rpartition('"')[0].replace('""', '"')
    if reply.code != 257 or not quoted or not path.startswith("/") or not path.isprintable():
        return "/"
    return path if path.endswith("/") else f"{path}/"


def _look(target: Target, look: Look, directory: str) -> Generator[Asked, Page, Observation | Cause | None]:
    """List one directory and look into its likeliest files; a cause where nothing more can be told."""
    look.seen += 1
    if not _is_path(directory):
        return Cause.OVER_BUDGET
    entered = yield from say("CWD", b"CWD " + _written(directory))
    if isinstance(entered, Cause) or not entered[0].done:
        refused = None if not isinstance(entered, Cause) and entered[0].code in MISSING else Cause.BLOCKED
        return entered if isinstance(entered, Cause) else refused
    entries = yield from _list(target, look, directory)
    if not isinstance(entries, tuple):
        return entries
    _add_below(look, directory, entries)
    ranks = {entry: likelihood(entry.name) for entry in entries if not entry.directory}
    likeliest = sorted((rank, entry.name, entry) for entry, rank in ranks.items() if rank is not None)
    for _, _, entry in likeliest:
        answer = yield from _read(target, look, directory, entry)
        if answer is not None:
            return answer
    return None


def _list(
    target: Target, look: Look, directory: str
) -> Generator[Asked, Page, Observation | Cause | tuple[Entry, ...] | None]:
    """Give what a directory holds; None where that is not for us."""

    def read(page: Page) -> Listing:
        shown = people_in(page)
        note = f"a listing with the numbers of {shown} people"
        found = _found(directory, page, note) if shown >= PROOF else None
        return Listing(found=found, entries=listed(content(page)))

    listing = yield from transfer("LIST", b"LIST", LISTING_BYTES, read, protected=look.protected)
    if listing is None or isinstance(listing, Cause):
        return listing
    if listing.seen is not None and listing.seen.found is not None:
        return (yield from _with_control(target, listing.seen.found))
    if listing.cut or not listing.done:
        return Cause.TOO_LARGE if listing.cut else Cause.TRUNCATED
    entries = None if listing.seen is None else listing.seen.entries
    return Cause.NO_ANSWER if entries is None else entries


def _add_below(look: Look, directory: str, entries: Sequence[Entry]) -> None:
    """Let the directories below wait for a look, the likeliest first."""
    below = [entry.name for entry in entries if entry.directory]
    below = [name for name in below if f"{directory}{name}/" not in look.names]
    askable = sorted(filter(may_ask, below), key=lambda name: LIKELY.search(name) is None)
    added = [f"{directory}{name}/" for name in askable[: look.room]]
    look.room -= len(added)
    look.names.update(added)
    look.directories.extend(added)
    if len(added) < len(below):
        look.untold = look.untold or Cause.OVER_BUDGET


def _read(
    target: Target, look: Look, directory: str, entry: Entry
) -> Generator[Asked, Page, Observation | Cause | None]:
    """Read the head of one file; None where nobody is in it, or that cannot be told."""
    most, kind = longest_head(target), suffix(entry.name)
    if most < SHORTEST_HEAD:
        look.untold = Cause.NOT_GRANTED
        return None
    if kind in SEALED or look.files == MOST_FILES or not may_ask(entry.name):
        look.untold = look.untold or Cause.OVER_BUDGET
        return None
    look.files += 1
    step = 0

    def read(page: Page) -> Observation | None:
        nonlocal step
        rows, step = rows_of(page.reading), step + 1
        note = f"{len(page.body)} bytes of one file hold {rows} rows with identifiers"
        return _found(directory, page, note, records=_records(page, entry, rows, step)) if rows else None

    # An archive is unpacked from its beginning alone, so that a longer one is asked for.
    for longest in range(most, STEPS * most + 1, most) if kind in OPENED else (most,):
        steps = 1 if kind in OPENED else STEPS
        asked = b"RETR " + _written(entry.name)
        head = yield from transfer("RETR", asked, longest, read, steps=steps, protected=look.protected)
        if head is None or isinstance(head, Cause):
            return head
        if head.seen is not None:
            return (yield from _with_control(target, head.seen))
        if not head.cut:
            look.untold = look.untold or (None if head.done else Cause.TRUNCATED)
            return None
    look.untold = look.untold or Cause.OVER_BUDGET
    return None


def _records(page: Page, entry: Entry, rows: int, step: int) -> Estimate:
    """Take the rows of the head for the whole file (G2).

    Of an archive nothing bounds them, nor where they begin somewhere in what was read later.
    """
    if suffix(entry.name) in OPENED or step > 1:
        return Estimate(low=rows, point=None, high=None, sampled=True)
    return estimate(replace(page, headers={"content-length": str(entry.size)}), rows)


def _found(directory: str, page: Page, note: str, *, records: Estimate | None = None) -> Observation:
    shown = Estimate(low=max(1, people_in(page)), point=None, high=None, sampled=True)
    group = quote(directory, errors="surrogateescape")
    return exposed(
        SPEC,
        "whoever logs in without an account can read files with people's records",
        place=Place(group=group),
        readings=(page.reading,),
        records=records or shown,
        evidence=(Evidence(target=f"{page.target} {group}", status=0, note=note),),
    )


def _with_control(target: Target, found: Observation) -> Generator[Asked, Page, Observation | Cause]:
    """Ask for a directory that cannot exist: where it is entered too, the first proves nothing."""
    control = yield from say("CWD to a random name", b"CWD /" + target.nonce.encode())
    if isinstance(control, Cause):
        return control
    if control[0].done:
        return Cause.HONEYPOT
    return found if control[0].code in MISSING else Cause.UNSTABLE


def _is_path(directory: str) -> bool:
    return directory == "/" or (
        directory.startswith("/") and all(map(may_ask, directory.strip("/").split("/")))
    )


def _written(name: str) -> bytes:
    return name.encode(errors="surrogateescape")
