# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Find identifiers by arrays: plain digits are judged thousands at a time, the rest is named to be looked at.

It says what `page` says, and `kernels` says it faster where numba runs. Eight digits are read as one
word and added up in three steps, as Daniel Lemire and others do in their parsers of numbers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mendsky.core.identity import packing
from mendsky.core.identity.addresses import found_addresses
from mendsky.core.identity.encoding import NOUGHT
from mendsky.core.identity.identifiers import A, B, C, Identifiers, different
from mendsky.core.identity.lookup import (
    CHECK,
    CLOSER,
    CONTEXT,
    DATE_AT,
    DIVISION_AT,
    FORMS,
    ISSUED,
    KIND,
    LONGEST,
    LUHN,
    MODULUS,
    NUMBERED,
    WEIGHTED,
    WITH_X,
    Lookup,
    days,
)
from mendsky.core.identity.page import CLASSES, Candidate, Page
from mendsky.core.identity.tables import ANCHOR, CODE
from mendsky.core.identity.writing import HIGH

Positions = NDArray[np.int64]
Mask = NDArray[np.bool_]
Bytes = NDArray[np.uint8]

PADDING = 64
ONLY_IN_CONTEXT = 3
"""The tier of what is reported only where something around it says what it is."""
NONE, SUSPECT = 9, 8
"""Instead of a tier: it is nothing, or must be looked at closer."""
WORD = 8
MONTH_BITS = 4
DIGIT, UPPER, LOWER = (CLASSES[ord(one)] for one in "1Aa")
CENTURIES_SINCE = 1900
CENTURIES = days((CENTURIES_SINCE, 2099))
"""Days that eight digits are taken for."""
CLASS = np.frombuffer(CLASSES, dtype=np.uint8)


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Bulk:
    """What arrays or kernels found in one content."""

    identifiers: Identifiers
    """Plain digits and addresses; their tier may also be `ONLY_IN_CONTEXT`."""
    closer: tuple[Candidate, ...]
    """What had to be looked at word by word."""
    has_nought: bool
    """A byte of it is nought."""
    may_have_tables: bool = True
    """A table of HTML may begin in it."""


def found_by_arrays(page: Page, look: Lookup) -> Bulk:
    """Find what a content holds, before anything is asked of what surrounds it."""
    characters = np.frombuffer(page.content + b"\n" * PADDING, dtype=np.uint8)
    classes = CLASS[characters]
    starts, ends = _words(classes)
    lengths = ends - starts
    tier, kind, packed = _judged(characters, starts, lengths, look)
    address = characters[ends] == ord("@")
    seeming = _seems_glued(characters, starts)
    tier[(tier > B) & _may_be_cut(characters, starts)] = SUSPECT
    closer = (
        (tier == SUSPECT)
        | ((tier == NONE) & seeming)
        | _is_lettered(characters, classes, starts, lengths, look)
    ) & ~address
    plain = (tier <= ONLY_IN_CONTEXT) & ~address
    identifiers = Identifiers(
        kinds=page.tables.kinds,
        kind=kind[plain],
        offset=starts[plain],
        length=lengths[plain],
        tier=tier[plain],
        packed=packed[plain],
    )
    words = zip(starts[closer].tolist(), ends[closer].tolist(), strict=True)
    looked_at = [page.word(start, end) for start, end in words]
    if look.general:
        signs = np.flatnonzero(characters == ord("@"))
        addresses, signs = found_addresses(characters, signs, page.tables.kinds, look.email)
        identifiers = identifiers.merged(addresses)
        looked_at += [page.email(sign) for sign in signs.tolist()]
        short = (lengths == WORD) | (lengths == WORD - 1)
        areas = zip(starts[short].tolist(), ends[short].tolist(), strict=True)
        looked_at += [page.phone_of(start, end) for start, end in areas]
    looked_at += page.all_but_addresses(classes.tobytes()[:-PADDING])
    return Bulk(
        identifiers=identifiers,
        closer=tuple(one for one in looked_at if one is not None),
        has_nought=NOUGHT in page.content,
    )


