# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Gzip (RFC 1952), also of several members one after the other."""

from collections.abc import Iterator

from mendsky.scan.content import Content
from mendsky.scan.formats.format import Flaw, Format, Member
from mendsky.scan.formats.unpacking import Decompressor, unpacked

MAGIC = b"\x1f\x8b\x08"


def _recognises(_name: str, head: bytes) -> bool:
    return head.startswith(MAGIC)


def _members(content: Content) -> Iterator[Member | Flaw]:
    chunks = unpacked(_decompressor, content.chunks(), content.meter, padding=b"\0")
    yield Member(name=inner_name(content.name, ".gz", ".tgz"), chunks=chunks)


def _decompressor() -> Decompressor:
    from isal import igzip_lib  # noqa: PLC0415 - loaded where something is packed

    made: Decompressor = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)
    return made


def inner_name(name: str, *endings: str) -> str:
    """Name what is packed after its container: `people.csv` in `people.csv.gz`, `people.tar` in a .tgz."""
    last = name.rsplit("/", 1)[-1].rsplit("!", 1)[-1]
    for ending in endings:
        if last.lower().endswith(ending):
            return last[: -len(ending)] + (".tar" if ending.startswith(".t") else "")
    return last


FORMAT = Format(
    name="gzip",
    about="What is packed, also of several parts one after the other.",
    reads="stream",
    recognises=_recognises,
    members=_members,
)
