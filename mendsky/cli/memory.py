# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much memory this process and all that it started take together."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import psutil

EVERY_SECONDS = 5.0


@dataclass(kw_only=True, slots=True)
class Peak:
    """The most that was seen so far, in bytes of resident memory; what is shared counts in each process."""

    peak: int = 0

    def look(self) -> None:
        """Add up what is taken now."""
        this = psutil.Process()
        taken = 0
        for process in (this, *this.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):  # it ended between the list and the look
                taken += process.memory_info().rss
        self.peak = max(self.peak, taken)


@contextlib.contextmanager
def peak_memory() -> Iterator[Peak]:
    """Watch the memory while the block runs, every few seconds."""
    seen, ended = Peak(), threading.Event()

    def watch() -> None:
        while not ended.wait(EVERY_SECONDS):
            seen.look()

    seen.look()
    watching = threading.Thread(target=watch, name="memory", daemon=True)
    watching.start()
    try:
        yield seen
    finally:
        ended.set()
        watching.join()
