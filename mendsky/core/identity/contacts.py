# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""E-mail addresses, IBANs and telephone numbers, which have the same form in every nation."""

import re
from functools import cache
from importlib import import_module
from typing import Any

from mendsky.core.identity.general import IBAN_LENGTHS, NO_DOMAINS
from mendsky.core.identity.writing import beginnings

LOCAL_BYTES = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._+-"
LOCAL = frozenset(LOCAL_BYTES)
LONGEST_LOCAL = 64
"""RFC 5321, section 4.5.3.1.1."""
DOMAIN = re.compile(rb"[0-9A-Za-z.-]{1,255}")
TOP = re.compile(rb"[A-Za-z]{2,24}")
EDGES = b".-"
IBAN_WORD = re.compile(rb"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}")
INTERNATIONAL = re.compile(rb"\+[1-9](?:[ ().-]{0,2}[0-9]){7,14}(?![0-9A-Za-z])")
AREA = re.compile(rb"(?<![0-9A-Za-z])\(?0[0-9]{2,3}[)-] ?\Z")
"""An area code just before a number without it."""
SUBSCRIBER = range(7, 9)
"""Digits of a number without its area code."""


def email(content: bytes, sign: int, *, utf8: bool) -> tuple[int, int] | None:
    """Give offset and length of the address around an `@`, or None where there is none."""
    end = _domain_end(content, sign)
    before = content[max(0, sign - LONGEST_LOCAL - 1) : sign]
    start = sign - len(before) + len(before.rstrip(LOCAL_BYTES))
    # What is glued to an escape begins behind it: `\nuser@`, `%20user@`.
    *_, start = beginnings(content, start, sign, utf8=utf8) if start < sign else (start,)
    while start < sign and content[start] in b".-+":
        start += 1
    if end is None or not 0 < sign - start <= LONGEST_LOCAL or content[sign - 1] == ord("."):
        return None
    return start, end - start


def _domain_end(content: bytes, sign: int) -> int | None:
    match = DOMAIN.match(content, sign + 1)
    if match is None:
        return None
    domain = match[0].rstrip(EDGES)
    name, dot, top = domain.rpartition(b".")
    if not (dot and name) or b".." in domain or domain[0] in EDGES or not TOP.fullmatch(top):
        return None
    return None if top.lower() in NO_DOMAINS else sign + 1 + len(domain)


def is_iban(word: bytes) -> bool:
    """Say whether a word is an IBAN: its country's length, and one left over by 97 (ISO 13616-1)."""
    if not IBAN_WORD.fullmatch(word) or IBAN_LENGTHS.get(word[:2].decode()) != len(word):
        return False
    return int("".join(str(int(chr(byte), 36)) for byte in word[4:] + word[:4])) % 97 == 1


def international(content: bytes, sign: int, region: str) -> tuple[int, int, bytes] | None:
    """Give offset, length and digits of the telephone number that begins with a `+`, or None."""
    match = INTERNATIONAL.match(content, sign)
    if match is None or (sign and content[sign - 1] in LOCAL):
        return None
    number = _number(match[0].decode(), region)
    return None if number is None else (sign, len(match[0]), number)


def with_area(content: bytes, start: int, end: int, region: str) -> tuple[int, int, bytes] | None:
    """Give offset, length and digits of the number that a word ends behind its area code, or None."""
    area = AREA.search(content, max(0, start - 8), start)
    if area is None or end - start not in SUBSCRIBER:
        return None
    number = _number(content[area.start() : end].decode(), region)
    return None if number is None else (area.start(), end - area.start(), number)


def _number(written: str, region: str) -> bytes | None:
    phonenumbers = _phonenumbers()
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    spelled: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return spelled.encode()


@cache
def _phonenumbers() -> Any:
    return import_module("phonenumbers")  # 0.2 s that most contents do without
