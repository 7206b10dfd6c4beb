# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The .xz format of LZMA (https://tukaani.org/xz/xz-file-format.txt)."""

import lzma
from collections.abc import Iterator
from functools import partial

from mendsky.scan.content import Content
from mendsky.scan.formats.format import Flaw, Format, Member
from mendsky.scan.formats.gzip import inner_name
from mendsky.scan.formats.unpacking import unpacked

MAGIC = b"\xfd7zXZ\0"


def _recognises(_name: str, head: bytes) -> bool:
    return head.startswith(MAGIC)


def _members(content: Content) -> Iterator[Member | Flaw]:
    # Beside the history the decoder holds some megabytes of its own.
    most = content.limits.dictionary + content.limits.in_memory
    make = partial(lzma.LZMADecompressor, format=lzma.FORMAT_XZ, memlimit=most)
    chunks = unpacked(make, content.chunks(), content.meter, padding=b"\0")
    yield Member(name=inner_name(content.name, ".xz", ".txz"), chunks=chunks)


FORMAT = Format(name="xz", about="What is packed.", reads="stream", recognises=_recognises, members=_members)
