# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Messages of NFS 4.0 over TCP: questions to bytes, bytes to answers.

RFC 7530 and RFC 7531 (NFS 4.0), RFC 5531 (remote procedure calls), RFC 4506 (XDR). Each question begins at
the root and goes down by names, so that no answer hangs on an earlier one.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

NUMBER = struct.Struct(">I")
LARGE = struct.Struct(">Q")
LAST_FRAGMENT = 0x8000_0000
MOST_BYTES = 16_000_000
PROGRAM, VERSION, COMPOUND = 100_003, 4, 1
TURN = 7
"""Number of every call: one is sent at a time."""
NOBODY = 65_534
"""User and group that are claimed: those that servers themselves put in a stranger's place."""
PUT_ROOT, LOOKUP, READ, READDIR = 24, 15, 25, 26
TYPE_AND_SIZE = (1 << 1) | (1 << 4)
"""Attributes that are asked for (RFC 7530 section 5.6): type and size."""
FILE, DIRECTORY = 1, 2

OK = 0
GONE = frozenset({2, 20, 22, 70, 10_014})
"""NOENT, NOTDIR, INVAL, STALE, FHEXPIRED (RFC 7530 section 13.1)."""
CLOSED = frozenset({13, 10_016})
"""ACCESS, WRONGSEC: the account may not, or a login is wanted."""
NOT_FROM_HERE = 1
"""PERM: also what a server says to whoever asks from a port that anyone may use."""
NOT_NOW = frozenset({10_006, 10_008, 10_013, 10_018})
"""SERVERFAULT, DELAY, GRACE, RESOURCE."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What a directory holds under one name."""

    name: bytes = field(repr=False)
    directory: bool
    size: int
    """Bytes."""
    plain: bool
    """A file, and no link, device or the like."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """One answer of a server."""

    status: int
    """0, or why it was not carried out."""
    step: int = 0
    """The last of its steps that was carried out, or not."""
    denied: bool = False
    """No account, so no question, is let through."""
    mismatch: bool = False
    """It speaks another version alone."""
    entries: tuple[Entry, ...] = ()
    content: bytes = field(default=b"", repr=False)
    end: bool = True
    """Nothing comes after what was given."""


class NotNfsError(ValueError):
    """The bytes are no answer to what was asked."""


def listing(path: Sequence[bytes], most: int) -> bytes:
    """Ask for what a directory holds, at most so many bytes of it."""
    attributes = NUMBER.pack(1) + NUMBER.pack(TYPE_AND_SIZE)
    asked = (
        NUMBER.pack(READDIR) + LARGE.pack(0) + bytes(8) + NUMBER.pack(most) + NUMBER.pack(most) + attributes
    )
    return _call(path, [asked])


def reading(path: Sequence[bytes], most: int) -> bytes:
    """Ask for the head of a file, without opening it (section 9.1.4.3: a state of zeros is nobody's)."""
    return _call(path, [NUMBER.pack(READ) + bytes(16) + LARGE.pack(0) + NUMBER.pack(most)])


def entering(path: Sequence[bytes]) -> bytes:
    """Ask whether there is something at a path."""
    return _call(path, [])


def _call(path: Sequence[bytes], asked: Sequence[bytes]) -> bytes:
    steps = [NUMBER.pack(PUT_ROOT), *(NUMBER.pack(LOOKUP) + _text(name) for name in path), *asked]
    account = NUMBER.pack(0) + _text(b"") + NUMBER.pack(NOBODY) + NUMBER.pack(NOBODY) + NUMBER.pack(0)
    head = (TURN, 0, 2, PROGRAM, VERSION, COMPOUND, 1)
    words = b"".join(map(NUMBER.pack, head)) + _text(account) + NUMBER.pack(0) + NUMBER.pack(0)
    message = words + _text(b"") + NUMBER.pack(0) + NUMBER.pack(len(steps)) + b"".join(steps)
    return NUMBER.pack(LAST_FRAGMENT | len(message)) + message


def _text(written: bytes) -> bytes:
    return NUMBER.pack(len(written)) + written + bytes(-len(written) % 4)


def is_whole(heard: bytes) -> bool:
    """Say whether an answer is all there, or can never become one."""
    at = 0
    while len(heard) >= at + NUMBER.size:
        head = int(NUMBER.unpack_from(heard, at)[0])
        length = head & ~LAST_FRAGMENT
        if not 0 < length <= MOST_BYTES:
            return True
        at += NUMBER.size + length
        if head & LAST_FRAGMENT:
            return len(heard) >= at
    return False


def read(heard: bytes, wanted: int) -> Answered:
    """Read a whole answer to a question whose last step was wanted; raises `NotNfsError`."""
    answered = _read(heard)
    if answered.status == OK and answered.step != wanted:
        raise NotNfsError
    return answered


def held(heard: bytes) -> bytes:
    """Give the names in an answer, one a line, or the head of the file: lengths may be digits too."""
    try:
        answered = _read(heard)
    except NotNfsError:
        return b""
    return answered.content or b"\n".join(entry.name for entry in answered.entries)


class Words:
    """The words of an answer, taken one after another."""

    def __init__(self, words: bytes) -> None:
        self._words, self._at = words, 0

    def number(self) -> int:
        """Take a number of four bytes."""
        self._at += NUMBER.size
        return int(NUMBER.unpack_from(self._words, self._at - NUMBER.size)[0])

    def large(self) -> int:
        """Take a number of eight bytes."""
        self._at += LARGE.size
        return int(LARGE.unpack_from(self._words, self._at - LARGE.size)[0])

    def bytes(self, length: int | None = None) -> bytes:
        """Take bytes, as many as they say themselves where nothing is said; raises `NotNfsError`."""
        size = self.number() if length is None else length
        start, self._at = self._at, self._at + size + -size % 4
        if start + size > len(self._words):
            raise NotNfsError
        return self._words[start : start + size]


def _joined(heard: bytes) -> bytes:
    """Join the fragments of a message (RFC 5531 section 11)."""
    pieces, at, last = [], 0, False
    while not last:
        head = int(NUMBER.unpack_from(heard, at)[0])
        start, length, last = at + NUMBER.size, head & ~LAST_FRAGMENT, bool(head & LAST_FRAGMENT)
        at = start + length
        if at > len(heard) or not length:
            raise NotNfsError
        pieces.append(heard[start:at])
    return b"".join(pieces)


def _read(heard: bytes) -> Answered:
    try:
        return _answer(Words(_joined(heard)))
    except struct.error as failure:
        raise NotNfsError from failure


def _answer(words: Words) -> Answered:
    if (words.number(), words.number()) != (TURN, 1):
        raise NotNfsError
    if words.number() == 1:
        # MSG_DENIED: another version of calls, or the account is refused.
        return Answered(status=-1, denied=words.number() == 1)
    words.number()
    words.bytes()
    accepted = words.number()
    if accepted:
        # PROG_UNAVAIL and PROG_MISMATCH: it has no NFS, or another version of it.
        return Answered(status=-1, mismatch=accepted in {1, 2})
    status = words.number()
    words.bytes()
    return _steps(words, status, words.number())


def _steps(words: Words, status: int, count: int) -> Answered:
    entries: tuple[Entry, ...] = ()
    content, end, step = b"", True, 0
    for _ in range(count):
        step, done = words.number(), words.number()
        if done != OK:
            break
        if step == READDIR:
            words.bytes(8)
            entries = tuple(_entries(words))
            end = words.number() == 1
        elif step == READ:
            end = words.number() == 1
            content = words.bytes()
        elif step not in {PUT_ROOT, LOOKUP}:
            raise NotNfsError
    return Answered(status=status, step=step, entries=entries, content=content, end=end)


def _entries(words: Words) -> list[Entry]:
    found = []
    while words.number():
        words.large()
        name = words.bytes()
        wanted = [words.number() for _ in range(words.number() % 8)]
        values = Words(words.bytes())
        # Of what was asked for some may be missing; they come by their numbers.
        given = wanted[0] if wanted else 0
        kind = values.number() if given & (1 << 1) else 0
        size = values.large() if given & (1 << 4) else 0
        found.append(Entry(name=name, directory=kind == DIRECTORY, size=size, plain=kind == FILE))
    return found
