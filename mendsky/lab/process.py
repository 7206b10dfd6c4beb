# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What makes a lab process end: a signal, or its parent's closing its standard input."""

import asyncio
import os
import signal
import threading

STDIN = 0


def ending() -> asyncio.Event:
    """Give an event that is set by SIGTERM, SIGINT, or the end of standard input."""
    loop = asyncio.get_running_loop()
    event = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, event.set)

    def watch() -> None:
        try:
            while os.read(STDIN, 4096):
                pass
        finally:
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

    # A thread, because a closed pipe, a terminal and /dev/null cannot all be watched by epoll.
    threading.Thread(target=watch, name="stdin", daemon=True).start()
    return event
