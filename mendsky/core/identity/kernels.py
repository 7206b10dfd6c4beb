# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Find identifiers at the speed of memory: what `arrays` does, in one pass of compiled code.

Sixty-four bytes become a mask of digits, runs of seven digits and more fall out of three shifts, and
only what stands there is judged: eight digits as one word, weighted sums as products of lanes.
"""

from typing import Any

import numpy as np

from mendsky.core.identity.vectors import (
    backslashes,
    beyond_ascii,
    capitals,
    compiled,
    digits,
    domains_of,
    glued,
    high_noughts,
    inlined,
    letters,
    line_ends,
    locals_of,
    low_noughts,
    openings,
    points,
    signs,
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
SEEDS = (u64(0x9E3779B97F4A7C15), u64(0xD1B54A32D192ED03))
FACTORS = (u64(0xBF58476D1CE4E5B9), u64(0x94D049BB133111EB))
IS_GLUED = np.array([chr(byte).isalnum() and byte < 128 for byte in range(256)])
"""Bytes that glue a number to its neighbour."""


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
def checks_luhn(content: Any, start: Any, length: Any) -> Any:
    """Say whether digits check by Luhn; at least eight."""
    at = start + length
    total = u64(0)
    while at - start >= 8:
        at -= 8
        total += luhn_eight(word(content, at) - NOUGHTS)
    place = start + length - at
    while at > start:
        at -= 1
        digit = u64(content[at] - 48)
        if place & 1:
            digit += digit
            if digit > u64(9):
                digit -= u64(9)
        total += digit
        place += 1
    return total % TEN == u64(0)


@inlined
def number(content: Any, start: Any, length: Any) -> Any:
    """Read up to nineteen digits as a number."""
    value = u64(0)
    for at in range(start, start + length):
        value = value * TEN + u64(content[at] - 48)
    return value


@inlined
def judge(
    content,
    start,
    length,
    slot,
    coarse,
    beginning,
    form,
    weights,
    lanes,
    remainder,
    division,
    day,
    first_year,
    century,
):
    """Give tier, kind and packed identifier of digits; the tier is `NONE` or `SUSPECT` where it is open."""
    first = number_of_eight(word(content, start) - NOUGHTS)
    code = first // u64(100)
    begins = i64(coarse[slot, code // u64(100)])
    if begins == 256:
        begins = i64(beginning[slot, code])
    tier, kind, numbered = i64(NONE), i64(0), i64(0)
    if begins == 0:
        return tier, kind, u64(0), u64(0)
    with_x = content[start + length - 1] > 57
    for place in range(7):
        if not (begins >> place) & 1 or (with_x and form[slot, place, 7] != 1):
            continue
        division_at, date_at = form[slot, place, 4], form[slot, place, 3]
        known = u8(2)
        if division_at >= 0:
            known = division[code] if division_at == 0 else division[number(content, start + division_at, 6)]
            if known == 0:
                continue
        if date_at >= 0:
            born = number_of_eight(word(content, start + date_at) - NOUGHTS)
            year, month, date = (
                i64(born // u64(10000)) - first_year,
                i64(born // u64(100) % u64(100)),
                i64(born % u64(100)),
            )
            if year < 0 or month > 12 or date > 31 or (year << 9) >= day.shape[0]:
                continue
            if day[(year << 9) + (month << 5) + date] == 0:
                continue
        elif form[slot, place, 5] == 1 and length == 8:
            year, month, date = (
                i64(first // u64(10000)) - 1900,
                i64(first // u64(100) % u64(100)),
                i64(first % u64(100)),
            )
            if 0 <= year < 200 and month <= 12 and date <= 31 and century[(year << 9) + (month << 5) + date]:
                continue
        check = form[slot, place, 1]
        if check == 2:
            if length == 18:
                total = i64(
                    weighted_eight(
                        word(content, start) - NOUGHTS, lanes[slot, place, 0], lanes[slot, place, 1]
                    )
                    + weighted_eight(
                        word(content, start + 8) - NOUGHTS, lanes[slot, place, 2], lanes[slot, place, 3]
                    )
                ) + weights[slot, place, 16] * i64(content[start + 16] - 48)
            else:
                total = i64(0)
                for at in range(length - 1):
                    total += weights[slot, place, at] * i64(content[start + at] - 48)
            last = content[start + length - 1]
            if with_x:
                last = u8(88)
            if remainder[slot, place, total % form[slot, place, 2]] != last:
                continue
        elif check == 1 and not checks_luhn(content, start, length):
            continue
        given = i64(C)
        if check == 2:
            if date_at >= 0:
                given = i64(A) if division_at >= 0 and known == 2 else i64(B)
            elif division_at >= 0 and known == 2:
                given = i64(B)
        if given == C and form[slot, place, 5] == 1:
            given = i64(ONLY_IN_CONTEXT)
        if given >= C and tier != NONE:
            tier = i64(SUSPECT)
            continue
        if tier == SUSPECT:
            continue
        tier, kind, numbered = given, form[slot, place, 0], form[slot, place, 6]
        if tier <= B:
            break
    if tier > B and begins & 128:
        tier = i64(SUSPECT)
    if tier <= ONLY_IN_CONTEXT and with_x and numbered == 0:
        tier = i64(SUSPECT)
    if tier > ONLY_IN_CONTEXT:
        return tier, kind, u64(0), u64(0)
    value, at = first, start + 8
    if length >= 17:
        value = value * u64(100000000) + number_of_eight(word(content, at) - NOUGHTS)
        at += 8
    while at < start + length - 1:
        value = value * TEN + u64(content[at] - 48)
        at += 1
    if numbered:
        return tier, kind, (value << SHIFT8) | u64(1), value >> SHIFT56
    if length > 8:
        value = value * TEN + u64(content[at] - 48)
    return tier, kind, (value << SHIFT8) | u64(3), (value >> SHIFT56) | (u64(length) << SHIFT8)


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
def address(content: Any, sign: Any, files: Any) -> Any:
    """Give start and end of the address around a sign; start −1 for none, −2 to look at it closer."""
    if sign < 65:
        return i64(-2), sign
    after = sign + 1
    long_domain = domains_of(content, after)
    stretch = low_noughts(~long_domain)
    if stretch == 64:
        return i64(-2), sign
    while stretch and (content[sign + stretch] == 46 or content[sign + stretch] == 45):
        stretch -= 1
    stop = after + stretch
    if stretch < 4 or content[after] == 46 or content[after] == 45:
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
    for at in range(files.shape[0]):
        if files[at] == top:
            return i64(-1), stop
    back = high_noughts(~locals_of(content, sign - 64))
    start = sign - back
    if back == 0 or content[sign - 1] == 46:
        return i64(-1), stop
    seen = content[start - 1]
    if back == 64 or seen == 92 or seen == 37 or seen >= 129:
        return i64(-2), stop
    while start < sign and (content[start] == 46 or content[start] == 45 or content[start] == 43):
        start += 1
    if start == sign:
        return i64(-1), stop
    return start, stop


@compiled
def scan(
    content,
    first,
    last,
    slots,
    coarse,
    beginning,
    form,
    weights,
    lanes,
    remainder,
    division,
    day,
    first_year,
    century,
    lettered,
    general,
    led,
    email,
    files,
    offset,
    length,
    kind,
    tier,
    packed,
    place,
    until,
    reason,
):
    """Find what begins from `first` up to `last`: how many, how many places to look at closer, how far."""
    found, named = 0, 0
    before, above = u64(0), u64(0)
    if first > 0:
        before = u64(1) if u8(content[first - 1] - 48) < 10 else u64(0)
        above = u64(1) if content[first - 1] >= 128 else u64(0)
    at = first
    here = digits(content, at)
    while at < last:
        following = digits(content, at + 64)
        if found + ROOM > offset.shape[0] or named + ROOM > place.shape[0]:
            return found, named, at
        if here:
            twos = here & ((here >> ONE) | (following << u64(63)))
            if twos:
                twos_on = following & (following >> ONE)
                fours = twos & ((twos >> u64(2)) | (twos_on << u64(62)))
                fours_on = twos_on & (twos_on >> u64(2))
                sevens = fours & ((fours >> u64(3)) | (fours_on << u64(61)))
                begin = sevens & ~((here << ONE) | before)
                while begin:
                    bit = low_noughts(begin)
                    begin &= begin - ONE
                    start = at + bit
                    if start >= last:
                        break
                    run = run_length(here, following, bit)
                    behind = content[start + run]
                    size, whole = run, True
                    if IS_GLUED[behind]:
                        whole = (behind | 32) == 120 and not IS_GLUED[content[start + run + 1]]
                        size = run + 1
                    if start > 0 and IS_GLUED[content[start - 1]]:
                        whole = False
                    if whole:
                        if size > 22 or content[start + size] == 64:
                            continue
                        slot = slots[size]
                        given = i64(NONE)
                        if slot >= 0 and size >= 8:
                            given, what, low, high = judge(
                                content,
                                start,
                                size,
                                slot,
                                coarse,
                                beginning,
                                form,
                                weights,
                                lanes,
                                remainder,
                                division,
                                day,
                                first_year,
                                century,
                            )
                        seen = content[start - 1] if start > 0 else u8(10)
                        if given > B and (
                            seen == 43 or (start > 1 and seen >= 129 and u8(content[start - 2] - 48) < 10)
                        ):
                            given = i64(SUSPECT)
                        if given <= ONLY_IN_CONTEXT:
                            offset[found], length[found] = start, size
                            kind[found], tier[found] = what, given
                            packed[found, 0], packed[found, 1] = low, high
                            found += 1
                        elif given == SUSPECT or (seen == 37 and size > 8):
                            place[named], until[named], reason[named] = start, start + size, WORD
                            named += 1
                        if general and 7 <= size <= 8 and start > 4:
                            seen = content[start - 1]
                            if (
                                seen == 41
                                or seen == 45
                                or (seen == 32 and (content[start - 2] == 41 or content[start - 2] == 45))
                            ):
                                place[named], until[named], reason[named] = start, start + size, AREA
                                named += 1
                        continue
                    # Glued to letters: the word may be an identifier that has some, or only seem longer.
                    word_start, stop = start, start + run
                    if start >= 64:
                        left = glued(content, start - 64)
                        word_start = start - high_noughts(~left)
                    else:
                        while word_start > 0 and IS_GLUED[content[word_start - 1]]:
                            word_start -= 1
                    stop = start + low_noughts(~glued(content, start))
                    size = stop - word_start
                    if size >= 64 or content[stop] == 64:
                        continue
                    seen = content[word_start - 1] if word_start > 0 else u8(10)
                    closer = seen == 92 or seen == 37 or (seen >= 129 and size <= 35) or lettered[size]
                    if general and not closer and 15 <= size <= 34:
                        closer = (
                            u8(content[word_start] - 65) < 26
                            and u8(content[word_start + 1] - 65) < 26
                            and u8(content[word_start + 2] - 48) < 10
                            and u8(content[word_start + 3] - 48) < 10
                        )
                    if closer:
                        place[named], until[named], reason[named] = word_start, stop, WORD
                        named += 1
                met = fours & ((fours >> u64(5)) | (fours_on << u64(59)))
                met &= ~((here >> u64(4)) | (following << u64(60)))
                while met:
                    bit = low_noughts(met)
                    met &= met - ONE
                    parting = content[at + bit + 4]
                    if (parting == 32 or parting == 45) and at + bit < last:
                        place[named], until[named], reason[named] = at + bit, 0, GROUP
                        named += 1
        sign = signs(content, at)
        while sign:
            bit = low_noughts(sign)
            sign &= sign - ONE
            start = at + bit
            if start >= last:
                break
            what_byte = content[start]
            if what_byte == 64:
                if not general:
                    continue
                begins, stop = address(content, start, files)
                if begins >= 0:
                    size = stop - begins
                    if size <= 15:
                        low, high = u64(0), u64(0)
                        for back in range(size):
                            byte = u64(fold(content[stop - 1 - back]))
                            high = (high << SHIFT8) | (low >> SHIFT56)
                            low = (low << SHIFT8) | byte
                        high = (high << SHIFT8) | (low >> SHIFT56)
                        low = (low << SHIFT8) | u64(2)
                    else:
                        low, high = mix(content, begins, size)
                    offset[found], length[found] = begins, size
                    kind[found], tier[found] = email, B
                    packed[found, 0], packed[found, 1] = low, high
                    put_in_order(offset, length, kind, tier, packed, found)
                    found += 1
                elif begins == -2:
                    place[named], until[named], reason[named] = start, 0, EMAIL
                    named += 1
            elif what_byte == 43:
                if general and u8(content[start + 1] - 49) < 9:
                    place[named], until[named], reason[named] = start, 0, PLUS
                    named += 1
            elif what_byte == 92 or what_byte == 38:
                if content[start + 1] == 35:
                    hit = content[start + 5] == 38 or content[start + 6] == 38
                else:
                    hit = content[start + 1] == 117 and content[start + 2] == 48 and content[start + 6] == 92
                if hit:
                    place[named], until[named], reason[named] = start, 0, WRITTEN_OUT
                    named += 1
            elif what_byte == 239:
                if content[start + 3] == 239 and content[start + 6] == 239:
                    place[named], until[named], reason[named] = start, 0, WRITTEN_OUT
                    named += 1
            elif content[start + 2] == 163 and content[start + 4] == 163:
                place[named], until[named], reason[named] = start, 0, WRITTEN_OUT
                named += 1
        if led:
            script = beyond_ascii(content, at)
            if script or above:
                behind_script = ((script << ONE) | above) & capitals(content, at)
                above = script >> u64(63)
                while behind_script:
                    bit = low_noughts(behind_script)
                    behind_script &= behind_script - ONE
                    if at + bit < last:
                        place[named], until[named], reason[named] = at + bit, 0, LED
                        named += 1
        before, here = here >> u64(63), following
        at += 64
    return found, named, at


@inlined
def column_of(content: Any, start: Any, first: Any, delimiter: Any) -> Any:
    """Give the column of a line in which an offset lies; between quotes a delimiter parts nothing."""
    line = start
    while line > first and content[line - 1] != 10:
        line -= 1
    column, quoted = 0, False
    for at in range(line, start):
        if content[at] == 34:
            quoted = not quoted
        elif content[at] == delimiter and not quoted:
            column += 1
    return column


@compiled
def announce(
    content, offsets, kinds, pairs, firsts, bounds, spelled, is_word, in_line, said_of, delimiter, own, said
):
    """Say of offsets and kinds whether a label stands before them or heads their column."""
    for one in range(offsets.shape[0]):
        start, kind = offsets[one], kinds[one]
        if delimiter and said_of[kind, said_of.shape[1] - 1] and start > own:
            column = column_of(content, start, 0, delimiter)
            if column < said_of.shape[1] - 1 and said_of[kind, column]:
                said[one] = True
                continue
        base = start - 64
        open_bits = ~u64(0)
        if in_line:
            ends = line_ends(content, base)
            if ends:
                shift = 64 - high_noughts(ends)
                if shift >= 64:
                    continue
                open_bits = (~u64(0)) << u64(shift)
        letter = letters(content, base)
        before = ONE if base > 0 and u8((content[base - 1] | 32) - 97) < 26 else u64(0)
        begins = letter & ~((letter << ONE) | before)
        begins = (begins | beyond_ascii(content, base) | backslashes(content, base)) & open_bits
        while begins:
            bit = low_noughts(begins)
            begins &= begins - ONE
            at = base + bit
            byte = fold(content[at])
            if not pairs[kind, (i64(byte) << 8) | i64(fold(content[at + 1]))]:
                continue
            for label in range(firsts[kind, byte], firsts[kind, i64(byte) + 1]):
                size = bounds[label + 1] - bounds[label]
                if at + size > start:
                    continue
                same = True
                for place in range(size):
                    if fold(content[at + place]) != spelled[bounds[label] + place]:
                        same = False
                        break
                if same and is_word[label]:
                    if at + size < start and u8((content[at + size] | 32) - 97) < 26:
                        same = False
                    if at > 0 and u8((content[at - 1] | 32) - 97) < 26:
                        same = False
                if same:
                    said[one] = True
                    break
            if said[one]:
                break


@compiled
def table(content, last):
    """Say whether the letters of a table's tag stand behind a `<` that begins before an offset."""
    at = 0
    while at < last:
        tags = openings(content, at)
        while tags:
            start = at + low_noughts(tags)
            tags &= tags - ONE
            if (
                content[start + 1] | 32 == 116
                and content[start + 2] | 32 == 97
                and content[start + 3] | 32 == 98
            ):
                return True
        at += 64
    return False
