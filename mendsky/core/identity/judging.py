# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the kernels ask of one place: a number, an address; compiled into them.

Eight digits are read as one word, weighted sums are products of lanes.
"""

from typing import Any

import numpy as np

from mendsky.core.identity.vectors import (
    domains_of,
    entry,
    high_noughts,
    inlined,
    letters,
    locals_of,
    low_noughts,
    points,
    word,
)

u8, u64, i64 = np.uint8, np.uint64, np.int64
A, B, C, ONLY_IN_CONTEXT, SUSPECT, NONE = 0, 1, 2, 3, 8, 9
WORD, GROUP, WRITTEN_OUT, LED, EMAIL, PLUS, AREA = range(7)
"""Why a place must be looked at closer."""
REACH = 192
"""Bytes that must be readable behind the last one that is looked at."""
ROOM = 256
"""Free places that the arrays of what is found must have left for one step."""
NOUGHTS = u64(0x3030303030303030)
EVEN = u64(0x00FF00FF00FF00FF)
ONES = u64(0x0101010101010101)
SHIFT8, SHIFT16, SHIFT32, SHIFT48, SHIFT56 = u64(8), u64(16), u64(32), u64(48), u64(56)
ONE, TEN = u64(1), u64(10)
POWERS = np.array([10**power for power in range(9)], dtype=np.uint64)
SEEDS = (u64(0x9E3779B97F4A7C15), u64(0xD1B54A32D192ED03))
FACTORS = (u64(0xBF58476D1CE4E5B9), u64(0x94D049BB133111EB))
IS_GLUED = np.array([chr(byte).isalnum() and byte < 128 for byte in range(256)], dtype=np.uint8)
"""Bytes that glue a number to its neighbour."""
NEIGHBOUR = np.where([byte in b"+%" or byte >= 0x81 for byte in range(256)], 2, IS_GLUED).astype(np.uint8)
"""What stands before a number: 1 glues it, 2 may mean that it is not what it seems."""


@inlined
def number_of_eight(digits_of_eight: Any) -> Any:
    """Read eight digits, each less its nought, as a number (Lemire)."""
    pairs = digits_of_eight * TEN + (digits_of_eight >> SHIFT8)
    low = (pairs & u64(0x000000FF000000FF)) * u64(0x000F424000000064)
    high = ((pairs >> SHIFT16) & u64(0x000000FF000000FF)) * u64(0x0000271000000001)
    return (low + high) >> SHIFT32


@inlined
def weighted_eight(digits_of_eight: Any, even: Any, odd: Any) -> Any:
    """Give the weighted sum of eight digits; the weights stand in lanes of 16 bits, the first one highest."""
    return (((digits_of_eight & EVEN) * even) >> SHIFT48) + (
        (((digits_of_eight >> SHIFT8) & EVEN) * odd) >> SHIFT48
    )


@inlined
def luhn_eight(digits_of_eight: Any) -> Any:
    """Give the sum of eight digits of which the first, third and so on are doubled, less nine where above."""
    doubled = digits_of_eight + (digits_of_eight & EVEN)
    above = ((doubled + u64(0x0606060606060606)) >> u64(4)) & ONES
    return ((doubled - above * u64(9)) * ONES) >> SHIFT56


@inlined
def digits_before(content: Any, start: Any, count: Any) -> Any:
    """Give one to seven digits, each less its nought, as the last ones of eight."""
    return (word(content, start) - NOUGHTS) << u64(64 - 8 * count)


@inlined
def checks_luhn(content: Any, start: Any, length: Any) -> Any:
    """Say whether digits check by Luhn; from eight to twenty-three."""
    total = luhn_eight(word(content, start + length - 8) - NOUGHTS)
    if length >= 16:
        total += luhn_eight(word(content, start + length - 16) - NOUGHTS)
    if length & 7:
        total += luhn_eight(digits_before(content, start, length & 7))
    return total % TEN == u64(0)


@inlined
def number(content: Any, start: Any, length: Any) -> Any:
    """Read up to nineteen digits as a number."""
    value = u64(0)
    for at in range(start, start + length):
        value = value * TEN + u64(entry(content, at) - 48)
    return value


@inlined
def packed_digits(content: Any, start: Any, length: Any, first: Any, numbered: Any) -> Any:
    """Give digits packed, of which the first eight are a number already; less the last one if `numbered`."""
    value, rest = first, length - 8 - (1 if numbered else 0)
    if rest >= 8:
        value = value * u64(100000000) + number_of_eight(word(content, start + 8) - NOUGHTS)
        rest -= 8
    if rest > 0:
        behind = digits_before(content, start + length - rest - (1 if numbered else 0), rest)
        value = value * entry(POWERS, rest) + number_of_eight(behind)
    if numbered:
        return (value << SHIFT8) | u64(1), value >> SHIFT56
    return (value << SHIFT8) | u64(3), (value >> SHIFT56) | (u64(length) << SHIFT8)


@inlined
def is_day(number_of_date, first_year, day):
    """Say whether eight digits are a day of a table of days."""
    year = i64(number_of_date // u64(10000)) - first_year
    rest = number_of_date % u64(10000)
    month, date = i64(rest // u64(100)), i64(rest % u64(100))
    if year < 0 or month > 12 or date > 31 or (year << 9) >= day.shape[0]:
        return False
    return entry(day, (year << 9) + (month << 5) + date) != 0


@inlined
def judge(
    content,
    start,
    length,
    slot,
    begins,
    first,
    form,
    weights,
    expected,
    totals,
    division,
    day,
    first_year,
    century,
):
    """Give tier, kind and packed identifier of digits; the tier is `NONE` or `SUSPECT` where it is open.

    `begins` has a bit for each form that begins so, `first` is the number of the first eight digits.
    """
    tier, kind, numbered = i64(NONE), i64(0), i64(0)
    last = entry(content, start + length - 1)
    with_x = last > 57
    if with_x:
        last = u8(88)
    left = u64(begins & 127)
    while left:
        one = (slot << 3) + low_noughts(left)
        left &= left - ONE
        row = one << 4
        if with_x and entry(form, row + 7) != 1:
            continue
        division_at, date_at = entry(form, row + 4), entry(form, row + 3)
        check = entry(form, row + 1)
        if date_at >= 0:
            if not is_day(number_of_eight(word(content, start + date_at) - NOUGHTS), first_year, day):
                continue
        elif length == 8 and entry(form, row + 5) == 1 and is_day(first, i64(1900), century):
            continue
        if check == 2:
            if length == 18:
                low, high = word(content, start) - NOUGHTS, word(content, start + 8) - NOUGHTS
                total = i64(
                    weighted_eight(low, u64(entry(form, row + 8)), u64(entry(form, row + 9)))
                    + weighted_eight(high, u64(entry(form, row + 10)), u64(entry(form, row + 11)))
                ) + entry(form, row + 12) * i64(entry(content, start + 16) - 48)
            else:
                total = i64(0)
                for at in range(length - 1):
                    total += entry(weights, one * 20 + at) * i64(entry(content, start + at) - 48)
            if entry(expected, one * totals + total) != last:
                continue
        elif check == 1 and not checks_luhn(content, start, length):
            continue
        known = u8(2)
        if division_at >= 0:
            code = (
                i64(first // u64(100)) if division_at == 0 else i64(number(content, start + division_at, 6))
            )
            known = entry(division, code)
            if known == 0:
                continue
        given = i64(C)
        if check == 2:
            if date_at >= 0:
                given = i64(A) if division_at >= 0 and known == 2 else i64(B)
            elif division_at >= 0 and known == 2:
                given = i64(B)
        if given == C and entry(form, row + 5) == 1:
            given = i64(ONLY_IN_CONTEXT)
        if given >= C and tier != NONE:
            tier = i64(SUSPECT)
            continue
        if tier == SUSPECT:
            continue
        tier, kind, numbered = given, entry(form, row), entry(form, row + 6)
        if tier <= B:
            break
    if tier > B and begins & 128:
        tier = i64(SUSPECT)
    if tier <= ONLY_IN_CONTEXT and with_x and numbered == 0:
        tier = i64(SUSPECT)
    if tier > ONLY_IN_CONTEXT:
        return tier, kind, u64(0), u64(0)
    low, high = packed_digits(content, start, length, first, numbered)
    return tier, kind, low, high


@inlined
def fold(byte: Any) -> Any:
    """Give an ASCII letter in lower case."""
    return byte | u8(0x20) if u8(byte - 65) < 26 else byte


@inlined
def run_length(mask: Any, following: Any, at: Any) -> Any:
    """Give how many bits from a place on are set, up to 64."""
    bits = mask >> u64(at)
    if at:
        bits |= following << u64(64 - at)
    return low_noughts(~bits)


@inlined
def put_in_order(offset, length, kind, tier, packed, found):
    """Move the last one that was found before those that begin later."""
    at = found
    while at > 0 and (
        offset[at - 1] > offset[at] or (offset[at - 1] == offset[at] and length[at - 1] < length[at])
    ):
        for array in (offset, length):
            array[at], array[at - 1] = array[at - 1], array[at]
        kind[at], kind[at - 1] = kind[at - 1], kind[at]
        tier[at], tier[at - 1] = tier[at - 1], tier[at]
        for half in range(2):
            packed[at, half], packed[at - 1, half] = packed[at - 1, half], packed[at, half]
        at -= 1


@inlined
def mix(content: Any, start: Any, length: Any) -> Any:
    """Mix an address in lower case as `packing.mixed` does."""
    low, high = SEEDS[0] ^ u64(length), SEEDS[1]
    at = 0
    while at < length:
        eight = word(content, start + at)
        if length - at < 8:
            eight &= (ONE << u64(8 * (length - at))) - ONE
        above_a = (eight & u64(0x7F7F7F7F7F7F7F7F)) + u64(0x3F3F3F3F3F3F3F3F)
        above_z = (eight & u64(0x7F7F7F7F7F7F7F7F)) + u64(0x2525252525252525)
        capital = (above_a ^ above_z) & ~eight & u64(0x8080808080808080)
        eight |= capital >> u64(2)
        low = (low ^ eight) * FACTORS[0]
        low ^= low >> u64(32)
        high = (high + eight) * FACTORS[1]
        high ^= high >> u64(29)
        at += 8
    return (low & ~u64(0xFF)) | u64(4), (high ^ (low >> u64(17))) * FACTORS[0]


@inlined
def address(content: Any, sign: Any, files: Any, some_files: Any) -> Any:
    """Give start and end of the address around a sign; start −1 for none, −2 to look at it closer."""
    if sign < 65:
        return i64(-2), sign
    after = sign + 1
    long_domain = domains_of(content, after)
    stretch = low_noughts(~long_domain)
    if stretch == 64:
        return i64(-2), sign
    while stretch and (entry(content, sign + stretch) == 46 or entry(content, sign + stretch) == 45):
        stretch -= 1
    stop = after + stretch
    if stretch < 4 or entry(content, after) == 46 or entry(content, after) == 45:
        return i64(-1), stop
    dots = points(content, after) & ((ONE << u64(stretch)) - ONE)
    if dots == 0 or dots & (dots >> ONE):
        return i64(-1), stop
    dot = after + 63 - high_noughts(dots)
    size = stop - dot - 1
    if size < 2 or size > 24 or low_noughts(~letters(content, dot + 1)) < size:
        return i64(-1), stop
    top = word(content, dot + 1) | u64(0x2020202020202020)
    if size < 8:
        top &= (ONE << u64(8 * size)) - ONE
    if entry(some_files, i64((top * FACTORS[0]) >> u64(52))):
        for at in range(files.shape[0]):
            if entry(files, at) == top:
                return i64(-1), stop
    back = high_noughts(~locals_of(content, sign - 64))
    start = sign - back
    if back == 0 or entry(content, sign - 1) == 46:
        return i64(-1), stop
    seen = entry(content, start - 1)
    if back == 64 or seen == 92 or seen == 37 or seen >= 129:
        return i64(-2), stop
    while start < sign and (
        entry(content, start) == 46 or entry(content, start) == 45 or entry(content, start) == 43
    ):
        start += 1
    if start == sign:
        return i64(-1), stop
    return start, stop


@inlined
def column_of(content: Any, start: Any, first: Any, delimiter: Any) -> Any:
    """Give the column of a line in which an offset lies; between quotes a delimiter parts nothing."""
    line = start
    while line > first and entry(content, line - 1) != 10:
        line -= 1
    column, quoted = 0, False
    for at in range(line, start):
        if entry(content, at) == 34:
            quoted = not quoted
        elif entry(content, at) == delimiter and not quoted:
            column += 1
    return column
