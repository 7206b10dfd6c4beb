# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bzip2, also of several streams one after the other."""

from bz2 import BZ2Decompressor
from collections.abc import Iterator

from mendsky.scan.content import Content
from mendsky.scan.formats.format import Flaw, Format, Member
from mendsky.scan.formats.gzip import inner_name
from mendsky.scan.formats.unpacking import unpacked

MAGIC = b"BZh"
BLOCK = b"1AY&SY"
"""Begins each block; π in binary-coded decimals."""


def _recognises(_name: str, head: bytes) -> bool:
    return head.startswith(MAGIC) and head[4:10] == BLOCK


def _members(content: Content) -> Iterator[Member | Flaw]:
    chunks = unpacked(BZ2Decompressor, content.chunks(), content.meter, padding=b"\0")
    yield Member(name=inner_name(content.name, ".bz2", ".tbz2", ".tbz"), chunks=chunks)


FORMAT = Format(
    name="bzip2", about="What is packed.", reads="stream", recognises=_recognises, members=_members
)
