# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The beginning of what a gzip or zip file holds, unpacked in memory.

Never more bytes than there are packed ones, so that who may read so many bytes of a file reads no more
records of it, however well they are packed.
"""

import struct
import zlib

GZIP = b"\x1f\x8b\x08"
ZIP = b"PK\x03\x04"
"""Signature of a zip file's first entry (APPNOTE 4.3.7)."""
ENTRY = struct.Struct("<4s5H3I2H")
STORED, DEFLATED = 0, 8
TAR_BLOCK = 512
TAR_MARK = slice(257, 262)
"""Where a tar header says `ustar` (POSIX.1-1988)."""


def unpacked(content: bytes) -> bytes:
    """Give the first bytes packed in a content, at most as many as it is long; else the content itself."""
    if content.startswith(GZIP):
        inner = _inflated(content, zlib.MAX_WBITS | 16, len(content) + TAR_BLOCK)
    elif content.startswith(ZIP) and len(content) > ENTRY.size:
        inner = _first_entry(content)
    else:
        return content
    if inner[TAR_MARK] == b"ustar":
        inner = inner[TAR_BLOCK:]
    return inner[: len(content)]


def _first_entry(content: bytes) -> bytes:
    fields = ENTRY.unpack_from(content)
    method, start = fields[3], ENTRY.size + fields[9] + fields[10]
    if method == STORED:
        return content[start:]
    return _inflated(content[start:], -zlib.MAX_WBITS, len(content)) if method == DEFLATED else b""


def _inflated(packed: bytes, window: int, most: int) -> bytes:
    try:
        return zlib.decompressobj(window).decompress(packed, most)
    except zlib.error:
        # Damaged, or only named like one: nothing in it can be read.
        return b""
