# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Zip, read forward by its local headers (APPNOTE 4.3.7), so that size, place and a cut end do not matter.

The directory at the end is not needed: entries that it forgot hold bytes all the same, and entries that
share bytes, which makes small files unpack to petabytes, cannot be told this way.
"""

import lzma
import struct
from bz2 import BZ2Decompressor
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from mendsky.scan.causes import Cause, UnreadError
from mendsky.scan.content import Content
from mendsky.scan.formats.format import Flaw, Format, Member
from mendsky.scan.formats.unpacking import Decompressor, faults, unpacked, zstd
from mendsky.scan.forward import Forward
from mendsky.scan.limits import Meter

LOCAL, CENTRAL, END, END_64 = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06"
DESCRIPTOR = b"PK\x07\x08"
SPANNED = b"PK00"
HEADER = struct.Struct("<4s5H3I2H")
ENCRYPTED, UNKNOWN_SIZE, UTF8 = 0x0001, 0x0008, 0x0800
STORED, DEFLATED, BZIP2, LZMA, ZSTD, XZ, AES = 0, 8, 12, 14, 93, 95, 99
ZIP64 = 1
"""Extra field with sizes of 64 bits (APPNOTE 4.5.3)."""
ABSENT = 0xFFFFFFFF
LONGEST_DESCRIPTOR = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What a local header says."""

    name: str
    method: int
    encrypted: bool
    packed: int | None
    """Packed bytes, or None where they are told only behind them."""
    crc: int | None


def _recognises(_name: str, head: bytes) -> bool:
    return head.startswith((LOCAL, END, SPANNED + LOCAL, DESCRIPTOR + LOCAL))


def _members(content: Content) -> Iterator[Member | Flaw]:
    stream = Forward(content.chunks())
    while True:
        mark = stream.peek(4)
        if mark == LOCAL:
            yield from _entry(stream, content.meter)
        elif mark in {CENTRAL, END, END_64}:
            # Another zip may follow; some programs put files together so.
            if not stream.seek_to((LOCAL,)):
                return
        elif not stream.seek_to((LOCAL, CENTRAL, END)):
            raise UnreadError(Cause.TRUNCATED)


def _entry(stream: Forward, meter: Meter) -> Iterator[Member | Flaw]:
    entry = _header(stream)
    start = stream.at
    if entry.encrypted:
        yield Flaw(name=entry.name, cause=Cause.ENCRYPTED)
    elif entry.method not in {STORED, *_makers()} or (entry.packed is None and entry.method == STORED):
        yield Flaw(name=entry.name, cause=Cause.UNSUPPORTED)
    elif entry.packed is None:
        yield Member(name=entry.name, chunks=_open_ended(stream, entry, meter))
    elif not entry.name.endswith("/"):
        yield Member(name=entry.name, chunks=_checked(_closed(stream, entry, meter), entry.crc))
    if entry.packed is not None:
        for _ in stream.pieces(start + entry.packed - stream.at):
            pass


def _header(stream: Forward) -> Entry:
    _, _, flags, method, _, _, crc, packed, size, name_size, extra_size = HEADER.unpack(
        stream.take(HEADER.size)
    )
    name = stream.take(name_size)
    extra = stream.take(extra_size)
    if packed == ABSENT:
        packed = _packed_64(extra, size)
    unknown = bool(flags & UNKNOWN_SIZE) and not packed
    return Entry(
        name=_text(name, utf8=bool(flags & UTF8)),
        method=method,
        encrypted=bool(flags & ENCRYPTED) or method == AES,
        packed=None if unknown else packed,
        crc=None if flags & UNKNOWN_SIZE else crc,
    )


