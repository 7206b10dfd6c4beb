# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Find runs of base64 in megabytes, sixty-four bytes at a time."""

from typing import Any

from mendsky.core.identity.judging import ONE, i64, u64
from mendsky.core.identity.vectors import (
    LANES,
    at_least,
    capitals,
    compiled,
    entry,
    high_noughts,
    inlined,
    letters,
    locals_of,
    low_noughts,
    points,
    put,
    same,
)

SLASH = ord("/")
LOWER_G, UPPER_G = ord("g"), ord("G")
BOTH = 3


@inlined
def alphabet(text: Any, at: Any) -> Any:
    """Mark the characters of base64 in either alphabet: letters, digits and `+/-_`."""
    return (locals_of(text, at) & ~points(text, at)) | same(text, at, SLASH)


@inlined
def in_a_row(marks: Any) -> Any:
    """Mark where 24 marks in a row begin, all within the 64."""
    eight = marks & (marks >> ONE)
    eight &= eight >> u64(2)
    eight &= eight >> u64(4)
    return eight & (eight >> u64(8)) & (eight >> u64(16))


@inlined
def tell(text: Any, at: Any, among: Any) -> Any:
    """Give what some of 64 bytes tell, as the table `telling` does of each."""
    letter = letters(text, at) & among
    upper = capitals(text, at) & letter
    beyond = (upper & at_least(text, at, UPPER_G)) | (letter & at_least(text, at, LOWER_G))
    if beyond:
        return i64(BOTH)
    return i64(letter & ~upper != u64(0)) | (i64(upper != u64(0)) << 1)


@inlined
def ended(text: Any, start: Any, known: Any, telling: Any) -> Any:
    """Give where a run ends and what its characters tell."""
    at, tells, size = start, i64(0), text.shape[0]
    while at + LANES <= size:
        run = low_noughts(~alphabet(text, at))
        among = ~u64(0) if run == LANES else (ONE << u64(run)) - ONE
        tells |= tell(text, at, among)
        at += run
        if run < LANES:
            return at, tells
    while at < size and entry(known, i64(entry(text, at))):
        tells |= i64(entry(telling, i64(entry(text, at))))
        at += 1
    return at, tells


@compiled
def runs(text: Any, known: Any, telling: Any, least: Any, starts: Any) -> Any:
    """Write where runs of at least `least` characters begin into `starts`; give how many there are.

    `least` is 24. `known` says of each byte whether it is of the alphabet, `telling` by two bits what a run
    must have both of unless it ends with the text. At most as many are found as there is room.
    """
    size, found, at, open_since = text.shape[0], i64(0), i64(0), i64(0)
    room = starts.shape[0]
    while at < size and found < room:
        start = i64(-1)
        if at + LANES <= size:
            marks = alphabet(text, at)
            within = in_a_row(marks)
            first = low_noughts(~marks)
            if at + first - open_since >= least:
                start = open_since
            elif within:
                start = at + low_noughts(within)
            if start < 0:
                if first < LANES:
                    open_since = at + LANES - high_noughts(~marks)
                at += LANES
                continue
        else:
            start, end = open_since, at
            while end < size and entry(known, i64(entry(text, end))):
                end += 1
            if end - start < least:
                at = open_since = end + 1
                continue
        at, tells = ended(text, start, known, telling)
        if tells == BOTH or at == size:
            put(starts, found, start)
            found += 1
        open_since = at
    return found
