# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Zstandard (RFC 8878), also of several frames."""

from collections.abc import Iterator

from mendsky.scan.content import Content
from mendsky.scan.formats.format import Flaw, Format, Member
from mendsky.scan.formats.gzip import inner_name
from mendsky.scan.formats.unpacking import Decompressor, unpacked, zstd

MAGIC = b"\x28\xb5\x2f\xfd"


def _recognises(_name: str, head: bytes) -> bool:
    return head.startswith(MAGIC)


def _members(content: Content) -> Iterator[Member | Flaw]:
    module = zstd()
    window = content.limits.dictionary.bit_length() - 1

    def make() -> Decompressor:
        made: Decompressor = module.ZstdDecompressor(
            options={module.DecompressionParameter.window_log_max: window}
        )
        return made

    chunks = unpacked(make, content.chunks(), content.meter)
    yield Member(name=inner_name(content.name, ".zst", ".tzst"), chunks=chunks)


FORMAT = Format(
    name="zstd", about="What is packed.", reads="stream", recognises=_recognises, members=_members
)
