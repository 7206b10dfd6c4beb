# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cut and count separated values in one pass of compiled code: what `separated` and `tally` do by arrays.

Sixty-four bytes at a time become masks of delimiters, line ends, quotes and stars, as in simdjson
(Langdale and Lemire, 2019); only where a cell ends is anything looked at.
"""

from typing import Any

import numpy as np
from numba import njit

from mendsky.core.identity.vectors import LANES, compiled, line_ends, low_noughts, same

u64, i64 = np.uint64, np.int64
PADDING = 2 * LANES
"""Bytes that must be readable behind the content, none of which is structural."""
ONE, NOTHING, ALL = u64(1), u64(0), u64(0xFFFFFFFFFFFFFFFF)
LAST = u64(63)
LINE, QUOTE, RETURN, STAR, BLANK = 10, 34, 13, 42, 32
EDGE = 2
KEPT = 15


def part(function: Any) -> Any:
    """Compile a function as a part of those that call it: arrays are dear to hand on."""
    options: dict[str, Any] = {"inline": "always", "_nrt": False}
    return njit(**options)(function)


@part
def within(quotes: Any) -> Any:
    """Give the bytes from each first quote to before each second one: a sum modulo 2 over all lower bits."""
    quotes ^= quotes << ONE
    quotes ^= quotes << u64(2)
    quotes ^= quotes << u64(4)
    quotes ^= quotes << u64(8)
    quotes ^= quotes << u64(16)
    return quotes ^ (quotes << u64(32))


@part
def is_float(text: Any, start: Any, end: Any) -> Any:
    """Say whether a cell is a number such as 1.2E+17 or 1.2e17, of 11 digits and more."""
    if end - start <= 3 or text[end - 2] != 49 or text[end - 1] < 48 or text[end - 1] > 57:
        return False
    signed = (text[end - 4] | 32) == 101 and text[end - 3] == 43
    if not (signed or (text[end - 3] | 32) == 101):
        return False
    return 49 <= text[start] <= 57 and (text[start + 1] == 46 or (text[start + 1] | 32) == 101)


@compiled
def is_rounded(text: Any, start: Any, length: Any, date_at: Any) -> Any:
    """Say whether a cell is digits, zeros from the sixteenth on, with a month and a day where they belong."""
    for place in range(length):
        if not 48 <= text[start + place] <= 57 or (place >= KEPT and text[start + place] != 48):
            return False
    at = start + date_at
    month = (text[at + 4] - 48) * 10 + text[at + 5] - 48
    day = (text[at + 6] - 48) * 10 + text[at + 7] - 48
    return date_at < 0 or (1 <= month <= 12 and 1 <= day <= 31)


@part
def begins(text: Any, first: Any, second: Any, beginnings: Any) -> Any:
    """Say whether two digits begin the code of a division."""
    if not (48 <= text[first] <= 57 and 48 <= text[second] <= 57):
        return False
    return beginnings[(text[first] - 48) * 10 + text[second] - 48]


@part
def close(  # noqa: PLR0917 - compiled code takes no names
    text: Any,
    quotable: Any,
    start: Any,
    end: Any,
    column: Any,
    row: Any,
    at: Any,
    found: Any,
    offset: Any,
    length: Any,
    column_of: Any,
    row_of: Any,
    whole: Any,
    counts: Any,
    starred: Any,
    beginnings: Any,
    kind_length: Any,
    date_at: Any,
) -> Any:
    """Count one cell and place the identifiers in it; gives which identifier is the next."""
    stop, here = end, column if column < counts.shape[0] else i64(-1)
    while start < end and (text[start] == 32 or text[start] == 9 or text[start] == 13 or text[start] == 10):
        start += 1
    while end > start and (
        text[end - 1] == 32 or text[end - 1] == 9 or text[end - 1] == 13 or text[end - 1] == 10
    ):
        end -= 1
    if quotable and end - start >= 2 and text[start] == QUOTE and text[end - 1] == QUOTE:
        start += 1
        end -= 1
    if here >= 0:
        counts[here, 0] += 1
        if end > start:
            counts[here, 1] += 1
            counts[here, 4] += starred
            if is_float(text, start, end):
                counts[here, 2] += 1
                exponent = 10 + i64(text[end - 1] - 48)
                counts[here, 3] += exponent == kind_length - 1 and begins(text, start, start + 2, beginnings)
            elif (
                end - start == kind_length
                and text[end - 2] == 48
                and is_rounded(text, start, kind_length, date_at)
                and begins(text, start, start + 1, beginnings)
            ):
                counts[here, 2] += 1
                counts[here, 3] += 1
    while at < found and offset[at] < stop:
        column_of[at] = here
        row_of[at] = row
        lead, tail = offset[at] - start, end - offset[at] - length[at]
        whole[at] = here >= 0 and 0 <= lead <= EDGE and -EDGE <= tail <= EDGE
        at += 1
    return at


@compiled
def cut(  # noqa: C901, PLR0912, PLR0915, PLR0917 - one pass, in which a call costs as much as a cell
    text: Any,
    size: Any,
    delimiter: Any,
    quoted: Any,
    offset: Any,
    length: Any,
    column_of: Any,
    row_of: Any,
    whole: Any,
    counts: Any,
    beginnings: Any,
    kind_length: Any,
    date_at: Any,
) -> Any:
    """Place identifiers and count cells, into arrays that are given zeroed; `counts` has a row a column.

    The last of the `size` bytes must be a line end. The fields of `counts` are cells, filled, floats, surely
    damaged, starred. Gives the number of rows, or -1 where quotes do not close: then nothing may be taken
    from the arrays.
    """
    column = row = at = start = i64(0)
    found = i64(offset.shape[0])
    inside, star_at = NOTHING, i64(-1)
    before = ONE  # the beginning is an edge, as a line end is
    edges = quotes = stars = NOTHING
    if quoted:
        quotes = same(text, i64(0), QUOTE)
        edges = quotes | same(text, i64(0), delimiter) | line_ends(text, i64(0)) | same(text, i64(0), RETURN)
    stars = same(text, i64(0), STAR)
    for base in range(0, size, LANES):
        ends = line_ends(text, base) | same(text, base, delimiter)
        left = size - base
        if quoted:
            next_quotes = same(text, base + LANES, QUOTE)
            next_edges = next_quotes | same(text, base + LANES, delimiter)
            next_edges |= line_ends(text, base + LANES) | same(text, base + LANES, RETURN)
            if quotes:
                kept = quotes & ((edges << ONE) | before | (edges >> ONE) | (next_edges << LAST))
                if left <= LANES:
                    kept |= quotes & (ONE << u64(left - 1))
                inner = within(kept) ^ inside
            else:
                inner = inside
            ends &= ~inner
            inside = ALL if inner >> LAST else NOTHING
            before = edges >> LAST
            quotes, edges = next_quotes, next_edges
        next_stars = same(text, base + LANES, STAR)
        three = (
            stars & ((stars >> ONE) | (next_stars << LAST)) & ((stars >> u64(2)) | (next_stars << u64(62)))
        )
        stars = next_stars
        if left < LANES:
            ends &= (ONE << u64(left)) - ONE
        while ends:
            bit = low_noughts(ends)
            ends &= ends - ONE
            end = base + bit
            starred = star_at >= start
            if three:
                below = three & ((ONE << u64(bit)) - ONE)
                after = u64(start - base) if start > base else NOTHING
                starred |= after < u64(64) and (below >> after) != NOTHING
            at = close(
                text, delimiter != LINE, start, end, column, row, at, found, offset, length, column_of,
                row_of, whole, counts, starred, beginnings, kind_length, date_at,
            )  # fmt: skip
            start = end + 1
            if text[end] == LINE:
                row += 1
                column = i64(0)
            else:
                column += 1
        if three:
            star_at = base + i64(63)
            while not (three >> u64(star_at - base)) & ONE:
                star_at -= 1
    if inside:
        return i64(-1)
    return row
