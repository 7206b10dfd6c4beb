# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The texts of one document from a stranger: `python -m mendsky.scan.texts`, in a process of its own.

Takes the document on standard input and gives its texts on standard output, bounded in memory and time:
what parses is partly native code, which a made document may lead to any end. Nothing touches a disk.
"""

import resource
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from mendsky.scan.causes import Cause
from mendsky.scan.content import Content
from mendsky.scan.limits import MB, Limits, Meter
from mendsky.scan.walk import Begin, End, Named, Undetermined, recognised, walk

LIMITS = Limits(
    depth=4, free=16 * MB, free_in_all=32 * MB, in_memory=8 * MB, table=16 * MB, dictionary=16 * MB
)
"""Far more than a list of people that an office publishes, far less than a file that an owner scans."""
MOST_TEXT = 8 * MB
"""Bytes of text that are given of one document."""
MOST_MEMORY = 1024 * MB
"""Bytes of address space: some 600 MB of it are libraries and are never touched."""
MOST_SECONDS = 10
"""Seconds of processor time."""
FRAME = struct.Struct(">cI")
"""What follows, and its length in bytes."""
TEXT, UNREAD, WHOLE = b"t", b"u", b"w"
"""A text in UTF-8, a cause why a part was not read, and the end without which all of it broke off."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Texts:
    """What a document holds."""

    texts: tuple[bytes, ...] = field(default=(), repr=False)
    """Each sheet, part or file in it; names of members come last, together."""
    cause: Cause | None = None
    """Why some of it was not read, if so."""


def is_document(content: bytes) -> bool:
    """Say whether a content has one of the formats that a scan looks into, and is not read as it is."""
    return recognised("", content) is not None


def frames(content: bytes) -> Iterator[bytes]:
    """Give the texts of a document as they are read, each in a frame."""
    parts: list[list[bytes]] = [[]]
    held, blank = 0, True
    for event in walk(Content.of_bytes("", content, Meter(LIMITS))):
        match event:
            case bytes():
                parts[-1].append(event)
                held, blank = held + len(event), blank and not event.strip()
            case Begin():
                parts.append([])
            case End():
                yield from _text(b"".join(parts.pop()))
            case Named():
                parts[0].append(event.name.encode("utf-8", "replace") + b"\n")
            case Undetermined():
                yield _frame(UNREAD, event.cause.value.encode())
        if held > MOST_TEXT:
            yield _frame(UNREAD, Cause.TOO_BIG.value.encode())
            break
    while parts:
        yield from _text(b"".join(parts.pop()))
    if blank:
        # Pictures of text, most likely, as a scanner makes them.
        yield _frame(UNREAD, Cause.UNSUPPORTED.value.encode())
    yield _frame(WHOLE, b"")


def from_frames(written: bytes) -> Texts:
    """Read frames, those too of a process that broke off."""
    texts: list[bytes] = []
    causes: list[Cause] = []
    at, whole = 0, False
    while at + FRAME.size <= len(written) and not whole:
        kind, length = FRAME.unpack_from(written, at)
        at += FRAME.size + length
        held = written[at - length : at]
        if at > len(written):
            break
        if kind == TEXT:
            texts.append(held)
        elif kind == UNREAD:
            causes.append(Cause(held.decode()))
        whole = kind == WHOLE
    if not whole:
        causes.append(Cause.FAILED)
    return Texts(texts=tuple(texts), cause=next(iter(causes), None))


def _text(held: bytes) -> Iterator[bytes]:
    if held.strip():
        yield _frame(TEXT, held)


def _frame(kind: bytes, held: bytes) -> bytes:
    return FRAME.pack(kind, len(held)) + held


def main() -> None:
    """Bound this process, read standard input, and write the frames."""
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
    ):
        resource.setrlimit(what, (most, most))
    # Where it was never used, numba compiles for seconds, and writes what it compiled.
    sys.modules["numba"] = None  # type: ignore[assignment]
    write = sys.stdout.buffer.write
    try:
        for frame in frames(sys.stdin.buffer.read()):
            write(frame)
            sys.stdout.buffer.flush()
    except MemoryError:
        write(_frame(UNREAD, Cause.TOO_BIG.value.encode()) + _frame(WHOLE, b""))


if __name__ == "__main__":
    main()
