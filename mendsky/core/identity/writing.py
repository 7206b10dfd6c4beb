# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
r"""How identifiers are written otherwise than plainly: glued to an escape, grouped, full-width, escaped.

A number is a maximal run: glued to another ASCII letter or digit it is part of something longer and
none. What only looks glued is mended here: the end of an escape (`\n`, `%2C`, `\u4e2d`) and the last
byte of a GB18030 character (29 % of those beyond GB 2312 end in an ASCII letter or digit).
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from mendsky.core.identity.tables import Tables

HIGH = 0x81
"""From this byte on a character of GB18030 may begin."""
HEX = re.compile(rb"[0-9A-Fa-f]+")
BACKSLASH, PERCENT = ord("\\"), ord("%")
SEEMING = frozenset((BACKSLASH, PERCENT, *range(HIGH, 256)))
"""Bytes behind which a word may only seem to begin."""
SHORT_ESCAPES = b"nrtbf"
LONG_ESCAPES = {ord("u"): 4, ord("x"): 2}
UNITS = (
    (rb"\xef\xbc[\x90-\x99\xa1-\xba]|\xef\xbd[\x81-\x9a]", "full-width in UTF-8"),
    (rb"\xa3[\xb0-\xb9\xc1-\xda\xe1-\xfa]", "full-width in GB18030"),
    (rb"\\u00(?:3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa])", "JSON and JavaScript"),
    (rb"&#(?:4[89]|5[0-7]|6[5-9]|[78][0-9]|90|9[7-9]|1[01][0-9]|12[0-2]);", "HTML, decimal"),
    (rb"&#[xX](?:3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]);", "HTML, hexadecimal"),
)
"""Letters and digits written as several bytes each."""
UNIT = b"|".join(unit for unit, _ in UNITS)
SEVEN = re.compile(rb"(?:%s){7}" % UNIT)
UNIT_BEFORE = re.compile(rb"(?:%s)\Z" % UNIT)
LONGEST_UNIT = 6
WRITTEN_OUT = re.compile(rb"(?:%s|[0-9A-Za-z])*" % UNIT)
ONE = re.compile(rb"%s|[0-9A-Za-z]" % UNIT)
ESCAPE_BEFORE = re.compile(rb"\\u[0-9A-Fa-f]{4}\Z")
NUMBER = re.compile(rb"[0-9A-Fa-f]+(?=;?\Z)")
GLUED = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
PARTING = re.compile(rb"[ -]")
LONGEST_PART = 8
WIDE_UTF8 = re.compile(rb"\xef\xbc[\x90-\x99]")
WIDE_GB18030 = re.compile(rb"\xa3[\xb0-\xb9]")
"""Digits so written."""
ESCAPED = (b"\\u00", b"&#")
LED_WORD = re.compile(rb"([A-Z])(?:\xc2\xb7|\xa1\xa4|[ .-])?([0-9A-Z]{4,7})(?![0-9A-Za-z])")
"""What stands behind a lead; people set a point behind the first letter."""
IBAN_GROUPS = rb"[A-Z]{2}[0-9]{2}(?: [0-9A-Z]{4}){2,7}(?: [0-9A-Z]{1,3})?"


def beginnings(content: bytes, start: int, end: int, *, utf8: bool) -> Iterator[int]:
    """Yield where the identifier in a word may begin: at its start, or behind what only looks glued."""
    yield start
    if not start:
        return
    before, first = content[start - 1], content[start]
    if before == BACKSLASH:
        if first in SHORT_ESCAPES:
            yield start + 1
        elif first in LONG_ESCAPES and _is_hex(content[start + 1 : start + 1 + LONG_ESCAPES[first]]):
            yield start + 1 + LONG_ESCAPES[first]
    elif before == PERCENT and end - start > 2 and _is_hex(content[start : start + 2]):
        yield start + 2
        if content[start : start + 2] == b"25" and _is_hex(content[start + 2 : start + 4]):
            yield start + 4
    elif before >= HIGH and not utf8 and ends_a_character(content, start):
        yield start + 1


def ends_a_character(content: bytes, at: int) -> bool:
    """Say whether the ASCII byte at an offset is the last one of a character in GB18030."""
    lead = at
    while lead and content[lead - 1] >= HIGH:
        lead -= 1
    if (at - lead) % 2 == 0:
        return False  # the bytes before are whole characters of two bytes
    if content[at] > ord("9"):
        return True
    # A digit ends characters of four bytes only: high, digit, high, digit.
    return at - lead == 1 and at >= 3 and content[at - 2 : at - 1].isdigit() and content[at - 3] >= HIGH


def units_start(content: bytes, at: int) -> int:
    """Give where the characters written as several bytes begin that lead up to an offset."""
    while match := UNIT_BEFORE.search(content, max(0, at - LONGEST_UNIT), at):
        at = match.start()
    return at


def written_out(content: bytes, at: int) -> tuple[int, bytes | None] | None:
    """Give the length and plain characters of the word at an offset, each written as several bytes.

    None where it does not begin with seven such; no characters where letters or digits stand before it.
    """
    if SEVEN.match(content, at) is None:
        return None
    match = WRITTEN_OUT.match(content, at)
    written = b"" if match is None else match[0]
    if at and content[at - 1] in GLUED and not ESCAPE_BEFORE.search(content, max(0, at - 6), at):
        return len(written), None
    return len(written), bytes(_plain(unit) for unit in ONE.findall(written))


def grouped(content: bytes, tables: Tables, at: int) -> Iterator[tuple[int, int, bytes, bool]]:
    """Yield words parted by spaces or hyphens of which two parts of four digits meet at an offset.

    Each with its offset, length and characters, and whether more digits adjoin it as further parts would.
    """
    pattern = _grouping(tuple(tables.groups), iban=tables.general)
    for start in _part_starts(content, at):
        match = pattern.match(content, start)
        if match is None:
            continue
        parts = PARTING.split(match[0])
        parting = match[0][len(parts[0]) :][:1]
        before, behind = content[max(0, start - 2) : start], content[match.end() : match.end() + 2]
        adjoins = (before[1:] == parting and before[:1].isdigit()) or (
            behind[:1] == parting and behind[1:].isdigit()
        )
        yield start, len(match[0]), b"".join(parts), adjoins


def _part_starts(content: bytes, at: int) -> list[int]:
    """Give where the part begins that has the offset, and the two parts before it, first the foremost."""
    starts: list[int] = []
    while len(starts) < 3:
        start = at
        while start and at - start < LONGEST_PART and content[start - 1] in GLUED:
            start -= 1
        starts.append(start)
        if start < 2 or content[start - 1] not in b" -" or content[start - 2] not in GLUED:
            break
        at = start - 2
    return starts[::-1]


@lru_cache(maxsize=16)
def _grouping(groups: tuple[tuple[int, ...], ...], *, iban: bool) -> re.Pattern[bytes]:
    """Make the pattern of groups; the longest first, since only one is taken at a place."""
    several = []
    for number, sizes in enumerate(sorted(groups, key=sum, reverse=True)):
        parts = [b"[0-9]{%d}" % size for size in sizes[:-1]] + [b"[0-9]{%d}[0-9Xx]" % (sizes[-1] - 1)]
        first, rest = parts[0], parts[1:]
        several.append(
            first + b"(?P<g%d>[ -])" % number + b"(?P=g%d)".replace(b"%d", b"%d" % number).join(rest)
        )
    if iban:
        several.append(IBAN_GROUPS)
    return re.compile(rb"(?<![0-9A-Za-z])(?:" + b"|".join(several) + rb")(?![0-9A-Za-z])")


def _is_hex(characters: bytes) -> bool:
    return HEX.fullmatch(characters) is not None


def _plain(unit: bytes) -> int:
    if len(unit) == 1:
        return unit[0]
    if unit[0] == 0xEF:
        return unit[2] - 0x60 if unit[1] == 0xBC else unit[2] - 0x20
    if unit[0] == 0xA3:
        return unit[1] - 0x80
    digits = NUMBER.search(unit)
    return int(digits[0] if digits else b"0", 10 if unit[2:3] not in b"uxX" and unit[:2] == b"&#" else 16)
