# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a format reads: a name, the first bytes, and the rest as a stream or as a file."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mendsky.scan.causes import Cause, UnreadError
from mendsky.scan.limits import Limits, Meter

CHUNK = 1 << 21
"""Bytes read at once: as many as a core's second-level cache holds, and far more than any identifier."""
HEAD = 1 << 16
"""Bytes that a format is recognised by."""


class Content:
    """One thing to be read, from its beginning, once; a file or something held in memory also again."""

    def __init__(
        self,
        name: str,
        chunks: Iterator[bytes],
        meter: Meter,
        *,
        path: Path | None = None,
        held: bytes | None = None,
    ) -> None:
        self.name = name
        self.meter = meter
        self.path = path
        """Where it stands, if it is a file of its own."""
        self._held = held
        self._chunks = chunks
        self._peeked: list[bytes] | None = None
        self._failure: BaseException | None = None

    @classmethod
    def of_file(cls, path: Path, meter: Meter, name: str | None = None) -> "Content":
        """Give the content of a file."""
        return cls(str(path) if name is None else name, _chunks_of(path, meter), meter, path=path)

    @classmethod
    def of_pipe(cls, path: Path, meter: Meter, name: str) -> "Content":
        """Give the content of something that has a path but can be read only once."""
        return cls(name, _chunks_of(path, meter), meter)

    @classmethod
    def of_bytes(cls, name: str, held: bytes, meter: Meter) -> "Content":
        """Give content that is in memory already."""
        return cls(name, iter((held,)), meter, held=held)

    @property
    def limits(self) -> Limits:
        """Give the limits under which it is read."""
        return self.meter.limits

    @property
    def head(self) -> bytes:
        """Give the first bytes, without taking them off; what reading them raises comes with `chunks`."""
        if self._peeked is None:
            self._peeked = []
            size = 0
            try:
                while size < HEAD and (chunk := next(self._chunks, None)) is not None:
                    self._peeked.append(chunk)
                    size += len(chunk)
            except (KeyboardInterrupt, SystemExit, GeneratorExit):
                raise
            except BaseException as failure:  # noqa: BLE001 - what was read before it counts
                self._failure = failure
        return b"".join(self._peeked)[:HEAD]

    def chunks(self) -> Iterator[bytes]:
        """Give all bytes, in pieces of any size but none; only once."""
        peeked, self._peeked = [chunk for chunk in self._peeked or [] if chunk], []
        while peeked:
            yield peeked.pop(0)  # and hold it no longer
        if self._failure is not None:
            raise self._failure
        yield from filter(None, self._chunks)

    def again(self) -> "Content | None":
        """Give the same content from its beginning once more, where that can be had."""
        if self.path is not None:
            return Content.of_file(self.path, Meter(self.limits), self.name)
        return None if self._held is None else Content.of_bytes(self.name, self._held, self.meter)

    def file(self) -> BinaryIO:
        """Give it as a file that can be read out of order, held in memory unless it is one.

        Raises `UnreadError` where it would not fit the limit.
        """
        if self.path is not None:
            try:
                self.meter.read = max(self.meter.read, self.path.stat().st_size)
                return self.path.open("rb")
            except OSError:
                raise UnreadError(Cause.UNREADABLE) from None
        if self._held is None:
            self._held = self._collected()
        return io.BytesIO(self._held)

    def _collected(self) -> bytes:
        parts, size = [], 0
        for chunk in self.chunks():
            parts.append(chunk)
            size += len(chunk)
            if size > self.limits.in_memory:
                # It can still be read forward, from its beginning.
                self._peeked = parts
                raise UnreadError(Cause.TOO_BIG)
        return b"".join(parts)


def _chunks_of(path: Path, meter: Meter) -> Iterator[bytes]:
    try:
        with path.open("rb", buffering=0) as file:
            yield from read_through(file, meter)
    except OSError:
        raise UnreadError(Cause.UNREADABLE) from None


def read_through(file: BinaryIO | io.FileIO, meter: Meter) -> Iterator[bytes]:
    """Read a source to its end, counting."""
    while chunk := file.read(CHUNK):
        meter.read += len(chunk)
        yield chunk
