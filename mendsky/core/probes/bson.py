# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Messages of MongoDB: commands to bytes, bytes to documents.

https://bsonspec.org/spec.html and the wire protocol's `OP_MSG`, which servers from 3.6 on speak. Only what
the answers to a few commands hold is read; anything else is no answer.
"""

from struct import Struct
from struct import error as StructError  # noqa: N812 - the module's one error

NUMBER, LONG, DOUBLE = Struct("<i"), Struct("<q"), Struct("<d")
HEAD = Struct("<iiiiI")
"""Length, number, number that is answered, kind, flags."""
OP_MSG = 2013
MOST_BYTES = 48_000_000
"""Of a message (`maxMessageSizeBytes`)."""
MOST_DEPTH = 16
MOST_ELEMENTS = 20_000
SKIPPED = {0x07: 12, 0x09: 8, 0x11: 8, 0x13: 16, 0x06: 0, 0x0A: 0, 0x7F: 0, 0xFF: 0}
"""Kinds of values that no answer is told by, with their bytes."""

Value = str | int | float | bool | None | dict[str, "Value"]
"""Arrays are documents too, with numbers for names."""
Document = dict[str, Value]


class NotBsonError(ValueError):
    """Bytes are no message with a document."""


def message(*fields: tuple[str, str | int | bool]) -> bytes:
    """Write one command; its name comes first, its database is called `$db`."""
    plain = b"".join(_written(name, value) for name, value in fields)
    content = b"\0" + NUMBER.pack(len(plain) + 5) + plain + b"\0"
    return HEAD.pack(HEAD.size + len(content), 1, 0, OP_MSG, 0) + content


def is_whole(heard: bytes) -> bool:
    """Say whether a message is there, or what is there can never become one."""
    if len(heard) < NUMBER.size:
        return False
    length = NUMBER.unpack_from(heard)[0]
    kind = NUMBER.unpack_from(heard, 12)[0] if len(heard) >= HEAD.size else OP_MSG
    return not HEAD.size <= length <= MOST_BYTES or kind != OP_MSG or len(heard) >= length


def read(heard: bytes) -> Document | None:
    """Read the document of one message; None where the bytes are not exactly that."""
    try:
        length, _, _, kind, _ = HEAD.unpack_from(heard)
        if (length, kind) != (len(heard), OP_MSG) or heard[HEAD.size] != 0:
            return None
        return _Reader(heard).document(HEAD.size + 1, 0)[0]
    except (ValueError, IndexError, StructError):
        return None


class _Reader:
    """One look at some bytes."""

    def __init__(self, heard: bytes) -> None:
        self._heard = heard
        self._elements = 0

    def document(self, at: int, depth: int) -> tuple[Document, int]:
        length = self._number(at)
        end = at + length
        if length < 5 or end > len(self._heard) or depth > MOST_DEPTH:
            msg = "no document where one belongs"
            raise NotBsonError(msg)
        found: Document = {}
        at += NUMBER.size
        while at < end - 1:
            kind = self._heard[at]
            name, at = self._name(at + 1)
            found[name], at = self._value(kind, at, depth)
            self._elements += 1
            if at >= end or self._elements > MOST_ELEMENTS:
                msg = "more than a document holds"
                raise NotBsonError(msg)
        return found, end

    def _value(self, kind: int, at: int, depth: int) -> tuple[Value, int]:
        if kind in {0x03, 0x04}:
            return self.document(at, depth + 1)
        if kind == 0x02:
            return self._text(at)
        if kind == 0x05:
            return None, at + NUMBER.size + 1 + self._length(at)
        if kind == 0x08:
            return self._heard[at] == 1, at + 1
        read = {0x01: DOUBLE, 0x10: NUMBER, 0x12: LONG}.get(kind)
        if read is not None:
            return read.unpack_from(self._heard, at)[0], at + read.size
        if kind not in SKIPPED:
            msg = "a value that no answer holds"
            raise NotBsonError(msg)
        return None, at + SKIPPED[kind]

    def _text(self, at: int) -> tuple[str, int]:
        length = self._length(at)
        start = at + NUMBER.size
        return self._heard[start : start + length - 1].decode("utf-8", "replace"), start + length

    def _name(self, at: int) -> tuple[str, int]:
        end = self._heard.index(b"\0", at)
        return self._heard[at:end].decode("utf-8", "replace"), end + 1

    def _number(self, at: int) -> int:
        if at + NUMBER.size > len(self._heard):
            msg = "a number that is not there"
            raise NotBsonError(msg)
        return int(NUMBER.unpack_from(self._heard, at)[0])

    def _length(self, at: int) -> int:
        length = self._number(at)
        if length < 0:
            msg = "a length below nought"
            raise NotBsonError(msg)
        return length


def _written(name: str, value: str | int | bool) -> bytes:  # noqa: FBT001 - one of three kinds of values
    key = name.encode() + b"\0"
    if isinstance(value, bool):
        return b"\x08" + key + bytes([value])
    if isinstance(value, int):
        return b"\x10" + key + NUMBER.pack(value)
    text = value.encode() + b"\0"
    return b"\x02" + key + NUMBER.pack(len(text)) + text