def _packed_64(extra: bytes, size: int) -> int:
    """Read the packed size of 64 bits; it stands behind the unpacked one, where that is absent too."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        place = at + 4 + (8 if size == ABSENT else 0)
        if kind == ZIP64 and place + 8 <= len(extra):
            return int(struct.unpack_from("<Q", extra, place)[0])
        at += 4 + length
    raise UnreadError(Cause.CORRUPT)


def _text(name: bytes, *, utf8: bool) -> str:
    if utf8:
        return name.decode("utf-8", "replace")
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def _closed(stream: Forward, entry: Entry, meter: Meter) -> Iterator[bytes]:
    packed = stream.pieces(entry.packed or 0)
    if entry.method == STORED:
        for piece in packed:
            meter.spend(len(piece))
            yield piece
    elif entry.method == LZMA:
        yield from _lzma(stream, entry, meter)
    else:
        yield from unpacked(_makers()[entry.method], packed, meter)


def _open_ended(stream: Forward, entry: Entry, meter: Meter) -> Iterator[bytes]:
    """Unpack until the packing says that it ends, and give back what was taken too much."""
    from isal import isal_zlib  # noqa: PLC0415 - loaded where something is packed

    known = faults()
    one = _makers()[entry.method]()
    before, out, crc = stream.at, 0, 0
    try:
        while not one.eof:
            piece = bytes(one.decompress(taken if (taken := _wanted(stream, one)) else b"", 1 << 18))
            crc = isal_zlib.crc32(piece, crc)
            out += len(piece)
            meter.spend(len(piece))
            meter.check(stream.at - before, out)
            if piece:
                yield piece
    except known:
        raise UnreadError(Cause.CORRUPT) from None
    stream.give_back(one.unused_data)
    descriptor = stream.peek(LONGEST_DESCRIPTOR).removeprefix(DESCRIPTOR)
    if descriptor[:4] != crc.to_bytes(4, "little"):
        raise UnreadError(Cause.CORRUPT)


def _wanted(stream: Forward, one: Decompressor) -> bytes:
    if not one.needs_input:
        return b""
    taken = stream.some(1 << 16)
    if not taken:
        raise UnreadError(Cause.TRUNCATED)
    return taken


def _checked(chunks: Iterator[bytes], crc: int | None) -> Iterator[bytes]:
    from isal import isal_zlib  # noqa: PLC0415 - loaded where something is packed

    found = 0
    for chunk in chunks:
        found = isal_zlib.crc32(chunk, found)
        yield chunk
    if crc is not None and found != crc:
        raise UnreadError(Cause.CORRUPT)


def _lzma(stream: Forward, entry: Entry, meter: Meter) -> Iterator[bytes]:
    """Unpack LZMA: four bytes of version and length, then properties (APPNOTE 5.8.8)."""
    _, length = struct.unpack("<HH", stream.take(4))
    properties = stream.take(length)
    if length != 5:
        raise UnreadError(Cause.CORRUPT)
    marks, dictionary = struct.unpack("<BI", properties)
    if dictionary > meter.limits.dictionary:
        raise UnreadError(Cause.TOO_BIG)
    chosen = {"id": lzma.FILTER_LZMA1, "dict_size": dictionary, "lc": marks % 9}
    chosen |= {"lp": marks // 9 % 5, "pb": marks // 45}
    make = partial(lzma.LZMADecompressor, format=lzma.FORMAT_RAW, filters=[chosen])
    try:
        yield from unpacked(make, stream.pieces((entry.packed or 0) - 4 - length), meter)
    except UnreadError as failure:
        # Raw LZMA may end without saying so; the check sum decides.
        if failure.cause is not Cause.TRUNCATED:
            raise


def _makers() -> dict[int, Callable[[], Decompressor]]:
    from isal import igzip_lib  # noqa: PLC0415 - loaded where something is packed

    return {
        DEFLATED: partial(igzip_lib.IgzipDecompressor, flag=igzip_lib.DECOMP_DEFLATE),
        BZIP2: BZ2Decompressor,
        LZMA: lzma.LZMADecompressor,
        ZSTD: zstd().ZstdDecompressor,
        XZ: partial(lzma.LZMADecompressor, memlimit=1 << 27),
    }


FORMAT = Format(
    name="zip",
    about="Every entry that is stored or packed by deflate, bzip2, LZMA, Zstandard or xz, "
    "those that the directory forgot too.",
    reads="stream",
    recognises=_recognises,
    members=_members,
    names=True,
)
