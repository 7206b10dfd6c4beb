# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The protocol of rsync, version 29: the last that is plain enough for a reader to do without the program.

A daemon of any later version speaks it too. https://github.com/RsyncProject/rsync (`io.c`, `flist.c`,
`sender.c`); no standard lays it down.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct

GREETING = b"@RSYNCD: 29.0\n"
GREETED = re.compile(rb"@RSYNCD: [0-9]{1,3}(?:\.[0-9]{1,3})?[^\n]{0,200}\n")
BEGINNING = re.compile(rb"@(?:R(?:S(?:Y(?:N(?:C(?:D(?::[^\n]{0,200})?)?)?)?)?)?)?")
MODULE = re.compile(rb"^([^\t\n@][^\t\n]{0,200}?) *\t[^\n]*\n", re.MULTILINE)
"""One line of the list; a greeting of the house has no tab."""
SAID = re.compile(rb"^(@RSYNCD: (?:OK|EXIT)|@RSYNCD: AUTHREQD[^\n]*|@ERROR[^\n]*)\n", re.MULTILINE)
NUMBER = Struct("<i")
LONG = Struct("<q")
SEED_BYTES = 4
CONTENT, NOT_SENT = 7, 8
"""Tags of messages: what was asked for, and that a file cannot be sent."""
TAGS = frozenset(CONTENT + code for code in (*range(11), 22, 33, 42, 86, 100, 101, 102))
LINK, DIRECTORY = 0o120000, 0o040000
FORMAT = 0o170000
EXTENDED, SAME_MODE, SAME_NAME, LONG_NAME, SAME_TIME = 0x04, 0x02, 0x20, 0x40, 0x80
"""Flags of an entry of a list (`rsync.h`)."""
REQUEST = NUMBER.pack(0) + b"\x00\x80" + bytes(16)
"""The first file of a list, to be sent whole: nothing of it is here."""
HEAD_BYTES = 22
"""What comes before the content of a file: the request over again."""
MOST_NAME = 4_096


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One file of a list."""

    path: str
    size: int
    """In bytes."""


class NotRsyncError(ValueError):
    """Bytes are no answer in this protocol."""


class _ShortError(Exception):
    """Bytes are the beginning of an answer."""


def arguments(path: str, *, whole: bool) -> bytes:
    """Ask for the list of a path, all below it where it is `whole`, and leave nothing out of it."""
    options = ["--server", "--sender", *(["-r"] if whole else []), ".", path]
    written = "".join(f"{option}\n" for option in options).encode(errors="surrogateescape")
    return written + b"\n" + NUMBER.pack(0)


def may_be(heard: bytes) -> bool:
    """Say whether what was heard first is a greeting, or the beginning of one."""
    return GREETED.match(heard) is not None or BEGINNING.fullmatch(heard) is not None


def is_said(heard: bytes) -> bool:
    """Say whether the daemon has answered, or what is there is no daemon's."""
    return bool(heard) and (not may_be(heard) or SAID.search(heard) is not None)


def said(heard: bytes) -> str:
    """Give the daemon's answer: `@RSYNCD: OK`, `@ERROR: …`; empty where there is none."""
    found = SAID.search(heard) if GREETED.match(heard) else None
    return found[1].decode("utf-8", "replace") if found else ""


def after(heard: bytes) -> bytes:
    """Give what follows the daemon's answer."""
    found = SAID.search(heard)
    return heard[found.end() :] if found else b""


def is_listed(heard: bytes) -> bool:
    """Say whether a list has come to its end, or can never come to one.

    It ends with a number that is small, so that most pieces need not be read through.
    """
    if not heard.endswith(bytes(3)):
        return False
    try:
        return listed(heard)[1]
    except NotRsyncError:
        return True


def listed(heard: bytes) -> tuple[tuple[Entry, ...], bool]:
    """Read the files of a list as far as it came, and say whether it is whole.

    Raises `NotRsyncError` where it cannot be read.
    """
    found: list[Entry] = []
    try:
        for entry in _entries(_content(heard[SEED_BYTES:])):
            found.append(entry)  # noqa: PERF402 - those before the end that is missing are kept
    except _ShortError:
        return tuple(found), False
    return tuple(found), True


def is_sent(heard: bytes) -> bool:
    """Say whether a file has come to its end, or can never come to one."""
    try:
        return is_refused(heard) or sent(heard)[1]
    except NotRsyncError:
        return True


def is_refused(heard: bytes) -> bool:
    """Say whether the daemon cannot send what it was asked for; raises `NotRsyncError` as `sent` does."""
    return any(tag == NOT_SENT for tag, _ in _messages(heard))


def sent(heard: bytes) -> tuple[bytes, bool]:
    """Read the content of a file as far as it came, and say whether it is whole.

    Raises `NotRsyncError` where it cannot be read.
    """
    plain, at, content = _content(heard), HEAD_BYTES, b""
    while len(plain) >= at + NUMBER.size:
        (length,) = NUMBER.unpack_from(plain, at)
        at += NUMBER.size
        if length == 0:
            return content, True
        if length < 0:
            msg = "a piece of what is here, where nothing is"
            raise NotRsyncError(msg)
        content += plain[at : at + length]
        at += length
    return content, False


def _content(heard: bytes) -> bytes:
    return b"".join(content for tag, content in _messages(heard) if tag == CONTENT)


def _messages(heard: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the messages out of which the daemon's words are made up, the last as far as it came."""
    at = 0
    while len(heard) >= at + NUMBER.size:
        length, tag = int.from_bytes(heard[at : at + 3], "little"), heard[at + 3]
        if tag not in TAGS:
            msg = "not the head of a message"
            raise NotRsyncError(msg)
        at += NUMBER.size
        yield tag, heard[at : at + length]
        at += length


def _entries(plain: bytes) -> Iterator[Entry]:
    """Yield the plain files of a list; raises `_ShortError` where its end is missing."""
    reader, name, mode = _Reader(plain), b"", 0
    while flags := reader.byte():
        if flags & EXTENDED:
            reader.byte()
        kept = reader.byte() if flags & SAME_NAME else 0
        length = reader.number() if flags & LONG_NAME else reader.byte()
        if not 0 < length + kept <= MOST_NAME or kept > len(name) or length < 0:
            msg = "no name where one belongs"
            raise NotRsyncError(msg)
        name = name[:kept] + reader.take(length)
        size = reader.long()
        if not flags & SAME_TIME:
            reader.number()
        if not flags & SAME_MODE:
            mode = reader.number()
        if mode & FORMAT not in {LINK, DIRECTORY}:
            yield Entry(path=name.decode(errors="surrogateescape"), size=size)


class _Reader:
    """One look at a list."""

    def __init__(self, plain: bytes) -> None:
        self._plain = plain
        self._at = 0

    def take(self, length: int) -> bytes:
        end = self._at + length
        if end > len(self._plain):
            raise _ShortError
        taken, self._at = self._plain[self._at : end], end
        return taken

    def byte(self) -> int:
        return self.take(1)[0]

    def number(self) -> int:
        return int(NUMBER.unpack(self.take(NUMBER.size))[0])

    def long(self) -> int:
        short = self.number()
        return short if short != -1 else int(LONG.unpack(self.take(LONG.size))[0])
