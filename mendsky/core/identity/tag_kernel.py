# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Find the tags of HTML in one pass of compiled code: what `tags` does by arrays."""

from typing import Any

from mendsky.core.identity.judging import ONE, i64, u64
from mendsky.core.identity.tags import OTHER, TABLE
from mendsky.core.identity.vectors import LANES, compiled, entry, inlined, low_noughts, put, same

OPENS, CLOSES, SLASH = ord("<"), ord(">"), ord("/")


@inlined
def name_of(text: Any, at: Any, pairs: Any, letter: Any, ended: Any) -> Any:
    """Give what the tag is that begins at a place."""
    is_end = entry(text, at + 1) == SLASH
    at += 1 + is_end
    name = i64(entry(pairs, i64(entry(text, at)) | (i64(entry(text, at + 1)) << 8)))
    if name == OTHER:
        return name
    behind = at + 2
    if name == TABLE:
        behind = at + 5
        if (entry(text, at + 2) | 32) != 98 or (entry(text, at + 3) | 32) != 108:
            return i64(OTHER)
        if (entry(text, at + 4) | 32) != 101:
            return i64(OTHER)
    if entry(letter, i64(entry(text, behind))):
        return i64(OTHER)
    return i64(entry(ended, name)) if is_end else name


@compiled
def tags(text: Any, size: Any, pairs: Any, letter: Any, ended: Any, start: Any, close: Any, name: Any) -> Any:
    """Fill arrays that have an entry for each `<`, and -1 in each of `close`; gives how many there are."""
    several = i64(0)
    for base in range(0, size, LANES):
        opens = same(text, base, OPENS)
        either = opens | same(text, base, CLOSES)
        if size - base < LANES:
            either &= (ONE << u64(size - base)) - ONE
        while either:
            bit = low_noughts(either)
            either &= either - ONE
            at = base + bit
            if (opens >> u64(bit)) & ONE:
                put(start, several, at)
                put(name, several, name_of(text, at, pairs, letter, ended))
                several += 1
            elif several > 0 and entry(close, several - 1) < 0:
                put(close, several - 1, at)
    return several
