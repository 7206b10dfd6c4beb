# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cut and count separated values in one pass of compiled code: what `separated` and `tally` do by arrays.

Sixty-four bytes at a time become masks of delimiters, line ends and quotes, as in simdjson (Langdale and
Lemire, 2019); only where a cell ends is anything looked at.
"""

from typing import Any

from mendsky.core.identity import cells
from mendsky.core.identity.judging import ONE, B, C, i64, u8, u64
from mendsky.core.identity.vectors import LANES, compiled, entry, inlined, line_ends, low_noughts, put, same

PADDING = 2 * LANES
"""Bytes that must be readable behind the content."""
NOTHING, ALL = u64(0), u64(0xFFFFFFFFFFFFFFFF)
LAST = u64(63)
LINE, QUOTE, RETURN, BLANK, STAR = 10, 34, 13, 32, 42
BLANKS = u64(sum(1 << one for one in cells.BLANKS))
EDGE = 2
KEPT = 15
FIELDS = 4
"""Counts of a column: rows of which it is the last, empty cells, floats, surely damaged."""


@inlined
def within(quotes: Any) -> Any:
    """Give the bytes from each first quote to before each second one: a sum modulo 2 over all lower bits."""
    quotes ^= quotes << ONE
    quotes ^= quotes << u64(2)
    quotes ^= quotes << u64(4)
    quotes ^= quotes << u64(8)
    quotes ^= quotes << u64(16)
    return quotes ^ (quotes << u64(32))


@inlined
def up_to(count: Any) -> Any:
    """Give the lowest bits, as many as there are bytes left."""
    return ALL if count >= LANES else (ONE << u64(max(count, 0))) - ONE


@inlined
def is_digit(text: Any, at: Any) -> Any:
    """Say whether a digit stands at a place."""
    return u8(entry(text, at) - 48) < 10


@inlined
def is_float(text: Any, start: Any, end: Any) -> Any:
    """Say whether a cell is a number such as 1.2E+17 or 1.2e17, of 11 digits and more."""
    if end - start <= 3:
        return False
    third = entry(text, end - 3)  # the rarest comes first
    if not ((third | 32) == 101 or (third == 43 and (entry(text, end - 4) | 32) == 101)):
        return False
    if entry(text, end - 2) != 49 or not is_digit(text, end - 1):
        return False
    leads = entry(text, start + 1) == 46 or (entry(text, start + 1) | 32) == 101
    return leads and u8(entry(text, start) - 49) < 9


@compiled
def is_rounded(text: Any, start: Any, length: Any, date_at: Any) -> Any:
    """Say whether a cell is digits, zeros from the sixteenth on, with a month and a day where they belong."""
    for place in range(length):
        if not is_digit(text, start + place) or (place >= KEPT and entry(text, start + place) != 48):
            return False
    at = start + date_at
    month = i64(entry(text, at + 4) - 48) * 10 + i64(entry(text, at + 5)) - 48
    day = i64(entry(text, at + 6) - 48) * 10 + i64(entry(text, at + 7)) - 48
    return date_at < 0 or (1 <= month <= 12 and 1 <= day <= 31)


@inlined
def begins(text: Any, first: Any, second: Any, beginnings: Any) -> Any:
    """Say whether two digits begin the code of a division."""
    if not (is_digit(text, first) and is_digit(text, second)):
        return False
    return entry(beginnings, i64(entry(text, first) - 48) * 10 + i64(entry(text, second)) - 48) != 0


@inlined
def is_blank(byte: Any) -> Any:
    """Say whether a byte is a blank."""
    return byte <= BLANK and (BLANKS >> u64(byte)) & ONE != NOTHING


@inlined
def trimmed(text: Any, start: Any, end: Any, quotable: Any) -> Any:
    """Take blanks and one pair of quotes off a cell."""
    while start < end and is_blank(entry(text, start)):
        start += 1
    while end > start and is_blank(entry(text, end - 1)):
        end -= 1
    if quotable and end - start >= 2 and entry(text, start) == QUOTE and entry(text, end - 1) == QUOTE:
        start += 1
        end -= 1
    return start, end


@inlined
def add(counts: Any, at: Any, more: Any) -> None:
    """Add to a count."""
    put(counts, at, entry(counts, at) + more)


@inlined
def count_cell(text: Any, start: Any, end: Any, column: Any, counts: Any, asked: Any) -> None:
    """Count one trimmed cell of a column."""
    row = column * FIELDS
    if end <= start:
        add(counts, row + 1, 1)
    elif is_float(text, start, end):
        add(counts, row + 2, 1)
        exponent = 10 + i64(entry(text, end - 1) - 48)
        if exponent == asked.length - 1 and begins(text, start, start + 2, asked.beginnings):
            add(counts, row + 3, 1)
    elif (
        end - start == asked.length
        and entry(text, end - 2) == 48
        and entry(text, start + KEPT) == 48
        and is_rounded(text, start, asked.length, asked.date_at)
        and begins(text, start, start + 1, asked.beginnings)
    ):
        add(counts, row + 2, 1)
        add(counts, row + 3, 1)


@inlined
def place(found: Any, at: Any, start: Any, end: Any, column: Any, row: Any, asked: Any, places: Any) -> None:
    """Place one identifier, and count it where it is a cell or is not sure; the cell is trimmed."""
    lead = entry(found.offset, at) - asked.base - start
    tail = end - start - lead - entry(found.length, at)
    whole = column >= 0 and 0 <= lead <= EDGE and -EDGE <= tail <= EDGE
    put(places.column, at, column)
    put(places.row, at, row)
    put(places.whole, at, u8(whole))
    if column >= 0:
        pair = 3 * (column * asked.kinds + i64(entry(found.kind, at)))
        weak = entry(found.tier, at) == C
        add(places.pairs, pair, i64(whole))
        add(places.pairs, pair + 1, i64(weak))
        add(places.pairs, pair + 2, i64(weak and whole))


@compiled
def cut(text: Any, size: Any, quoted: Any, found: Any, places: Any, counts: Any, asked: Any) -> Any:
    """Place identifiers and count cells, into arrays that are given zeroed; `counts` has a row a column.

    The last of the `size` bytes must be a line end. Gives the number of rows, or -1 where quotes do not
    close: then nothing may be taken from the arrays; and whether there are stars.
    """
    column, row, start, at = i64(0), asked.first_row, i64(0), i64(0)
    width, several = counts.shape[0] // FIELDS, found.offset.shape[0]
    delimiter, quotable = asked.delimiter, asked.delimiter != LINE
    following = entry(found.offset, 0) - asked.base if several else size
    stars, inside, before = NOTHING, NOTHING, ONE  # the beginning is an edge, as a line end is
    edges = quotes = NOTHING
    if quoted:
        quotes = same(text, i64(0), QUOTE) & up_to(size)
        edges = quotes | same(text, i64(0), delimiter) | line_ends(text, i64(0)) | same(text, i64(0), RETURN)
    for base in range(0, size, LANES):
        left = size - base
        stars |= same(text, base, STAR) & up_to(left)
        ends = (line_ends(text, base) | same(text, base, delimiter)) & up_to(left)
        if quoted:
            on = base + LANES
            next_quotes = same(text, on, QUOTE) & up_to(left - LANES)
            next_edges = next_quotes | same(text, on, delimiter) | line_ends(text, on)
            next_edges |= same(text, on, RETURN)
            if left <= LANES:
                next_edges = NOTHING
            if quotes:
                kept = quotes & ((edges << ONE) | before | (edges >> ONE) | (next_edges << LAST))
                inner = within(kept) ^ inside
            else:
                inner = inside
            ends &= ~inner
            inside = ALL if inner >> LAST else NOTHING
            before = edges >> LAST
            quotes, edges = next_quotes, next_edges
        while ends:
            end = base + low_noughts(ends)
            ends &= ends - ONE
            here = column if column < width else i64(-1)
            if here >= 0 or following < end:
                first, last = trimmed(text, start, end, quotable)
                if here >= 0:
                    count_cell(text, first, last, here, counts, asked)
                while following < end:
                    place(found, at, first, last, here, row, asked, places)
                    at += 1
                    following = entry(found.offset, at) - asked.base if at < several else size
            start = end + 1
            column += 1
            if entry(text, end) == LINE:
                add(counts, (min(column, width) - 1) * FIELDS, 1)
                row += 1
                column = i64(0)
    return (i64(-1) if inside else row - asked.first_row), stars != NOTHING


@compiled
def lift(tier: Any, kind: Any, column: Any, kinds: Any, lifted: Any) -> None:
    """Raise identifiers of tier C to B, in place, whose column and kind are marked."""
    for one in range(tier.shape[0]):
        where = entry(column, one)
        sure = entry(tier, one) != C or where < 0
        pair = i64(0) if sure else where * kinds + i64(entry(kind, one))
        if not sure and entry(lifted, pair):
            put(tier, one, u8(B))