def _words(classes: Bytes) -> tuple[Positions, Positions]:
    """Give start and end of each run of letters and digits that has seven digits in a row."""
    digits = classes == DIGIT
    runs = _starts_of(digits, ANCHOR)
    glued = digits | (classes == UPPER) | (classes == LOWER)
    edges = np.flatnonzero(glued[1:] != glued[:-1]) + 1
    if glued[0]:
        edges = np.concatenate([np.zeros(1, dtype=edges.dtype), edges])
    words = different(np.searchsorted(edges, runs, side="right") - 1)
    return edges[words], edges[words + 1]


def _starts_of(marks: Mask, length: int) -> Positions:
    """Give where runs of marks of a length or longer begin."""
    edges = np.flatnonzero(marks[1:] != marks[:-1]) + 1
    if marks[0]:
        edges = np.concatenate([np.zeros(1, dtype=edges.dtype), edges])
    starts, ends = edges[0::2], edges[1::2]
    return starts[ends - starts >= length]


def _seems_glued(characters: Bytes, starts: Positions) -> Mask:
    before = characters[starts - 1]
    seeming: Mask = (before == ord("\\")) | (before == ord("%")) | (before >= HIGH)
    return seeming & (starts > 0)


def _may_be_cut(characters: Bytes, starts: Positions) -> Mask:
    """Say of words whether a plus sign or perhaps a character of four bytes in GB18030 stands before."""
    before, earlier = characters[starts - 1], characters[starts - 2]
    four: Mask = (before >= HIGH) & (earlier - np.uint8(ord("0")) < 10) & (starts > 1)
    plus: Mask = (before == ord("+")) & (starts > 0)
    return np.logical_or(four, plus)


def _is_lettered(
    characters: Bytes, classes: Bytes, starts: Positions, lengths: Positions, look: Lookup
) -> Mask:
    """Say of words whether they may be an identifier that has letters."""
    short = np.minimum(lengths, PADDING)
    first: Mask = (classes[starts] == UPPER) & (classes[starts + 1] == UPPER) & (classes[starts + 2] == DIGIT)
    iban = first & (classes[starts + 3] == DIGIT) & (lengths >= 15) & (lengths <= 34)
    whole = _is_whole(classes, starts, lengths, characters)
    lettered: Mask = (look.lettered[short] | (iban & look.general)) & ~whole
    return lettered


def _is_whole(classes: Bytes, starts: Positions, lengths: Positions, characters: Bytes) -> Mask:
    """Say of words whether they are digits, but that the last character may be an X."""
    whole: Mask = lengths <= LONGEST
    last = np.minimum(starts + lengths - 1, len(classes) - 1)
    whole &= (classes[last] == DIGIT) | ((characters[last] | 0x20) == ord("x"))
    for place in range(LONGEST - 1):
        at = np.minimum(starts + place, len(classes) - 1)
        whole &= (classes[at] == DIGIT) | (place >= lengths - 1)
    return whole


def _judged(
    characters: Bytes, starts: Positions, lengths: Positions, look: Lookup
) -> tuple[Bytes, Bytes, NDArray[np.uint64]]:
    """Give tier, kind and packed identifier of words, of which those that are not plain have no tier."""
    tier = np.full(len(starts), NONE, dtype=np.uint8)
    kind = np.zeros(len(starts), dtype=np.uint8)
    packed = np.zeros((len(starts), 2), dtype=np.uint64)
    slots = np.where(lengths <= PADDING, look.slot[np.minimum(lengths, PADDING)], -1)
    for slot in np.flatnonzero(np.bincount(slots[slots >= 0])).tolist():
        chosen = np.flatnonzero(slots == slot)
        length = int(lengths[chosen[0]])
        words = characters[starts[chosen][:, None] + np.arange(length)]
        tier[chosen], kind[chosen], packed[chosen] = _of_length(words, slot, look)
    return tier, kind, packed


