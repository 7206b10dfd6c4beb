# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the kernels ask of one place: a number, an address; compiled into them.

Eight digits are read as one word, weighted sums are products of lanes.
"""

from typing import Any

import numpy as np

from mendsky.core.identity.vectors import (
    compiled,
    domains_of,
    entry,
    high_noughts,
    inlined,
    letters,
    locals_of,
    low_noughts,
    points,
    put,
    word,
)

u8, u64, i64 = np.uint8, np.uint64, np.int64
A, B, C, ONLY_IN_CONTEXT, SUSPECT, NONE = 0, 1, 2, 3, 8, 9
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
PLAIN, STUCK, SEEMING, AREA_END = 1, 2, 4, 8
BESIDE = np.array(
    [
        STUCK if IS_GLUED[byte]
        else SEEMING if byte in b"+%" or byte >= 0x81
        else PLAIN | AREA_END if byte in b")- "
        else PLAIN
        for byte in range(256)
    ],
    dtype=np.uint8,
)  # fmt: skip
"""What stands before a number: a letter or digit, what may mean that it is not what it seems, the rest."""
BEHIND = IS_GLUED | np.array([byte == ord("@") for byte in range(256)])
"""What stands behind a number and makes it no plain one."""


@inlined
def pairs_of_eight(digits_of_eight: Any) -> Any:
    """Read eight digits, each less its nought, as four numbers of two in lanes of 16 bits, first lowest."""
    return (digits_of_eight * TEN + (digits_of_eight >> SHIFT8)) & EVEN


@inlined
def number_of_pairs(pairs: Any) -> Any:
    """Read four numbers of two digits as one of eight (Lemire)."""
    low = (pairs & u64(0x000000FF000000FF)) * u64(0x000F424000000064)
    high = ((pairs >> SHIFT16) & u64(0x000000FF000000FF)) * u64(0x0000271000000001)
    return (low + high) >> SHIFT32


@inlined
def lane(pairs: Any, place: Any) -> Any:
    """Give one of four numbers of two digits."""
    return i64((pairs >> u64(16 * place)) & u64(0xFF))


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
def four_of(pairs: Any) -> Any:
    """Give the first four digits as a number."""
    return 100 * lane(pairs, 0) + lane(pairs, 1)


@inlined
def six_of(pairs: Any) -> Any:
    """Give the first six digits as a number."""
    return 100 * four_of(pairs) + lane(pairs, 2)


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
def packed_digits(content: Any, start: Any, length: Any, first: Any, second: Any, numbered: Any) -> Any:
    """Give digits packed, less the last one if `numbered`, given the first and second eight as pairs."""
    value, count = number_of_pairs(first), length - (1 if numbered else 0)
    rest = count - 8
    if rest >= 8:
        value = value * u64(100000000) + number_of_pairs(second)
        rest -= 8
    if rest > 0:
        behind = digits_before(content, start + count - rest, rest)
        value = value * entry(POWERS, rest) + number_of_pairs(pairs_of_eight(behind))
    if numbered:
        return (value << SHIFT8) | u64(1), value >> SHIFT56
    return (value << SHIFT8) | u64(3), (value >> SHIFT56) | (u64(length) << SHIFT8)


@inlined
def is_day(date: Any, first_year: Any, day: Any) -> Any:
    """Say whether eight digits, given as pairs, are a day of a table of days."""
    year = four_of(date) - first_year
    month, date_of_month = lane(date, 2), lane(date, 3)
    at = (year << 4) + month
    if year < 0 or month > 12 or date_of_month > 31 or at >= day.shape[0]:
        return False
    return (entry(day, at) >> u64(date_of_month)) & ONE != 0


@inlined
def weighted(content: Any, start: Any, length: Any, one: Any, asked: Any) -> Any:
    """Give the weighted sum of all digits but the last by a form."""
    row = one << 4
    if length != 18:
        total = i64(0)
        for at in range(length - 1):
            total += entry(asked.weights, one * 20 + at) * i64(entry(content, start + at) - 48)
        return total
    low, high = word(content, start) - NOUGHTS, word(content, start + 8) - NOUGHTS
    return i64(
        weighted_eight(low, u64(entry(asked.form, row + 8)), u64(entry(asked.form, row + 9)))
        + weighted_eight(high, u64(entry(asked.form, row + 10)), u64(entry(asked.form, row + 11)))
    ) + entry(asked.form, row + 12) * i64(entry(content, start + 16) - 48)


@inlined
def tier_of(
    content: Any, start: Any, length: Any, last: Any, first: Any, second: Any, one: Any, asked: Any
) -> Any:
    """Give the tier that digits have by one form, or `NONE`; `last` is their check character."""
    row = one << 4
    if last == 88 and entry(asked.form, row + 7) != 1:
        return i64(NONE)
    check, date_at = entry(asked.form, row + 1), entry(asked.form, row + 3)
    division_at, context = entry(asked.form, row + 4), entry(asked.form, row + 5)
    if date_at >= 0:
        if date_at == 6 and length >= 16:
            date = (first >> SHIFT48) | (second << SHIFT16)
        else:
            date = pairs_of_eight(word(content, start + date_at) - NOUGHTS)
        if not is_day(date, asked.first_year, asked.day):
            return i64(NONE)
    elif length == 8 and context == 1 and is_day(first, i64(1900), asked.century):
        return i64(NONE)
    if check == 2:
        if entry(asked.expected, one * asked.totals + weighted(content, start, length, one, asked)) != last:
            return i64(NONE)
    elif check == 1 and not checks_luhn(content, start, length):
        return i64(NONE)
    issued = False
    if division_at >= 0:
        code = six_of(first) if division_at == 0 else i64(number(content, start + division_at, 6))
        known = entry(asked.division, code)
        if known == 0:
            return i64(NONE)
        issued = known == 2
    if check == 2:
        if date_at >= 0:
            return i64(A) if issued else i64(B)
        if issued:
            return i64(B)
    return i64(ONLY_IN_CONTEXT) if context == 1 else i64(C)


@compiled
def judge_several(
    content: Any,
    start: Any,
    length: Any,
    slot: Any,
    begins: Any,
    last: Any,
    first: Any,
    second: Any,
    asked: Any,
) -> Any:
    """Give the tier of digits that may have several forms, and the form; `SUSPECT` where it is open.

    `begins` has a bit for each form that begins so, and one where it must be looked at closer.
    """
    tier, taken = i64(NONE), i64(0)
    left = u64(begins & 127)
    while left:
        one = (slot << 3) + low_noughts(left)
        left &= left - ONE
        given = tier_of(content, start, length, last, first, second, one, asked)
        if given == NONE or (tier == SUSPECT and given >= C):
            continue
        if given >= C and tier != NONE:
            tier = i64(SUSPECT)
            continue
        tier, taken = given, one
        if tier <= B:
            break
    return (i64(SUSPECT) if tier > B and begins & 128 else tier), taken


@inlined
def forms_of(slot: Any, first: Any, asked: Any) -> Any:
    """Give a bit for each form of a length that begins with eight digits, given as pairs."""
    begins = i64(entry(asked.coarse, slot * 10000 + four_of(first)))
    if begins == 256:
        begins = i64(entry(asked.beginning, slot * 1000000 + six_of(first)))
    return begins & i64(entry(asked.further, slot * 100 + lane(first, 3)))


@inlined
def judge(
    content: Any, start: Any, length: Any, slot: Any, begins: Any, first: Any, second: Any, asked: Any
) -> Any:
    """Give the tier of digits and their form; the tier is `NONE` or `SUSPECT` where it is open."""
    last = entry(content, start + length - 1)
    if last > 57:
        last = u8(88)
    if begins & (begins - 1) == 0 and begins < 128:
        one = (slot << 3) + low_noughts(u64(begins))
        tier = tier_of(content, start, length, last, first, second, one, asked)
    else:
        tier, one = judge_several(content, start, length, slot, begins, last, first, second, asked)
    if last == 88 and tier <= ONLY_IN_CONTEXT and entry(asked.form, (one << 4) + 6) == 0:
        tier = i64(SUSPECT)
    return tier, one


@inlined
def fold(byte: Any) -> Any:
    """Give an ASCII letter in lower case."""
    return byte | u8(0x20) if u8(byte - 65) < 26 else byte


@inlined
def run_length(mask: Any, following: Any, at: Any) -> Any:
    """Give how many bits from a place on are set, up to 64."""
    return low_noughts(~((mask >> u64(at)) | ((following << u64(63 - at)) << ONE)))


@inlined
def store(found: Any, at: Any, start: Any, length: Any, kind: Any, tier: Any, low: Any, high: Any) -> None:
    """Write one that was found."""
    put(found.offset, at, start)
    put(found.length, at, length)
    put(found.kind, at, u8(kind))
    put(found.tier, at, u8(tier))
    put(found.packed, 2 * at, low)
    put(found.packed, 2 * at + 1, high)


@inlined
def move(found: Any, source: Any, target: Any) -> None:
    """Write one that was found in another place."""
    store(
        found, target, entry(found.offset, source), entry(found.length, source), entry(found.kind, source),
        entry(found.tier, source), entry(found.packed, 2 * source), entry(found.packed, 2 * source + 1),
    )  # fmt: skip


@inlined
def packed_address(content: Any, start: Any, length: Any) -> Any:
    """Give an address packed, in lower case: its characters, or mixed where there are more than fifteen."""
    if length > 15:
        return mix(content, start, length)
    low, high = u64(0), u64(0)
    for at in range(start + length - 1, start - 1, -1):
        high = (high << SHIFT8) | (low >> SHIFT56)
        low = (low << SHIFT8) | u64(fold(entry(content, at)))
    return (low << SHIFT8) | u64(2), (high << SHIFT8) | (low >> SHIFT56)


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
    name = 64 - high_noughts(dots)
    size = stretch - name
    if size < 2 or size > 24 or low_noughts(~(letters(content, after) >> u64(name))) < size:
        return i64(-1), stop
    top = word(content, after + name) | u64(0x2020202020202020)
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
