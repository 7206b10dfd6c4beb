# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Unpack a stream through a decompressor, bounded in every step."""

import importlib
import lzma
import sys
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from mendsky.scan.causes import Cause, UnreadError
from mendsky.scan.limits import Meter

PIECE = 1 << 18
"""Most bytes unpacked in one step."""


class Decompressor(Protocol):
    """What bz2, lzma, isal and zstd have in common."""

    @property
    def eof(self) -> bool:
        """Say whether the end was reached."""
        ...

    @property
    def needs_input(self) -> bool:
        """Say whether more must be given before more comes out."""
        ...

    @property
    def unused_data(self) -> bytes:
        """Give what stands behind the end."""
        ...

    def decompress(self, data: bytes, max_length: int = -1) -> Any:
        """Unpack, at most so many bytes."""
        ...


def faults() -> tuple[type[Exception], ...]:
    """Name what decompressors raise on bytes that break their rules."""
    from isal import igzip_lib  # noqa: PLC0415 - loaded where something is packed

    isal: Any = igzip_lib.error
    return (isal, lzma.LZMAError, zstd().ZstdError, OSError, EOFError, ValueError)


def zstd() -> Any:
    """Give the module of Zstandard: of the standard library from Python 3.14 on, its twin before."""
    name = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    return importlib.import_module(name)


def unpacked(
    make: Callable[[], Decompressor], chunks: Iterator[bytes], meter: Meter, *, padding: bytes = b""
) -> Iterator[bytes]:
    """Unpack one stream, or several that stand one after the other with nothing but `padding` between.

    Raises `UnreadError` for damage, an early end, and bombs.
    """
    packed = out = 0
    known = faults()
    one, begun = make(), False
    try:
        for chunk in chunks:
            packed += len(chunk)
            rest = chunk
            while True:
                if one.eof:
                    rest = (one.unused_data + rest).lstrip(padding) if begun else rest
                    one, begun = make(), False
                if not begun and not rest.lstrip(padding):
                    break
                begun = True
                piece = one.decompress(rest, PIECE)
                rest = b""
                if piece:
                    out += len(piece)
                    meter.spend(len(piece))
                    meter.check(packed, out)
                    yield bytes(piece)
                if one.eof:
                    continue
                if one.needs_input:
                    break
    except known:
        raise UnreadError(Cause.CORRUPT) from None
    if begun and not one.eof:
        raise UnreadError(Cause.TRUNCATED)
