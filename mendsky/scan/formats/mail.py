# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mail: one message (RFC 5322, .eml) or many in a file (RFC 4155, .mbox), with what is attached."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from mendsky.scan.causes import Cause
from mendsky.scan.content import Content
from mendsky.scan.formats.format import Flaw, Format, Member
from mendsky.scan.forward import Forward

if TYPE_CHECKING:
    from email.message import Message

FIELD = re.compile(rb"([A-Za-z][A-Za-z0-9-]*):[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*")
USUAL = frozenset(
    b"from to cc subject date message-id mime-version received return-path delivered-to content-type sender "
    b"reply-to x-mailer".split()
)
ENOUGH = 3
"""Usual fields at the beginning that make a message."""
POSTMARK = re.compile(rb"From \S+[^\n]*\d{4}[^\n]*\n")
BETWEEN = b"\nFrom "
PIECE = 1 << 16


def _recognises(_name: str, head: bytes) -> bool:
    if (postmark := POSTMARK.match(head)) is not None:
        return _fields(head[postmark.end() :]) >= 1
    return _fields(head) >= ENOUGH


def _fields(head: bytes) -> int:
    at, usual = 0, set()
    while (field := FIELD.match(head, at)) is not None:
        at = field.end()
        if field[1].lower() in USUAL:
            usual.add(field[1].lower())
    return len(usual)


def _members(content: Content) -> Iterator[Member | Flaw]:
    many = content.head.startswith(b"From ")
    most = content.limits.in_memory
    stream = Forward(content.chunks())
    number = 0
    while stream.peek(1):
        number += 1
        before = f"message {number}/" if many else ""
        pieces = _next(stream, many=many)
        message, whole = _gathered(pieces, most)
        if whole:
            yield from _message(message, before)
        else:
            # Its parts stay packed, but base64 in text is looked into all the same.
            yield Flaw(name=before.rstrip("/"), cause=Cause.TOO_BIG)
            yield Member(name=f"{before}bytes", chunks=chain((message,), pieces), text=True)


def _next(stream: Forward, *, many: bool) -> Iterator[bytes]:
    """Take the next message piece by piece; of many, up to the line that begins another."""
    if not many:
        while piece := stream.some(PIECE):
            yield piece
        return
    yield from stream.until(BETWEEN, PIECE)
    yield stream.peek(1) and stream.take(1)


def _gathered(pieces: Iterator[bytes], most: int) -> tuple[bytes, bool]:
    """Put pieces together while they stay below a size, and say whether that was all."""
    parts, size = [], 0
    for piece in pieces:
        parts.append(piece)
        size += len(piece)
        if size > most:
            return b"".join(parts), False
    return b"".join(parts), True


def _message(message: bytes, before: str) -> Iterator[Member | Flaw]:
    from email import policy  # noqa: PLC0415 - 0.03 s, and only where there is mail
    from email.parser import BytesParser  # noqa: PLC0415 - as above

    parsed = BytesParser(policy=policy.compat32).parsebytes(message)
    yield Member(name=f"{before}head", chunks=iter((_head(parsed),)), text=True)
    yield from _parts(parsed, before)


def _head(message: "Message") -> bytes:
    lines = []
    for name, field in message.items():
        lines.append(f"{name}: {_spoken(str(field))}\n")
    return "".join(lines).encode("utf-8", "replace")


def _spoken(field: str) -> str:
    """Resolve the encoded words of a field (RFC 2047)."""
    from email.errors import HeaderParseError  # noqa: PLC0415 - beside its use
    from email.header import decode_header  # noqa: PLC0415 - as above

    try:
        parts = decode_header(field)
    except (HeaderParseError, ValueError):
        return field
    return "".join(
        part if isinstance(part, str) else _text(part, encoding or "utf-8") for part, encoding in parts
    )


def _parts(message: "Message", before: str) -> Iterator[Member | Flaw]:
    for number, part in enumerate(message.walk(), 1):
        if part.is_multipart():
            continue
        held = part.get_payload(decode=True)
        if not isinstance(held, bytes) or not held:
            continue
        name = before + (_spoken(part.get_filename() or "") or f"part {number}")
        if part.get_content_maintype() == "text" and part.get_filename() is None:
            text = _text(held, part.get_content_charset() or "utf-8").encode("utf-8", "replace")
            yield Member(name=name, chunks=iter((text,)))
        else:
            yield Member(name=name, chunks=iter((held,)))


def _text(held: bytes, encoding: str) -> str:
    try:
        return held.decode(encoding)
    except (LookupError, UnicodeError):
        return held.decode("utf-8", "replace")


FORMAT = Format(
    name="eml, mbox",
    about="Heads, texts and attachments of every message.",
    reads="stream",
    recognises=_recognises,
    members=_members,
    names=True,
)
