# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Identifiers made up by a seed, in memory only, and the ways in which people write them."""

import calendar
import random
from collections.abc import Callable

import phonenumbers
from stdnum import iban
from stdnum.cn import uscc

from tests.corpus import oracle

UNIONPAY = (("622202", 19), ("621700", 19), ("622848", 19), ("621661", 19), ("622588", 16), ("625965", 16))
OTHER_CARDS = (
    ("4539", 16),
    ("4916", 16),
    ("5425", 16),
    ("5105", 16),
    ("2221", 16),
    ("6011", 16),
    ("3782", 15),
)
MOBILE = (
    134,
    135,
    136,
    137,
    138,
    139,
    150,
    151,
    152,
    157,
    158,
    159,
    182,
    183,
    187,
    188,
    130,
    131,
    132,
    155,
    156,
    185,
    186,
    133,
    153,
    180,
    189,
)
IBANS = {"DE": "{:018d}", "GB": "NWBK{:014d}", "NL": "ABNA{:010d}", "PL": "{:024d}", "AT": "{:016d}"}
REGIONS = ("US", "GB", "DE", "FR", "JP", "IN", "BR", "AU")
PLATES = "京沪津渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"

Draw = random.Random
Written = Callable[[str], str]


def digits(draw: Draw, number: int) -> str:
    """Draw so many digits."""
    return f"{draw.randrange(10**number):0{number}d}"


def birth(draw: Draw, first: int = oracle.BORN[0], last: int = oracle.BORN[1]) -> str:
    """Draw a day as eight digits."""
    year, month = draw.randint(first, last), draw.randint(1, 12)
    return f"{year}{month:02d}{draw.randint(1, calendar.monthrange(year, month)[1]):02d}"


def resident_id(draw: Draw) -> str:
    """Make a resident ID."""
    body = draw.choice(oracle.divisions()) + birth(draw) + f"{draw.randint(1, 999):03d}"
    return body + oracle.check_character(body)


def resident_id_with_x(draw: Draw) -> str:
    """Make a resident ID whose check character is a letter."""
    while not (value := resident_id(draw)).endswith("X"):
        pass
    return value


def resident_id_of_last_century(draw: Draw) -> str:
    """Make a resident ID that had 15 digits once."""
    body = draw.choice(oracle.divisions()) + birth(draw, 1900, 1999) + f"{draw.randint(1, 999):03d}"
    return body + oracle.check_character(body)


def mobile(draw: Draw) -> str:
    """Make a mobile number."""
    return f"{draw.choice(MOBILE)}{digits(draw, 8)}"


def bank_card(draw: Draw) -> str:
    """Make a card of a Chinese bank."""
    prefix, length = draw.choice(UNIONPAY)
    return oracle.with_luhn(prefix + digits(draw, length - len(prefix) - 1))


def payment_card(draw: Draw) -> str:
    """Make a card of another network."""
    prefix, length = draw.choice(OTHER_CARDS)
    return oracle.with_luhn(prefix + digits(draw, length - len(prefix) - 1))


def payment_card_of_16(draw: Draw) -> str:
    """Make a card of another network that is written in fours; those of 15 digits are not."""
    while len(value := payment_card(draw)) != 16:
        pass
    return value


def passport(draw: Draw) -> str:
    """Make a passport number: ordinary in both layouts, or official."""
    if draw.random() < 0.5:
        return draw.choice("EG") + digits(draw, 8)
    return "E" + draw.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") + digits(draw, 7)


def permit(draw: Draw) -> str:
    """Make the number of a permit of Hong Kong, Macao or Taiwan residents, or to go there."""
    return draw.choice("HMC") + digits(draw, 8)


def plate(draw: Draw) -> str:
    """Make a licence plate: of six places, or of seven for electric cars."""
    tail = digits(draw, 5) if draw.random() < 0.7 else draw.choice("DF") + digits(draw, 5)
    return draw.choice(PLATES) + draw.choice(PLATE_LETTERS) + tail


def credit_code(draw: Draw) -> str:
    """Make a credit code: of a company, an institution or a one-person business."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    organisation = "".join(draw.choice(letters) for _ in range(9))
    body = draw.choice(("91", "92", "11", "12", "51")) + draw.choice(oracle.divisions()) + organisation
    return body + uscc.calc_check_digit(body)


def email(draw: Draw) -> str:
    """Make an address."""
    name = draw.choice(("zhang.wei", "li_na", "wang-fang", "chen+news", "user", "m.liu"))
    host = draw.choice(("example.cn", "mail.example.com", "example.org.cn", "a-b.example.net", "qq.example"))
    return f"{name}{draw.randrange(10**6)}@{host}"


def account(draw: Draw) -> str:
    """Make an IBAN."""
    country = draw.choice(("DE", "GB", "NL", "PL", "AT"))
    while True:
        body = IBANS[country]
        width = int(body[body.index(":") + 2 : body.index("d")])
        bban = body.format(draw.randrange(10**width))
        value = country + iban.calc_check_digits(country + "00" + bban) + bban
        if oracle.is_iban(value):
            return value


def phone(draw: Draw) -> str:
    """Make a number of some country's plan in E.164."""
    while True:
        country = phonenumbers.country_code_for_region(draw.choice(REGIONS))
        value = f"+{country}{draw.randint(2, 9)}{digits(draw, draw.choice((8, 9)))}"
        if oracle.is_phone(value):
            return value


def plain(value: str) -> str:
    """Write it as it is."""
    return value


def full_width(value: str) -> str:
    """Write it with the digits of Chinese input methods."""
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isascii() and sign.isalnum() else sign for sign in value)


def json_escaped(value: str) -> str:
    r"""Write every sign as \uXXXX."""
    return "".join(f"\\u{ord(sign):04x}" for sign in value)


def entities(value: str) -> str:
    """Write every sign as a decimal character reference."""
    return "".join(f"&#{ord(sign)};" for sign in value)


def hexadecimal_entities(value: str) -> str:
    """Write every sign as a hexadecimal character reference."""
    return "".join(f"&#x{ord(sign):x};" for sign in value)


def legacy(value: str) -> str:
    """Write a resident ID in the 15 digits of before 1999."""
    return value[:6] + value[8:17]


def grouped(sizes: tuple[int, ...], separator: str) -> Written:
    """Give a way to write in groups; the last size takes what is left."""

    def write(value: str) -> str:
        parts, at = [], 0
        for size in sizes:
            parts.append(value[at : at + size])
            at += size
        return separator.join([part for part in (*parts, value[at:]) if part])

    return write


def in_fours(separator: str) -> Written:
    """Give a way to write in groups of four."""
    return lambda value: separator.join(value[at : at + 4] for at in range(0, len(value), 4))


def prefixed(code: str) -> Written:
    """Give a way to write a mobile number behind the country's code."""
    return lambda value: code + value


def international(value: str) -> str:
    """Write a number in E.164 with spaces, as the country's people do."""
    parsed = phonenumbers.parse(value, None)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
