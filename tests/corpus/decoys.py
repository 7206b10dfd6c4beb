# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs that look like identifiers and are none; each is checked by the oracle before it is used."""

import random
import uuid
from collections.abc import Callable

from tests.corpus import oracle, values

Decoy = Callable[[random.Random], str]
CARD_BEGINNINGS = "23456"
"""First digits of the card networks, ISO/IEC 7812-1."""


def _checked(body: str) -> str:
    return body + oracle.check_character(body)


def glued_digits(draw: random.Random) -> str:
    """Write a right number inside a longer run of digits."""
    value = values.resident_id_of_last_century(draw).replace("X", "")
    left, right = draw.choice(((1, 0), (0, 1), (1, 1), (3, 2), (0, 4), (4, 0)))
    missing = max(19 - len(value) - left - right, 0)
    return values.digits(draw, left) * bool(left) + value + values.digits(draw, right + missing)


def glued_letters(draw: random.Random) -> str:
    """Write a right number as part of a word."""
    value = values.resident_id(draw)
    return draw.choice(("ORD" + value, value + "abc", "a" + value, value + "Z", "SN" + value + "R"))


def order_of_the_day(draw: random.Random) -> str:
    """Number an order by its day; the check character is right by chance."""
    return _checked(values.birth(draw, 2010, 2025) + values.digits(draw, 9))


def no_province(draw: random.Random) -> str:
    """Take six digits of no province, a real day and a right check character."""
    while (code := values.digits(draw, 6))[:2] in oracle.PROVINCES:
        pass
    return _checked(code + values.birth(draw) + values.digits(draw, 3))


def no_day(draw: random.Random) -> str:
    """Take a real division, a day that no calendar has, and a right check character."""
    day = draw.choice(("19900230", "19851301", "20010431", "19990001", "19710132", "20230229", "19000229"))
    return _checked(draw.choice(oracle.divisions()) + day + values.digits(draw, 3))


def unborn(draw: random.Random) -> str:
    """Take a birth date outside the window."""
    year = draw.choice((draw.randint(2040, 2999), draw.randint(1000, 1899), 3500))
    return _checked(f"{draw.choice(oracle.divisions())}{year}0704{values.digits(draw, 3)}")


def wrong_check(draw: random.Random) -> str:
    """Break the check character of a resident ID."""
    value = values.resident_id(draw)
    return value[:17] + draw.choice([sign for sign in oracle.CHECK if sign != value[17]])


def uniform(draw: random.Random) -> str:
    """Draw a run of digits of a length that matters."""
    return values.digits(draw, draw.choice((11, 15, 16, 17, 18, 19, 20, 21)))


def timestamp(draw: random.Random) -> str:
    """Write an instant in seconds' fractions since 1970, or as digits of a date."""
    second = draw.randint(1_100_000_000, 1_800_000_000)
    written = values.birth(draw, 2005, 2025) + f"{draw.randrange(24):02d}{draw.randrange(60):02d}"
    tails = (3, 6, 7, 9)
    return draw.choice(
        (f"{second}{values.digits(draw, draw.choice(tails))}", written + values.digits(draw, 5))
    )


def digest(draw: random.Random) -> str:
    """Write a hash."""
    return f"{draw.getrandbits(256):064x}"[: draw.choice((16, 18, 32, 40, 64))]


def digest_of_digits(draw: random.Random) -> str:
    """Write a hash into which a right number has strayed."""
    return "f" + values.resident_id(draw).lower() + f"{draw.getrandbits(52):013x}"


def identifier_of_software(draw: random.Random) -> str:
    """Write a UUID."""
    return str(uuid.UUID(int=draw.getrandbits(128), version=4))


def phone_like(draw: random.Random) -> str:
    """Draw eleven digits as of a mobile number, where nothing says so."""
    return "1" + draw.choice("3456789") + values.digits(draw, 9)


def legacy_like(draw: random.Random) -> str:
    """Draw fifteen digits with division and day, where nothing says so."""
    return draw.choice(oracle.divisions()) + values.birth(draw, 1900, 1999)[2:] + values.digits(draw, 3)


def card_like(draw: random.Random) -> str:
    """Draw a card's number with a wrong check digit."""
    value = draw.choice((values.bank_card, values.payment_card))(draw)
    return value[:-1] + str((int(value[-1]) + draw.randint(1, 9)) % 10)


def longer_groups(draw: random.Random) -> str:
    """Write groups of which one is a digit too long."""
    value = values.resident_id_of_last_century(draw).replace("X", "7")
    parts = [value[:6], value[6:14], value[14:]]
    place = draw.randrange(3)
    parts[place] = draw.choice((parts[place] + "4", "4" + parts[place]))
    return draw.choice(" -").join(parts)


def masked(draw: random.Random) -> str:
    """Write a resident ID without its birth date."""
    value = values.resident_id(draw)
    return value[:6] + "*" * 8 + value[14:]


def lost_digits(draw: random.Random) -> str:
    """Write a resident ID as spreadsheets do, with its last digits lost."""
    value = int(values.resident_id_of_last_century(draw).replace("X", "0"))
    return draw.choice((f"{value:.5E}", f"{value:.14E}", str(value // 1000 * 1000)))


def nearly_an_address(draw: random.Random) -> str:
    """Write something around an at sign that no mail reaches."""
    number = draw.randrange(100)
    return draw.choice(
        (
            f"logo{number}@2x.png",
            f"getty@tty{number}.service",
            f"backup@{number}h.timer",
            f"base@{number}.0.tar.xz",
            f"@media{number}",
            f"a{number}@b",
            f"x{number}@@example.com",
            f"user{number}@",
            f"{number} @ 3.50",
        )
    )


def nearly_an_account(draw: random.Random) -> str:
    """Break the check digits of an IBAN."""
    value = values.account(draw)
    return value[:2] + f"{(int(value[2:4]) + draw.randint(1, 95)) % 97 + 2:02d}" + value[4:]


def nearly_a_credit_code(draw: random.Random) -> str:
    """Break the check character of a credit code."""
    value = values.credit_code(draw)
    return value[:-1] + draw.choice([sign for sign in "0123456789ABCDEFGH" if sign != value[-1]])


def part_number(draw: random.Random) -> str:
    """Number a part as a passport, a permit or a plate is numbered, where nothing says so."""
    return draw.choice((values.passport, values.permit))(draw)


ALL: tuple[Decoy, ...] = (
    glued_digits,
    glued_letters,
    order_of_the_day,
    no_province,
    no_day,
    unborn,
    wrong_check,
    uniform,
    timestamp,
    digest,
    digest_of_digits,
    identifier_of_software,
    phone_like,
    legacy_like,
    card_like,
    longer_groups,
    masked,
    lost_digits,
    nearly_an_address,
    nearly_an_account,
    nearly_a_credit_code,
    part_number,
)


def is_nobodys(written: str) -> bool:
    """Say whether no reading of what a decoy wrote is right, by the oracle.

    A run that passes a card's or an IBAN's check by chance is set aside: nothing tells it from a real one.
    """
    bare = written.upper()
    if oracle.is_card(bare) and 13 <= len(bare) <= 19 and bare[0] in CARD_BEGINNINGS:
        return False
    return not (oracle.is_resident_id(bare) or oracle.is_iban(bare) or oracle.is_credit_code(bare))
