# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One content on several processors: finding, placing and counting each in a thread of its own.

What follows in a content hangs on what came before, so it is not cut into parts: each chunk goes from one
thread to the next, as on an assembly line. Every step sees all chunks in their order, as with one thread.
"""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from mendsky.core.census.summary import Piece

MOST_WAITING = 2
"""Chunks that wait before a step: they keep it busy, and memory small."""


class Belt:
    """Does what is put on it in a thread of its own, one after the other."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1)
        self._waiting: deque[Future[Any]] = deque()

    def put(self, do: Callable[..., object], *given: Any) -> None:
        """Have something done; waits while much is left to do, and raises what was raised by it."""
        while len(self._waiting) >= MOST_WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._pool.submit(do, *given))

    def settle(self) -> None:
        """Wait until all is done; raises what was raised by it."""
        while self._waiting:
            self._waiting.popleft().result()

    def close(self) -> None:
        """End the thread, leaving out what it has not begun."""
        self._pool.shutdown(cancel_futures=True)


class Stages:
    """Feeds pieces step by step, each step in its own thread.

    Nothing else may touch the pieces or their totals before all is settled.
    """

    def __init__(self) -> None:
        self._finding, self._placing, self._counting = self._belts = (Belt(), Belt(), Belt())

    def feed(self, piece: Piece, chunk: bytes | None) -> None:
        """Take the next bytes of a piece, or None at its end."""
        self._finding.put(self._find, piece, chunk)

    def settle(self) -> None:
        """Wait until everything is counted; raises what was raised by any step."""
        for belt in self._belts:
            belt.settle()

    def close(self) -> None:
        """End the threads, the first one first, since it waits for the others."""
        for belt in self._belts:
            belt.close()

    def _find(self, piece: Piece, chunk: bytes | None) -> None:
        self._placing.put(self._place, piece, chunk, piece.find(chunk))

    def _place(self, piece: Piece, chunk: bytes | None, *found: Any) -> None:
        self._counting.put(piece.count, piece.place(chunk, *found), chunk is None)
