# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small damages to right cases; the oracle says afterwards what is still true."""

import random
from collections.abc import Callable

from tests.corpus import oracle, values
from tests.corpus.decoys import is_nobodys

Mutation = Callable[[random.Random, str], str]


NEIGHBOURS = (
    *",;|'\"()[]<>=:\t \n\r!?*#~^`$&/",
    "，",
    "。",
    "：",
    "（",
    "）",
    "、",
    "　",
    "中",
    "\u200b",
    "\ufeff",
    "é",
    "😀",
)
"""Signs that end a word, of several scripts and lengths."""
BEGINNINGS = {"email": NEIGHBOURS}
ENDS = {"email": (*NEIGHBOURS, ". ", "... ", ".\n")}
"""By kind the signs before and after it; those of the others are `OF_NUMBERS`."""
OF_NUMBERS = (*NEIGHBOURS, ".", ". ", "... ", "-", "_", "__", " - ")


def change_sign(draw: random.Random, value: str) -> str:
    """Replace one digit by another."""
    place = draw.choice([at for at, sign in enumerate(value) if sign.isdigit()])
    return (
        value[:place]
        + draw.choice([sign for sign in "0123456789" if sign != value[place]])
        + value[place + 1 :]
    )


def swap_neighbours(draw: random.Random, value: str) -> str:
    """Swap two signs that stand side by side."""
    place = draw.randrange(1, len(value) - 1)
    return value[:place] + value[place + 1] + value[place] + value[place + 2 :]


def drop_sign(draw: random.Random, value: str) -> str:
    """Leave a sign out."""
    place = draw.randrange(1, len(value))
    return value[:place] + value[place + 1 :]


def insert_digit(draw: random.Random, value: str) -> str:
    """Put a digit in."""
    place = draw.randrange(2, len(value) + 1)
    return value[:place] + values.digits(draw, 1) + value[place:]


def glue_letter(draw: random.Random, value: str) -> str:
    """Put a letter before or after it."""
    letter = draw.choice("ABCDEGHKQRSTabcdeghkqrst")
    return draw.choice((letter + value, value + letter))


def glue_digits(draw: random.Random, value: str) -> str:
    """Put digits before or after it."""
    more = values.digits(draw, draw.randint(1, 4))
    return draw.choice((more + value, value + more))


ALL: tuple[Mutation, ...] = (change_sign, swap_neighbours, drop_sign, insert_digit, glue_letter, glue_digits)


def still(kind: str, value: str) -> str | None:
    """Give the canonical value that a mutated one has as this kind, or None where it is of no kind.

    Raises `LookupError` where the oracle cannot tell: by chance it may be right as something else.
    """
    if kind in CHECKED:
        if CHECKED[kind](value):
            return value
        if not is_nobodys(value):
            raise LookupError(kind)
        return None
    if kind == "cn-mobile" and len(value) != 11 and value.isdigit():
        return None
    raise LookupError(kind)


def _is_bank_card(value: str) -> bool:
    return oracle.is_card(value) and any(
        value.startswith(prefix) and len(value) == length for prefix, length in values.UNIONPAY
    )


def _is_payment_card(value: str) -> bool:
    return oracle.is_card(value) and any(
        value.startswith(prefix) and len(value) == length for prefix, length in values.OTHER_CARDS
    )


CHECKED: dict[str, Callable[[str], bool]] = {
    "cn-resident-id": oracle.is_resident_id,
    "cn-bank-card": _is_bank_card,
    "payment-card": _is_payment_card,
    "cn-credit-code": oracle.is_credit_code,
    "iban": oracle.is_iban,
}
"""Kinds whose check tells a damaged value from a right one."""
