# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tar: ustar, GNU and pax headers (POSIX.1-2001), read forward."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mendsky.scan.causes import Cause, UnreadError
from mendsky.scan.content import Content
from mendsky.scan.formats.format import Flaw, Format, Member
from mendsky.scan.forward import Forward

if TYPE_CHECKING:
    from tarfile import TarInfo

BLOCK = 512
LONG_NAME, PAX = b"L", (b"x", b"X")
CHECK_SUM = re.compile(rb" *[0-7]{1,8}[\0 ]{0,2}")
"""Octal, at byte 148 of a header; as few bytes look so, the rest of a header is seldom looked at."""
LONGEST_HEADER = 1 << 20
"""Bytes of a pax or long-name header; real ones have some hundred."""
PAX_PATH = re.compile(rb"(?:\A|\n)\d+ path=([^\n]*)\n")
PAX_SIZE = re.compile(rb"(?:\A|\n)\d+ size=(\d{1,18})\n")


def _recognises(_name: str, head: bytes) -> bool:
    return len(head) >= BLOCK and CHECK_SUM.match(head, 148) is not None and _header(head[:BLOCK]) is not None


def _members(content: Content) -> Iterator[Member | Flaw]:
    stream = Forward(content.chunks())
    name: str | None = None
    size: int | None = None
    while True:
        block = stream.peek(BLOCK)
        if len(block) < BLOCK:
            if block.strip(b"\0"):
                raise UnreadError(Cause.TRUNCATED)
            return
        stream.take(BLOCK)
        if not any(block):
            # The end, but another tar may follow, put behind it by `cat`.
            continue
        header = _header(block)
        if header is None or header.size < 0:
            raise UnreadError(Cause.CORRUPT)
        held = header.size if size is None else size
        if header.type in {LONG_NAME, *PAX}:
            more = _more(stream, held)
            if header.type == LONG_NAME:
                name = _text(more.rstrip(b"\0"))
            else:
                name = _text(path[1]) if (path := PAX_PATH.search(more)) else name
                size = int(found[1]) if (found := PAX_SIZE.search(more)) else size
            continue
        yield from _member(stream, name or header.name, 0 if _is_bare(header) else held)
        name = size = None


def _member(stream: Forward, name: str, size: int) -> Iterator[Member]:
    end = stream.at + size + -size % BLOCK
    if size:
        yield Member(name=name, chunks=stream.pieces(size))
    # Whatever was left over, because its reader stopped, is passed by.
    for _ in stream.pieces(end - stream.at):
        pass


def _is_bare(header: "TarInfo") -> bool:
    """Say whether the header's size, if any, does not stand for bytes that follow."""
    return header.islnk() or header.issym() or header.isdir() or header.isdev()


def _more(stream: Forward, size: int) -> bytes:
    if size > LONGEST_HEADER:
        raise UnreadError(Cause.BOMB)
    return stream.take(size + -size % BLOCK)[:size]


def _header(block: bytes) -> "TarInfo | None":
    import tarfile  # noqa: PLC0415 - loaded where there may be one

    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return None


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")


FORMAT = Format(
    name="tar",
    about="Every file in it; links and devices have no bytes.",
    reads="stream",
    recognises=_recognises,
    members=_members,
    names=True,
)
