# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Find identifiers at the speed of memory: what `arrays` does, by compiled code in two steps.

The first looks at sixty-four bytes at a time as masks, and marks where a run of seven digits and more or a
telling sign begins; nothing there depends on what a number is. The second judges what was marked.
"""

from typing import Any

from mendsky.core.identity.judging import (
    BEHIND,
    BESIDE,
    IS_GLUED,
    NONE,
    NOUGHTS,
    ONE,
    ONLY_IN_CONTEXT,
    SEEMING,
    STUCK,
    SUSPECT,
    B,
    address,
    forms_of,
    i64,
    judge,
    move,
    packed_address,
    packed_digits,
    pairs_of_eight,
    run_length,
    store,
    u8,
    u64,
)
from mendsky.core.identity.label_kernel import SHORTER, SPREAD, settle
from mendsky.core.identity.vectors import (
    LANES,
    beyond_ascii,
    capitals,
    compiled,
    digits,
    entry,
    fetch_ahead,
    glued,
    high_noughts,
    inlined,
    low_noughts,
    noughts,
    put,
    signs,
    tables,
    word,
)

__all__ = ["SHORTER", "SPREAD", "scan", "settle"]

WORD, WRITTEN_OUT, EMAIL, PLUS, AREA = range(5)
LED, GROUP = 126, 127
"""Why a place must be looked at closer; the last two are marks as well."""
ODD = 128
NOT_PLAIN = STUCK | SEEMING
LONGEST = 22
"""Characters of a number that is looked at."""
REACH = 192
"""Bytes that must be readable behind the last one that is looked at."""
STEP = 1 << 14
"""Bytes that are marked before what is marked is judged."""
HAS_NOUGHT, HAS_TABLE = 1, 2
"""What a content has: a byte of nought, perhaps a table of HTML."""
MORE = 3 * LANES
"""Most marks of one look."""


@compiled
def mark(content: Any, first: Any, last: Any, asked: Any, marks: Any) -> Any:
    """Mark what begins from `first` up to `last`; gives how many marks, how far, and what the content has.

    A mark is an offset times 256, plus the length of the run of digits there, 0 for a sign, or why; plus
    `ODD` where the run's neighbours are no plain ones.
    """
    several, room, at = 0, marks.shape[0] - MORE, first
    before, above, nought, table = u64(0), u64(0), u64(0), u64(0)
    if first > 0:
        before = u64(u8(entry(content, first - 1) - 48) < 10)
        above = u64(entry(content, first - 1) >= 128)
    here = digits(content, at)
    while at < last and several < room:
        fetch_ahead(content, at)
        following = digits(content, at + LANES)
        begin, met = signs(content, at), u64(0)
        nought |= noughts(content, at)
        table |= tables(content, at)
        twos = here & ((here >> ONE) | (following << u64(63)))
        if twos:
            twos_on = following & (following >> ONE)
            fours = twos & ((twos >> u64(2)) | (twos_on << u64(62)))
            fours_on = twos_on & (twos_on >> u64(2))
            sevens = fours & ((fours >> u64(3)) | (fours_on << u64(61)))
            begin |= sevens & ~((here << ONE) | before)
            met = fours & ((fours >> u64(5)) | (fours_on << u64(59)))
            met &= ~((here >> u64(4)) | (following << u64(60)))
        within = (ONE << u64(last - at)) - ONE if last - at < LANES else ~u64(0)
        begin &= within
        while begin:
            bit = low_noughts(begin)
            begin &= begin - ONE
            start, run = at + bit, run_length(here, following, bit)
            beside = entry(BESIDE, i64(entry(content, start - (start > 0))))
            odd = (beside & NOT_PLAIN) | entry(BEHIND, i64(entry(content, start + run)))
            put(marks, several, (start << 8) | run | (ODD if odd else 0))
            several += ((entry(asked.wanted, run) & beside) | odd) != 0
        met &= within
        while met:
            start = at + low_noughts(met)
            met &= met - ONE
            put(marks, several, (start << 8) | GROUP)
            parting = entry(content, start + 4)
            several += (parting == 32) | (parting == 45)
        if asked.led:
            script = beyond_ascii(content, at)
            behind_script = ((script << ONE) | above) & capitals(content, at) & within
            above = script >> u64(63)
            while behind_script:
                put(marks, several, ((at + low_noughts(behind_script)) << 8) | LED)
                behind_script &= behind_script - ONE
                several += 1
        before, here = here >> u64(63), following
        at += LANES
    return several, min(at, last), (HAS_NOUGHT if nought else 0) | (HAS_TABLE if table else 0)


@inlined
def whole(content: Any, start: Any, run: Any) -> Any:
    """Give how long a number is that has a run of digits, and whether it may not be what it seems.

    It may have an X behind; its length is 0 where other letters or digits adjoin it.
    """
    beside = entry(BESIDE, i64(entry(content, start - 1))) if start > 0 else u8(0)
    behind, size = entry(content, start + run), run
    if entry(IS_GLUED, i64(behind)):
        size = 0
        if (behind | 32) == 120 and not entry(IS_GLUED, i64(entry(content, start + run + 1))):
            size = run + 1
    return (0 if beside == STUCK else size), beside == SEEMING


@inlined
def may_be_cut(content: Any, start: Any) -> Any:
    """Say whether a plus sign or perhaps a character of four bytes in GB18030 stands before a number."""
    seen = entry(content, start - 1)
    return seen == 43 or (seen >= 129 and start > 1 and u8(entry(content, start - 2) - 48) < 10)


@inlined
def around(content: Any, start: Any) -> Any:
    """Give where the word of letters and digits begins and ends that has a run of digits."""
    if start >= LANES:
        begin = start - high_noughts(~glued(content, start - LANES))
    else:
        begin = start
        while begin > 0 and entry(IS_GLUED, i64(entry(content, begin - 1))):
            begin -= 1
    return begin, start + low_noughts(~glued(content, start))


@inlined
def may_be_lettered(content: Any, begin: Any, stop: Any, asked: Any) -> Any:
    """Say whether a word may be an identifier that has letters, or only seem to be longer than one."""
    size = stop - begin
    if size >= LANES or entry(content, stop) == 64:
        return False
    seen = entry(content, begin - 1) if begin > 0 else u8(10)
    if seen == 92 or seen == 37 or (seen >= 129 and size <= 35) or entry(asked.lettered, size):
        return True
    return (
        asked.general
        and 15 <= size <= 34
        and u8(entry(content, begin) - 65) < 26
        and u8(entry(content, begin + 1) - 65) < 26
        and u8(entry(content, begin + 2) - 48) < 10
        and u8(entry(content, begin + 3) - 48) < 10
    )


@inlined
def behind_area(content: Any, start: Any) -> Any:
    """Say whether an area code may end before a number."""
    if start <= 4:
        return False
    seen = entry(content, start - 1)
    if seen == 32:
        seen = entry(content, start - 2)
    return seen == 41 or seen == 45


@inlined
def name(named: Any, at: Any, place: Any, until: Any, reason: Any) -> Any:
    """Write a place that must be looked at closer; gives how many there are."""
    put(named.place, at, place)
    put(named.until, at, until)
    put(named.reason, at, u8(reason))
    return at + 1


@inlined
def why_closer(content: Any, start: Any) -> Any:
    """Say why a sign must be looked at closer, if so; else `NONE`."""
    sign = entry(content, start)
    if sign == 43:
        return i64(PLUS) if u8(entry(content, start + 1) - 49) < 9 else i64(NONE)
    if sign == 239:
        hit = entry(content, start + 6) == 239
    elif sign == 163:
        hit = entry(content, start + 4) == 163
    elif entry(content, start + 1) == 35:
        hit = entry(content, start + 5) == 38 or entry(content, start + 6) == 38
    else:
        hit = (
            entry(content, start + 1) == 117
            and entry(content, start + 2) == 48
            and entry(content, start + 6) == 92
        )
    return i64(WRITTEN_OUT) if hit else i64(NONE)


@compiled
def weigh(content: Any, marks: Any, several: Any, asked: Any, found: Any, named: Any, so_far: Any) -> Any:
    """Judge what was marked, behind what was found and named so far; gives how many there are of both."""
    finds, names = so_far
    for one in range(several):
        what = entry(marks, one)
        start, run = what >> 8, what & 127
        if run == 0:
            if entry(content, start) != 64:
                reason = why_closer(content, start)
                if reason == WRITTEN_OUT or (reason == PLUS and asked.general):
                    names = name(named, names, start, 0, reason)
            elif asked.general:
                begin, stop = address(content, start, asked.files, asked.some_files)
                if begin >= 0:
                    low, high = packed_address(content, begin, stop - begin)
                    at = finds
                    while at > 0 and (
                        entry(found.offset, at - 1) > begin
                        or (
                            entry(found.offset, at - 1) == begin
                            and entry(found.length, at - 1) < stop - begin
                        )
                    ):
                        move(found, at - 1, at)
                        at -= 1
                    store(found, at, begin, stop - begin, asked.email, B, low, high)
                    finds += 1
                elif begin == -2:
                    names = name(named, names, start, 0, EMAIL)
            continue
        if run >= LED:
            names = name(named, names, start, 0, run)
            continue
        size, seeming = run, False
        if what & ODD:
            size, seeming = whole(content, start, run)
            if size == 0:
                begin, stop = around(content, start)
                if may_be_lettered(content, begin, stop, asked):
                    names = name(named, names, begin, stop, WORD)
            if size == 0 or size > LONGEST or entry(content, start + size) == 64:
                continue
        slot, given, form = entry(asked.slot, size), i64(NONE), i64(0)
        first, second = u64(0), u64(0)
        if slot >= 0 and size >= 8:
            first = pairs_of_eight(word(content, start) - NOUGHTS)
            begins = forms_of(slot, first, asked)
            if begins:
                second = pairs_of_eight(word(content, start + 8) - NOUGHTS)
                given, form = judge(content, start, size, slot, begins, first, second, asked)
        if seeming and given > B and may_be_cut(content, start):
            given = i64(SUSPECT)
        if given <= ONLY_IN_CONTEXT:
            numbered = entry(asked.form, (form << 4) + 6)
            low, high = packed_digits(content, start, size, first, second, numbered)
            store(found, finds, start, size, entry(asked.form, form << 4), given, low, high)
            finds += 1
        elif given == SUSPECT or (seeming and size > 8 and entry(content, start - 1) == 37):
            names = name(named, names, start, start + size, WORD)
        if size <= 8 and asked.general and behind_area(content, start):
            names = name(named, names, start, start + size, AREA)
    return finds, names


@compiled
def scan(content: Any, first: Any, last: Any, asked: Any, marks: Any, found: Any, named: Any) -> Any:
    """Find what begins from `first` up to `last`, as far as there is room.

    Gives how many were found, how many places to look at closer, how far, and what the content has.
    """
    finds, names, has, at = 0, 0, 0, first
    most = marks.shape[0]
    while at < last and finds + most <= found.offset.shape[0] and names + 2 * most <= named.place.shape[0]:
        several, at, seen = mark(content, at, min(at + STEP, last), asked, marks)
        finds, names = weigh(content, marks, several, asked, found, named, (finds, names))
        has |= seen
    return finds, names, at, has
