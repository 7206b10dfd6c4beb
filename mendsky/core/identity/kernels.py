# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Find identifiers at the speed of memory: what `arrays` does, in one pass of compiled code.

Sixty-four bytes become a mask of digits, runs of seven digits and more fall out of three shifts, and
only what stands there is judged: eight digits as one word, weighted sums as products of lanes.
"""

from mendsky.core.identity.judging import (
    AREA,
    EMAIL,
    GROUP,
    IS_GLUED,
    LED,
    NEIGHBOUR,
    NONE,
    NOUGHTS,
    ONE,
    ONLY_IN_CONTEXT,
    PLUS,
    ROOM,
    SHIFT8,
    SHIFT56,
    SUSPECT,
    WORD,
    WRITTEN_OUT,
    B,
    address,
    column_of,
    fold,
    i64,
    judge,
    mix,
    number_of_eight,
    put_in_order,
    run_length,
    u8,
    u64,
)
from mendsky.core.identity.vectors import (
    backslashes,
    beyond_ascii,
    capitals,
    compiled,
    digits,
    entry,
    glued,
    high_noughts,
    letters,
    line_ends,
    low_noughts,
    openings,
    signs,
    word,
)


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
    expected,
    totals,
    division,
    day,
    first_year,
    century,
    lettered,
    general,
    led,
    email,
    files,
    some_files,
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
        before = u64(1) if u8(entry(content, first - 1) - 48) < 10 else u64(0)
        above = u64(1) if entry(content, first - 1) >= 128 else u64(0)
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
                    beside = entry(NEIGHBOUR, i64(entry(content, start - 1))) if start > 0 else u8(0)
                    behind = entry(content, start + run)
                    size, whole = run, True
                    if entry(IS_GLUED, i64(behind)):
                        whole = (behind | 32) == 120 and entry(
                            IS_GLUED, i64(entry(content, start + run + 1))
                        ) == 0
                        size = run + 1
                    if beside == 1:
                        whole = False
                    if whole:
                        if size > 22:
                            continue
                        slot = entry(slots, size)
                        given, begins, first_eight = i64(NONE), i64(0), u64(0)
                        if slot >= 0 and size >= 8:
                            first_eight = number_of_eight(word(content, start) - NOUGHTS)
                            begins = i64(entry(coarse, slot * 10000 + i64(first_eight // u64(10000))))
                            if begins == 256:
                                begins = i64(entry(beginning, slot * 1000000 + i64(first_eight // u64(100))))
                        if begins == 0 and beside == 0 and size > 8:
                            continue
                        if entry(content, start + size) == 64:
                            continue
                        if begins:
                            given, what, low, high = judge(
                                content,
                                start,
                                size,
                                slot,
                                begins,
                                first_eight,
                                form,
                                weights,
                                expected,
                                totals,
                                division,
                                day,
                                first_year,
                                century,
                            )
                        seen = entry(content, start - 1) if start > 0 else u8(10)
                        if given > B and (
                            seen == 43
                            or (start > 1 and seen >= 129 and u8(entry(content, start - 2) - 48) < 10)
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
                            seen = entry(content, start - 1)
                            if (
                                seen == 41
                                or seen == 45
                                or (
                                    seen == 32
                                    and (entry(content, start - 2) == 41 or entry(content, start - 2) == 45)
                                )
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
                        while word_start > 0 and entry(IS_GLUED, i64(entry(content, word_start - 1))):
                            word_start -= 1
                    stop = start + low_noughts(~glued(content, start))
                    size = stop - word_start
                    if size >= 64 or entry(content, stop) == 64:
                        continue
                    seen = entry(content, word_start - 1) if word_start > 0 else u8(10)
                    closer = seen == 92 or seen == 37 or (seen >= 129 and size <= 35) or lettered[size]
                    if general and not closer and 15 <= size <= 34:
                        closer = (
                            u8(entry(content, word_start) - 65) < 26
                            and u8(entry(content, word_start + 1) - 65) < 26
                            and u8(entry(content, word_start + 2) - 48) < 10
                            and u8(entry(content, word_start + 3) - 48) < 10
                        )
                    if closer:
                        place[named], until[named], reason[named] = word_start, stop, WORD
                        named += 1
                met = fours & ((fours >> u64(5)) | (fours_on << u64(59)))
                met &= ~((here >> u64(4)) | (following << u64(60)))
                while met:
                    bit = low_noughts(met)
                    met &= met - ONE
                    parting = entry(content, at + bit + 4)
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
            what_byte = entry(content, start)
            if what_byte == 64:
                if not general:
                    continue
                begins, stop = address(content, start, files, some_files)
                if begins >= 0:
                    size = stop - begins
                    if size <= 15:
                        low, high = u64(0), u64(0)
                        for back in range(size):
                            byte = u64(fold(entry(content, stop - 1 - back)))
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
                if general and u8(entry(content, start + 1) - 49) < 9:
                    place[named], until[named], reason[named] = start, 0, PLUS
                    named += 1
            elif what_byte == 92 or what_byte == 38:
                if entry(content, start + 1) == 35:
                    hit = entry(content, start + 5) == 38 or entry(content, start + 6) == 38
                else:
                    hit = (
                        entry(content, start + 1) == 117
                        and entry(content, start + 2) == 48
                        and entry(content, start + 6) == 92
                    )
                if hit:
                    place[named], until[named], reason[named] = start, 0, WRITTEN_OUT
                    named += 1
            elif what_byte == 239:
                if entry(content, start + 3) == 239 and entry(content, start + 6) == 239:
                    place[named], until[named], reason[named] = start, 0, WRITTEN_OUT
                    named += 1
            elif entry(content, start + 2) == 163 and entry(content, start + 4) == 163:
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
        before = ONE if base > 0 and u8((entry(content, base - 1) | 32) - 97) < 26 else u64(0)
        begins = letter & ~((letter << ONE) | before)
        begins = (begins | beyond_ascii(content, base) | backslashes(content, base)) & open_bits
        while begins:
            bit = low_noughts(begins)
            begins &= begins - ONE
            at = base + bit
            byte = fold(entry(content, at))
            if not entry(pairs, (i64(kind) << 16) | (i64(byte) << 8) | i64(fold(entry(content, at + 1)))):
                continue
            for label in range(firsts[kind, byte], firsts[kind, i64(byte) + 1]):
                size = bounds[label + 1] - bounds[label]
                if at + size > start:
                    continue
                same = True
                for place in range(size):
                    if fold(entry(content, at + place)) != entry(spelled, bounds[label] + place):
                        same = False
                        break
                if same and is_word[label]:
                    if at + size < start and u8((entry(content, at + size) | 32) - 97) < 26:
                        same = False
                    if at > 0 and u8((entry(content, at - 1) | 32) - 97) < 26:
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
