# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Formats that are known and cannot be read: said, so that silence about them is not taken for emptiness."""

from collections.abc import Iterator

from mendsky.scan.causes import Cause
from mendsky.scan.content import Content
from mendsky.scan.formats.format import Flaw, Format, Member

MAGICS = (
    b"Rar!\x1a\x07",
    b"MSCF\0\0\0\0",
    b"\x04\x22\x4d\x18",  # lz4
    b"LZIP\x01",
    b"\x1f\x9d",  # compress
    b"\x1f\xa0",
    b"\x89LZO\0",
    b"\xed\xab\xee\xdb",  # rpm
    b"!BDN",  # pst
    b"Salted__",  # openssl enc
    b"Obj\x01",  # avro
    b"\xff\x06\x00\x00sNaPpY",
)


def _recognises(_name: str, head: bytes) -> bool:
    return head.startswith(MAGICS)


def _members(content: Content) -> Iterator[Member | Flaw]:
    yield Flaw(name="", cause=Cause.UNSUPPORTED)
    yield Member(name="bytes", chunks=content.chunks(), text=True)


FORMAT = Format(
    name="rar, cab, lz4, lzip, compress, lzop, rpm, pst, avro",
    about="Only as bytes, and said to be undetermined.",
    reads="stream",
    recognises=_recognises,
    members=_members,
)
