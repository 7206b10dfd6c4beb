# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the C library keeps memory that is free, which decides how often it must be cleared."""

import ctypes
import sys

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
"""Options of `mallopt` in glibc's malloc.h; musl has none of them, nor arenas."""
KEPT_FREE = 32 << 20
"""Bytes that are kept though they are free; a block as large is given back at once."""


def keep_freed(*, together: bool) -> None:
    """Have this process use freed memory again, all threads the same if `together`.

    glibc gives blocks of some megabytes back to the system, which clears each page whenever it is asked for
    it, and gives each thread an arena of its own, which keeps what it once held.
    """
    if sys.platform == "linux" and (set_option := getattr(ctypes.CDLL(None), "mallopt", None)) is not None:
        set_option(M_MMAP_THRESHOLD, KEPT_FREE)
        set_option(M_TRIM_THRESHOLD, KEPT_FREE)
        if together:
            set_option(M_ARENA_MAX, 1)
