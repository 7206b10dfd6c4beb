# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is true of a number, by python-stdnum, phonenumbers and our own arithmetic."""

import calendar
import html
import re
import unicodedata
from functools import cache
from importlib import resources

import phonenumbers
from stdnum import iban, luhn
from stdnum.cn import uscc

BORN = (1900, 2025)
"""Birth years of the corpus, both included; inside what callers take as 1900 to this year."""
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
PROVINCES = frozenset(
    map(
        str,
        (
            *range(11, 16),
            21,
            22,
            23,
            *range(31, 38),
            *range(41, 47),
            *range(50, 55),
            *range(61, 66),
            71,
            81,
            82,
        ),
    )
)
"""GB/T 2260, first two digits."""


@cache
def divisions() -> tuple[str, ...]:
    """Give the six-digit codes that python-stdnum lists, of provinces above."""
    codes, province = [], ""
    for line in resources.files("stdnum").joinpath("cn/loc.dat").read_text("utf-8").splitlines():
        code = line.strip().split(" ")[0]
        if not code.isdigit():
            continue
        if not line.startswith(" "):
            province = code
        elif len(province + code) == 6 and province[:2] in PROVINCES:
            codes.append(province + code)
    return tuple(sorted(set(codes)))


def check_character(body: str) -> str:
    """Give the check character of 17 digits, ISO 7064 MOD 11-2."""
    return CHECK[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True)) % 11]


def is_date(digits: str) -> bool:
    """Say whether eight digits are a day in the window."""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if not (BORN[0] <= year <= BORN[1] and 1 <= month <= 12):
        return False
    return 1 <= day <= calendar.monthrange(year, month)[1]


def is_resident_id(value: str) -> bool:
    """Say whether a value in canonical form is one: check character, day, province."""
    if not re.fullmatch(r"[0-9]{17}[0-9X]", value):
        return False
    return value[:2] in PROVINCES and is_date(value[6:14]) and check_character(value[:17]) == value[17]


def is_credit_code(value: str) -> bool:
    """Say whether a value is a credit code of GB 32100-2015."""
    return uscc.is_valid(value)


def is_card(value: str) -> bool:
    """Say whether the Luhn digit of a card's number holds."""
    return value.isdigit() and luhn.is_valid(value)


def with_luhn(body: str) -> str:
    """Add the Luhn digit."""
    return body + luhn.calc_check_digit(body)


def is_iban(value: str) -> bool:
    """Say whether check digits and the country's own layout hold."""
    return iban.is_valid(value)


def is_phone(value: str) -> bool:
    """Say whether a number in E.164 is one of its country's plan."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(value, None))
    except phonenumbers.NumberParseException:
        return False


def lengthened(value: str) -> str:
    """Give the 18 characters of a legacy number of 15 digits."""
    body = value[:6] + "19" + value[6:]
    return body + check_character(body)


def canonical(kind: str, written: str) -> str:
    """Read any of the corpus' written forms as the canonical value."""
    text = html.unescape(re.sub(r"\\u([0-9A-Fa-f]{4})", lambda match: chr(int(match[1], 16)), written))
    text = unicodedata.normalize("NFKC", text)
    if kind == "email":
        return text.casefold()
    text = re.sub(r"[\s.()·\-]", "", text).upper()
    if kind == "cn-resident-id" and len(text) == 15 and text.isdigit():
        return lengthened(text)
    if kind == "cn-mobile":
        return re.sub(r"^(?:\+|00)?86(?=1[0-9]{10}$)", "", text)
    return text
