# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read a stream of chunks forward by exact sizes, as the headers of archives want it."""

from collections.abc import Iterator

from mendsky.scan.causes import Cause, UnreadError


class Forward:
    """A stream of chunks with a place in it."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = b""
        self._place = 0
        """What of `held` was taken: chunks are not cut, for each cut would copy the rest."""
        self.at = 0
        """Bytes taken so far."""

    def peek(self, size: int) -> bytes:
        """Give the next bytes without taking them; fewer only at the end."""
        if len(self._held) - self._place < size:
            parts = [self._held[self._place :]]
            held = len(parts[0])
            while held < size and (chunk := next(self._chunks, b"")):
                parts.append(chunk)
                held += len(chunk)
            self._held, self._place = b"".join(parts), 0
        return self._held[self._place : self._place + size]

    def take(self, size: int) -> bytes:
        """Take exactly so many bytes; raises `UnreadError` where the stream ends before."""
        taken = self.peek(size)
        if len(taken) < size:
            raise UnreadError(Cause.TRUNCATED)
        self._move(size)
        return taken

    def some(self, most: int) -> bytes:
        """Take what is at hand, at least one byte unless the stream is at its end."""
        if self._place == len(self._held):
            self._held, self._place = next(self._chunks, b""), 0
        taken = self._held[self._place : self._place + most]
        self._move(len(taken))
        return taken

    def give_back(self, taken: bytes) -> None:
        """Put bytes back that were taken last."""
        if len(taken) <= self._place:
            self._place -= len(taken)
        else:
            self._held, self._place = taken + self._held[self._place :], 0
        self.at -= len(taken)

    def pieces(self, size: int) -> Iterator[bytes]:
        """Take so many bytes piece by piece; raises `UnreadError` where the stream ends before."""
        while size:
            piece = self.some(size)
            if not piece:
                raise UnreadError(Cause.TRUNCATED)
            size -= len(piece)
            yield piece

    def until(self, mark: bytes, size: int) -> Iterator[bytes]:
        """Take pieces of about `size` up to where the mark stands next, or to the end."""
        while piece := self.peek(size):
            found = piece.find(mark)
            if found >= 0:
                yield self.take(found)
                return
            # The mark may stand across the border.
            keep = len(mark) - 1 if len(piece) == size else 0
            yield self.take(len(piece) - keep)

    def seek_to(self, marks: tuple[bytes, ...]) -> bool:
        """Skip to the next place where one of the marks stands; False where the stream ends before."""
        longest = max(map(len, marks))
        while True:
            next_bytes = self.peek(max(longest, len(self._held) - self._place))
            found = [place for mark in marks if (place := next_bytes.find(mark)) >= 0]
            if found:
                self._move(min(found))
                return True
            if len(next_bytes) < longest:
                return False
            self._move(len(next_bytes) - longest + 1)
            if len(self.peek(longest)) < longest:
                return False

    def _move(self, size: int) -> None:
        self._place += size
        self.at += size
