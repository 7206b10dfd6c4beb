# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The file transfer protocol: replies, listings, and the port at which a transfer is to be had.

RFC 959; extended passive mode: RFC 2428; within TLS: RFC 4217. A listing's form is nowhere laid down: those
of Unix and of Windows are read.
"""

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from mendsky.core.probes.marks import content
from mendsky.core.probes.talking import Asked, ask
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Try
from mendsky.core.terms.probing import Page
from mendsky.core.terms.streams import HIGHEST_PORT, LOWEST_DIALLED, Dial, Receive, StartTls

Seen = TypeVar("Seen")
REPLY_BYTES = 16_384
FIRST = re.compile(rb"([1-5][0-9]{2})(?:([ -])([^\n]*))?\r?\n")
"""First line of a reply; a hyphen says that lines follow (RFC 959 section 4.2)."""
BEGINNING = re.compile(rb"[1-5][0-9]{0,2}\r?|[1-5][0-9]{2}[ -][^\n]*")
EXTENDED = re.compile(r"\((.)\1\1([0-9]{1,5})\1\)")
"""RFC 2428 section 3."""
PASSIVE = re.compile(r"\b[0-9]{1,3},[0-9]{1,3},[0-9]{1,3},[0-9]{1,3},([0-9]{1,3}),([0-9]{1,3})\b")
"""Address and port; the address is left alone: a service may not send us to another host."""
AGREED, PROTECTED = 234, 200
"""TLS may begin; and it will on each connection for a transfer (RFC 4217 sections 4 and 9)."""
WORDS_OF_TLS = ("tls", "ssl", "encrypt", "cleartext")
"""Of a refusal that only asks for another kind of connection."""
UNPROTECTED = frozenset({521, 522})
"""Nothing is transferred without TLS (RFC 2228, RFC 4217 section 9)."""
BEGUN = frozenset({125, 150})
MISSING = frozenset({226, 450, 501, 550, 553})
"""It is not there, not for us, or has nothing in it."""
UNIX = re.compile(
    rb"([-dl])\S{9,11}\s+[0-9]+\s+\S+(?:\s+\S+)?\s+([0-9]{1,18})\s+\S+\s+\S+\s+[0-9:]{4,5}"
    rb" ([^\r\n]{1,255})\r?"
)
WINDOWS = re.compile(
    rb"[0-9]{2}-[0-9]{2}-[0-9]{2,4}\s+[0-9]{2}:[0-9]{2}\s?[AP]?M?\s+(<DIR>|[0-9]{1,18})\s+([^\r\n]{1,255})\r?"
)
WITHOUT_ENTRY = re.compile(rb"(?:total [0-9]+)?\r?")


class NeedsTlsError(Exception):
    """What was asked is to be had within TLS alone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """One reply."""

    code: int
    text: str
    """Of its first line."""

    @property
    def done(self) -> bool:
        """Say whether what was asked is done, or goes on."""
        return self.code < 400

    @property
    def wants_tls(self) -> bool:
        """Say whether it refuses for want of TLS alone, so that who may log in is not told."""
        return self.code >= 400 and any(word in self.text.lower() for word in WORDS_OF_TLS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Transferred(Generic[Seen]):
    """What came of a transfer."""

    seen: Seen | None
    cut: bool
    """There was more."""
    done: bool
    """The service says that it came to its end."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of a listing."""

    name: str
    """Bytes that are no UTF-8 escaped, as `surrogateescape` has it."""
    size: int
    """In bytes."""
    directory: bool
    """Or a link, which may lead to one."""


def replies(heard: bytes) -> tuple[Reply, ...] | None:
    """Read whole replies; None where the bytes are not exactly that."""
    found, at = [], 0
    while at < len(heard):
        first = FIRST.match(heard, at)
        if first is None:
            return None
        at = first.end()
        if first[2] == b"-":
            last = re.compile(rb"^" + first[1] + rb"(?: [^\n]*)?\r?\n", re.MULTILINE).search(heard, at)
            if last is None:
                return None
            at = last.end()
        found.append(Reply(code=int(first[1]), text=(first[3] or b"").decode("utf-8", "replace").strip()))
    return tuple(found) or None


def is_whole(heard: bytes) -> bool:
    """Say whether a reply is there, or what is there can never become one."""
    if FIRST.match(heard) is None and BEGINNING.fullmatch(heard) is None:
        return True
    return heard.endswith(b"\n") and replies(heard) is not None


def say(
    target: str, command: bytes, *, anew: bool = False, trying: Try | None = None
) -> Generator[Asked, Page, tuple[Reply, ...] | Cause]:
    """Say one command, nothing where the service speaks first, and hear its reply, or more of them."""
    sent = command + b"\r\n" if command else b""
    page = yield from ask(target, sent, REPLY_BYTES, is_whole, anew=anew, trying=trying)
    return page if isinstance(page, Cause) else _read(page)


def begin_tls() -> Generator[Asked, Page, bool | Cause]:
    """Ask for TLS and begin it; false where it is not offered."""
    heard = yield from say("AUTH TLS", b"AUTH TLS")
    if isinstance(heard, Cause) or heard[-1].code != AGREED:
        return heard if isinstance(heard, Cause) else False
    begun = yield StartTls()
    return begun.failure or True


def protect() -> Generator[Asked, Page, bool | Cause]:
    """Ask that transfers be within TLS too; false where they will not be, as without TLS none can be."""
    for command in (b"PBSZ 0", b"PROT P"):
        heard = yield from say(command.decode(), command)
        if isinstance(heard, Cause) or heard[-1].code != PROTECTED:
            return heard if isinstance(heard, Cause) else False
    return True


def transfer(
    target: str,
    command: bytes,
    most: int,
    look: Callable[[Page], Seen | None],
    *,
    steps: int = 1,
    protected: bool = False,
) -> Generator[Asked, Page, Transferred[Seen] | Cause | None]:
    """Look at what a command gives, a step of so many bytes after another until something is seen.

    None where the service does not have it for us, a cause where nothing can be told; raises `NeedsTlsError`.
    """
    begun = yield from _begin(target, command)
    if isinstance(begun, Cause) or begun[0].code not in BEGUN:
        if not isinstance(begun, Cause) and begun[0].code in UNPROTECTED:
            raise NeedsTlsError
        return begun if isinstance(begun, Cause) else None if begun[0].code in MISSING else Cause.BLOCKED
    if protected:
        secured = yield StartTls(target="TLS handshake of the data connection", beside=True)
        if secured.failure is not None:
            return secured.failure
    seen, cut = None, True
    while cut and seen is None and steps > 0:
        steps -= 1
        page = yield Receive(most, _goes_on, beside=True)
        if page.failure is not None:
            return page.failure
        seen, cut = look(page), page.cut
    ended = yield from _finish(begun)
    return ended if isinstance(ended, Cause) else Transferred(seen=seen, cut=cut, done=ended.done)


def listed(listing: bytes) -> tuple[Entry, ...] | None:
    """Read a listing, the directory itself and the one above left out; None where a line cannot be read."""
    found = []
    for line in listing.split(b"\n"):
        entry = _entry(line)
        if entry is None and WITHOUT_ENTRY.fullmatch(line) is None:
            return None
        if entry is not None and entry.name not in {".", ".."}:
            found.append(entry)
    return tuple(found)


def _entry(line: bytes) -> Entry | None:
    if unix := UNIX.fullmatch(line):
        name = unix[3].split(b" -> ")[0] if unix[1] == b"l" else unix[3]
        return Entry(name=_name(name), size=int(unix[2]), directory=unix[1] != b"-")
    if windows := WINDOWS.fullmatch(line):
        directory = windows[1] == b"<DIR>"
        return Entry(name=_name(windows[2]), size=0 if directory else int(windows[1]), directory=directory)
    return None


def _name(written: bytes) -> str:
    return written.decode(errors="surrogateescape")


def _read(page: Page) -> tuple[Reply, ...] | Cause:
    return replies(content(page)) or (Cause.TOO_LARGE if page.cut else Cause.NO_ANSWER)


def _passive() -> Generator[Asked, Page, int | Cause]:
    """Ask for a port to dial."""
    for command in (b"EPSV", b"PASV"):
        heard = yield from say(command.decode(), command)
        if isinstance(heard, Cause):
            return heard
        port = next(_ports(heard[0]), None)
        if port is not None:
            return port
    return Cause.BLOCKED


def _ports(reply: Reply) -> Iterator[int]:
    if reply.code == 229 and (found := EXTENDED.search(reply.text)):
        yield int(found[2])
    if reply.code == 227 and (found := PASSIVE.search(reply.text)):
        yield int(found[1]) * 256 + int(found[2])


def _begin(target: str, command: bytes) -> Generator[Asked, Page, tuple[Reply, ...] | Cause]:
    port = yield from _passive()
    if isinstance(port, Cause):
        return port
    if not LOWEST_DIALLED <= port <= HIGHEST_PORT:
        return Cause.REDIRECTED
    page = yield Dial(port, target="data connection")
    return page.failure or (yield from say(target, command))


def _finish(begun: tuple[Reply, ...]) -> Generator[Asked, Page, Reply | Cause]:
    """Hear how a transfer ended, unless that came with its beginning; what still goes on breaks off."""
    if len(begun) > 1:
        return begun[-1]
    page = yield Receive(REPLY_BYTES, is_whole)
    heard = page.failure or _read(page)
    return heard if isinstance(heard, Cause) else heard[-1]


def _goes_on(_: bytes) -> bool:
    """Say of what is transferred that only its end ends it."""
    return False
