# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text that comes in chunks and is used up from its beginning, in one place of memory."""

SPARE = 128
"""Bytes that may be read behind the text, whatever stands there."""


class Held:
    """The text that is left; each chunk is copied once, and the memory is used again."""

    def __init__(self) -> None:
        self.room = bytearray()
        """The text, and more behind it that is none."""
        self.size = 0
        """Bytes of the text."""

    def add(self, chunk: bytes) -> None:
        """Put a chunk behind the text."""
        size = self.size + len(chunk)
        if size + SPARE > len(self.room):
            room = bytearray(size + size // 8 + SPARE)
            memoryview(room)[: self.size] = memoryview(self.room)[: self.size]
            self.room = room
        memoryview(self.room)[self.size : size] = chunk
        self.size = size

    def first(self, size: int) -> bytes:
        """Give a copy of the first bytes."""
        return bytes(memoryview(self.room)[: min(size, self.size)])

    def drop(self, size: int) -> None:
        """Leave out the first bytes."""
        view = memoryview(self.room)
        view[: self.size - size] = view[size : self.size]
        self.size -= size
