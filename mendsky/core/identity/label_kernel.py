# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settle by compiled code which of many numbers a label or a column head announces, as `labels` says it.

Numbers come in the order in which they stand, so that each byte between them is looked at once.
"""

from typing import Any

from mendsky.core.identity.judging import ONE, ONLY_IN_CONTEXT, B, C, fold, i64, move, u8, u64
from mendsky.core.identity.vectors import (
    LANES,
    at_least,
    backslashes,
    compiled,
    entry,
    fetch_ahead,
    high_noughts,
    inlined,
    letters,
    line_ends,
    low_noughts,
    ones,
    put,
    quotes,
    rarely,
    same,
    word,
)

FAR = 1 << 10
"""Bytes between two numbers from which on the beginning of the line is looked for backwards."""
QUOTE = 34
LAST = ONE << u64(63)
THREE = u64(0xFFFFFF)
SPREAD, SHORTER = u64(0x9E3779B97F4A7C15), u64(48)
"""Three bytes times the one, less so many bits, is the hash of `Labels.some`."""


@inlined
def is_label(content: Any, at: Any, start: Any, label: Any, labels: Any) -> Any:
    """Say whether a label stands at a place and ends before another."""
    first = entry(labels.bounds, label)
    stop = at + entry(labels.bounds, label + 1) - first
    if stop > start:
        return False
    for place in range(at, stop):
        if fold(entry(content, place)) != entry(labels.spelled, first + place - at):
            return False
    if not entry(labels.is_word, label):
        return True
    glued_behind = stop < start and u8((entry(content, stop) | 32) - 97) < 26
    return not glued_behind and not (at > 0 and u8((entry(content, at - 1) | 32) - 97) < 26)


@inlined
def beginnings(content: Any, start: Any, in_line: Any, labels: Any) -> Any:
    """Give where a label may begin among the 64 bytes before a place, in its line if asked so."""
    base = start - LANES
    letter = letters(content, base)
    begins = letter & ~(letter << ONE)  # `is_label` asks what stands before the first
    begins |= at_least(content, base, labels.lowest) | backslashes(content, base)
    if in_line:
        ends = line_ends(content, base)
        if ends:
            behind = u64(LANES - high_noughts(ends))
            return (begins >> behind) << behind if behind < LANES else u64(0)
    return begins


@inlined
def is_one(content: Any, at: Any, start: Any, kind: Any, labels: Any) -> Any:
    """Say whether a label of a kind stands at a place and ends before another."""
    byte = 257 * kind + i64(fold(entry(content, at)))
    for label in range(entry(labels.firsts, byte), entry(labels.firsts, byte + 1)):
        if is_label(content, at, start, label, labels):
            return True
    return False


@inlined
def stands_before(content: Any, start: Any, kind: Any, begins: Any, labels: Any) -> Any:
    """Say whether a label of a kind stands at one of the places before a number."""
    while begins:
        if is_one(content, start - LANES + low_noughts(begins), start, kind, labels):
            return True
        begins &= begins - ONE
    return False


@inlined
def may_be_label(content: Any, base: Any, begins: Any, labels: Any) -> Any:
    """Say whether at one of some places, each less than 64 bytes from another, perhaps a label stands.

    Four are looked up whether there are so many or not: there is nothing to be guessed wrong. Behind all
    of them stands a number, so that eight bytes can be read for the sake of three.
    """
    some = u64(0)
    while begins:
        for _ in range(4):
            at = base + low_noughts(begins | LAST)
            begins &= begins - ONE
            spread = ((word(content, at) & THREE) * SPREAD) >> SHORTER
            some |= entry(labels.some, i64(spread >> u64(6))) >> (spread & u64(63))
    return some & ONE != 0


@inlined
def last_of_any(content: Any, base: Any, begins: Any, labels: Any) -> Any:
    """Give the last place where a label of any kind stands; −1 for none."""
    last = i64(-1)
    while begins:
        at = base + low_noughts(begins)
        begins &= begins - ONE
        if is_one(content, at, content.shape[0], labels.any_kind, labels):
            last = at
    return last


@inlined
def column_from(content: Any, at: Any, stop: Any, delimiter: Any, column: Any, quoted: Any) -> Any:
    """Count columns on from a place to another; between quotes a delimiter parts nothing."""
    while at < stop:
        base = min(at, stop - LANES)  # nothing is read behind the other place
        behind = u64(at - base)
        ends = line_ends(content, base) >> behind
        if ends:
            at += LANES - high_noughts(ends)
            column, quoted = 0, False
            continue
        if quoted or quotes(content, base) >> behind:
            for place in range(at, base + LANES):
                byte = entry(content, place)
                if byte == QUOTE:
                    quoted = not quoted
                elif byte == delimiter and not quoted:
                    column += 1
        else:
            column += ones(same(content, base, delimiter) >> behind)
        at = base + LANES
    return column, quoted


@inlined
def shortly_before(content: Any, start: Any, since: Any) -> Any:
    """Give a place in the line of another or before its beginning, but not before what is known already."""
    at = start
    if start - since > FAR:
        while at - LANES > since:
            at -= LANES
            if line_ends(content, at):
                return at
        return since
    return since


@inlined
def squeezed(found: Any, several: Any) -> Any:
    """Drop what would have to be announced and is not; gives how many are left."""
    kept = i64(0)
    for one in range(several):
        if entry(found.tier, one) != ONLY_IN_CONTEXT:
            if kept != one:
                move(found, one, kept)
            kept += 1
    return kept


@inlined
def overlaps(found: Any, several: Any) -> Any:
    """Say whether any begins within one before it; the first such one does so within its neighbour."""
    within = i64(0)
    for one in range(1, several):
        end = entry(found.offset, one - 1) + entry(found.length, one - 1)
        within |= i64(entry(found.offset, one) < end)
    return within != 0


@compiled
def settle(content: Any, found: Any, several: Any, first: Any, labels: Any, lines: Any) -> Any:
    """Raise numbers that are announced, and drop those that would have to be; in place.

    `first` is the number of the first that is to be asked. Gives how many are left, and whether any begins
    within one before it.
    """
    dropped = i64(0)
    seen_to, named_at = i64(0), i64(-1)
    counted_to, column, quoted = i64(0), 0, False
    columns, ended, within = lines.columns, i64(0), i64(0)
    for one in range(several):
        tier, start = entry(found.tier, one), entry(found.offset, one)
        within |= i64(start < ended)
        ended = start + entry(found.length, one)
        if tier < C:
            continue
        if one < first:
            dropped += tier == ONLY_IN_CONTEXT
            continue
        kind, base = i64(entry(found.kind, one)), start - LANES
        fetch_ahead(content, start)
        said = False
        if lines.delimiter and start > lines.own and entry(lines.said, kind * (columns + 1) + columns):
            since = shortly_before(content, start, counted_to)
            column, quoted = column_from(content, since, start, lines.delimiter, column, quoted)
            counted_to = start
            said = column < columns and entry(lines.said, kind * (columns + 1) + column)
        if not said:
            begins = beginnings(content, start, lines.delimiter != 0, labels)
            known = max(seen_to, base) - base
            new = (begins >> u64(known)) << u64(known) if known < LANES else u64(0)
            if rarely(may_be_label(content, base, new, labels)):
                named_at = max(named_at, last_of_any(content, base, new, labels))
            seen_to = start
            said = rarely(named_at >= base) and stands_before(content, start, kind, begins, labels)
        if said:
            put(found.tier, one, u8(B))
        else:
            dropped += tier == ONLY_IN_CONTEXT
    if not dropped:
        return several, within != 0
    kept = squeezed(found, several)
    return kept, overlaps(found, kept)