def _of_length(words: Bytes, slot: int, look: Lookup) -> tuple[Bytes, Bytes, NDArray[np.uint64]]:
    count, length = words.shape
    values = words - np.uint8(ord("0"))
    last_x = (words[:, -1] | 0x20) == ord("x")
    digits = (values[:, :-1] <= 9).all(axis=1) & ((values[:, -1] <= 9) | last_x)
    values = np.where(values <= 9, values, 0)
    begins = look.beginning[slot][_number(values[:, :CODE]).astype(np.int64)]
    begins = np.where(digits, begins, 0)
    tier = np.full(count, NONE, dtype=np.uint8)
    kind = np.zeros(count, dtype=np.uint8)
    numbered = np.zeros(count, dtype=bool)
    for place in range(FORMS):
        form = look.form[slot, place]
        asked = np.flatnonzero((begins >> place & 1).astype(bool) & (tier > B) & (tier != SUSPECT))
        if not len(asked) or form[KIND] < 0:
            continue
        given = _of_form(values[asked], words[asked], last_x[asked], slot=slot, place=place, look=look)
        is_one = given != NONE
        twice = is_one & (given >= C) & (tier[asked] != NONE)
        asked, given = asked[is_one], np.where(twice, SUSPECT, given)[is_one].astype(np.uint8)
        tier[asked], kind[asked], numbered[asked] = given, form[KIND], form[NUMBERED]
    sure = tier <= B
    tier[((begins & CLOSER) > 0) & ~sure] = SUSPECT
    tier[(tier <= ONLY_IN_CONTEXT) & last_x & ~numbered] = SUSPECT
    return tier, kind, _packed(values, length, numbered)


def _of_form(
    values: Bytes, words: Bytes, last_x: Mask, *, slot: int, place: int, look: Lookup
) -> NDArray[np.uint8]:
    """Give the tier that words have by one form, or `NONE`."""
    form = look.form[slot, place]
    fits = ~last_x if not form[WITH_X] else np.ones(len(values), dtype=bool)
    if form[CHECK] == WEIGHTED:
        total = values[:, :-1].astype(np.int64) @ look.weights[slot, place, : values.shape[1] - 1]
        upper = np.where(last_x, ord("X"), words[:, -1])
        fits &= look.remainder[slot, place][total % form[MODULUS]] == upper
    elif form[CHECK] == LUHN:
        doubled = values[:, -2::-2].astype(np.int64) * 2
        fits &= (values[:, -1::-2].sum(axis=1) + (doubled - 9 * (doubled > 9)).sum(axis=1)) % 10 == 0
    if form[DATE_AT] >= 0:
        fits &= _is_day(values[:, form[DATE_AT] :], look.day, look.first_year)
    elif form[CONTEXT] and values.shape[1] == WORD:
        fits &= ~_is_day(values, CENTURIES, CENTURIES_SINCE)
    tier = np.full(len(values), C, dtype=np.uint8)
    if form[DIVISION_AT] >= 0:
        code = _number(values[:, form[DIVISION_AT] : form[DIVISION_AT] + CODE]).astype(np.int64)
        known = look.division[code]
        fits &= known > 0
        if form[CHECK] == WEIGHTED:
            best, less = (A, B) if form[DATE_AT] >= 0 else (B, C)
            tier = np.where(known == ISSUED, best, less).astype(np.uint8)
    elif form[CHECK] == WEIGHTED and form[DATE_AT] >= 0:
        tier[:] = B
    tier[(tier == C) & bool(form[CONTEXT])] = ONLY_IN_CONTEXT
    tier[~fits] = NONE
    return tier


def _is_day(values: Bytes, days: NDArray[np.uint32], first_year: int) -> Mask:
    year = _number(values[:, :4]).astype(np.int64) - first_year
    month, day = (_number(values[:, at : at + 2]).astype(np.int64) for at in (4, 6))
    place = (year << MONTH_BITS) + month
    within: Mask = (year >= 0) & (month <= 12) & (day <= 31) & (place < len(days))
    if len(days):
        within &= (days[np.where(within, place, 0)] >> np.where(within, day, 0) & 1) > 0
    return within


def _number(values: Bytes) -> NDArray[np.uint64]:
    number = np.zeros(len(values), dtype=np.uint64)
    for place in range(values.shape[1]):
        number = number * np.uint64(10) + values[:, place]
    return number


def _packed(values: Bytes, length: int, numbered: Mask) -> NDArray[np.uint64]:
    body = _number(values[:, :-1])
    digits = packing.of_digits(body * np.uint64(10) + values[:, -1], length)
    return np.where(numbered[:, None], packing.numbered(body), digits)
