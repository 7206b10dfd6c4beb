# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Walk through what is to be scanned: files, what is packed in them, and what is packed in that.

Gives a flat run of events; texts may be nested, as base64 within a text is. Nothing raised by a parser
passes: it becomes a cause of the closed list, because its words may quote what was read.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mendsky.core.identity.base64_runs import Runs
from mendsky.scan import encoding
from mendsky.scan.causes import Cause, UnreadError
from mendsky.scan.content import CHUNK, Content
from mendsky.scan.formats import FORMATS, Flaw, Format, Member

POOL = 1 << 16
"""Bytes of small pieces of base64 that are scanned together."""
ALONE = 1 << 12
"""Bytes from which on a piece is walked by itself, as it may be a file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Begin:
    """A text begins; its chunks follow, then `End`."""

    name: str
    """Where it stands, containers first, parted by `!`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class End:
    """The text that began last has ended."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A member is called so; a name may hold an identifier as well as a text may."""

    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Undetermined:
    """A place that was not read to its end."""

    name: str
    cause: Cause


LEAVING = (KeyboardInterrupt, SystemExit, GeneratorExit)
"""What passes through; whatever else is raised stays here, with its words."""
Event = Begin | bytes | End | Named | Undetermined


def walk(content: Content, depth: int = 0) -> Iterator[Event]:
    """Give the texts in a content and all that it holds.

    `depth` counts the containers around it.
    """
    found = recognised(content.name, content.head)
    if found is None:
        yield from text(content.name, content, depth)
    elif depth >= content.limits.depth:
        yield Undetermined(name=content.name, cause=Cause.TOO_DEEP)
    else:
        yield from _members(content, found, depth)


def recognised(name: str, head: bytes) -> Format | None:
    """Give the format of a container, or None for text and whatever else is scanned byte by byte."""
    return next((one for one in FORMATS if one.recognises(name, head)), None)


def text(name: str, content: Content, depth: int, *, made: bool = False) -> Iterator[Event]:
    """Give a text, and the texts packed in it as base64; `made` where a format wrote it in UTF-8."""
    yield Begin(name=name)
    runs, pool = Runs(), _Pool(name, content, depth)
    flaw: Undetermined | None = None
    try:
        for chunk in gathered(content.chunks() if made else _readable(content)):
            yield chunk
            for piece in runs.feed(chunk):
                yield from pool.take(piece)
    except LEAVING:
        raise
    except BaseException as failure:  # noqa: BLE001 - a panic of a parser in Rust is no Exception
        flaw = _undetermined(name, failure)
    for piece in runs.end():
        yield from pool.take(piece)
    yield from pool.end()
    yield End()
    if flaw is not None:
        yield flaw
        _raise_if_spent(content, depth)


def _members(content: Content, form: Format, depth: int) -> Iterator[Event]:
    begun = False
    try:
        for member in form.members(content):
            name = f"{content.name}!{member.name}" if member.name else content.name
            if form.names and member.name:
                yield Named(name=member.name)
            if isinstance(member, Flaw):
                yield Undetermined(name=name, cause=member.cause)
                continue
            begun = True
            yield from _member(name, member, content, depth)
    except LEAVING:
        raise
    except BaseException as failure:
        if content.meter.spent and depth:
            raise
        yield _undetermined(content.name, failure)
        if not begun and (again := content.again()) is not None and not content.meter.spent:
            yield from text(content.name, again, depth, made=True)


def _member(name: str, member: Member, around: Content, depth: int) -> Iterator[Event]:
    inner = Content(name, member.chunks, around.meter)
    if member.text:
        yield from text(name, inner, depth + 1, made=True)
    else:
        yield from walk(inner, depth + 1)


def _raise_if_spent(content: Content, depth: int) -> None:
    """Leave the whole source, and not only this member, where it is a bomb."""
    if content.meter.spent and depth:
        raise UnreadError(Cause.BOMB)


def gathered(chunks: Iterator[bytes], size: int = CHUNK) -> Iterator[bytes]:
    """Give small chunks together, as one is searched faster than many; those before a failure too."""
    parts: list[bytes] = []
    held = 0
    try:
        for chunk in chunks:
            parts.append(chunk)
            held += len(chunk)
            if held >= size:
                yield parts[0] if len(parts) == 1 else b"".join(parts)
                parts, held = [], 0
    except LEAVING:
        raise
    except BaseException:
        if parts:
            yield b"".join(parts)
        raise
    if parts:
        yield b"".join(parts)


def _readable(content: Content) -> Iterator[bytes]:
    head = content.head
    codec, mark = encoding.foreign(head), encoding.without_mark(head)
    chunks = content.chunks()
    if mark:
        chunks = encoding.without(chunks, mark)
    return chunks if codec is None else encoding.in_utf8(chunks, codec)


def _undetermined(name: str, failure: BaseException) -> Undetermined:
    if isinstance(failure, UnreadError):
        return Undetermined(name=name, cause=failure.cause)
    if isinstance(failure, MemoryError):
        return Undetermined(name=name, cause=Cause.TOO_BIG)
    return Undetermined(name=name, cause=Cause.FAILED)


class _Pool:
    """Collects what base64 held: files are walked by themselves, small pieces scanned together."""

    def __init__(self, name: str, around: Content, depth: int) -> None:
        self._name, self._around, self._depth = f"{name}!base64", around, depth
        self._pieces: list[bytes] = []
        self._size = 0

    def take(self, piece: bytes) -> Iterator[Event]:
        """Take one unpacked run."""
        if self._depth >= self._around.limits.depth:
            yield Undetermined(name=self._name, cause=Cause.TOO_DEEP)
            return
        if len(piece) >= ALONE or b"\0" in piece[:ALONE] or recognised("", piece) is not None:
            held = Content.of_bytes(self._name, piece, self._around.meter)
            yield from walk(held, self._depth + 1)
            return
        self._pieces.append(piece)
        self._size += len(piece)
        if self._size >= POOL:
            yield from self.end()

    def end(self) -> Iterator[Event]:
        """Give the pieces collected so far."""
        pieces, self._pieces, self._size = self._pieces, [], 0
        if pieces:
            held = Content.of_bytes(self._name, b"\n".join(pieces), self._around.meter)
            yield from text(self._name, held, self._depth + 1, made=True)
