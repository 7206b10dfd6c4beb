# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read a stream of chunks forward by exact sizes, as the headers of archives want it."""

from collections.abc import Iterator

from mendsky.scan.causes import Cause, UnreadError


class Forward:
    """A stream of chunks with a place in it."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._left = b""
        self.at = 0
        """Bytes taken so far."""

    def peek(self, size: int) -> bytes:
        """Give the next bytes without taking them; fewer only at the end."""
        if len(self._left) < size:
            parts, held = [self._left], len(self._left)
            while held < size and (chunk := next(self._chunks, b"")):
                parts.append(chunk)
                held += len(chunk)
            self._left = b"".join(parts)
        return self._left[:size]

    def take(self, size: int) -> bytes:
        """Take exactly so many bytes; raises `UnreadError` where the stream ends before."""
        taken = self.peek(size)
        if len(taken) < size:
            raise UnreadError(Cause.TRUNCATED)
        self._left = self._left[size:]
        self.at += size
        return taken

    def some(self, most: int) -> bytes:
        """Take what is at hand, at least one byte unless the stream is at its end."""
        if not self._left:
            self._left = next(self._chunks, b"")
        taken, self._left = self._left[:most], self._left[most:]
        self.at += len(taken)
        return taken

    def give_back(self, taken: bytes) -> None:
        """Put bytes back that were taken last."""
        self._left = taken + self._left
        self.at -= len(taken)

    def pieces(self, size: int) -> Iterator[bytes]:
        """Take so many bytes piece by piece; raises `UnreadError` where the stream ends before."""
        while size:
            piece = self.some(size)
            if not piece:
                raise UnreadError(Cause.TRUNCATED)
            size -= len(piece)
            yield piece

    def seek_to(self, marks: tuple[bytes, ...]) -> bool:
        """Skip to the next place where one of the marks stands; False where the stream ends before."""
        longest = max(map(len, marks))
        while True:
            self.peek(longest)
            found = [place for mark in marks if (place := self._left.find(mark)) >= 0]
            if found:
                self.take(min(found))
                return True
            if len(self._left) < longest:
                return False
            self.take(len(self._left) - longest + 1)
            if not (chunk := next(self._chunks, b"")):
                return False
            self._left += chunk
