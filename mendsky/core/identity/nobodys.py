# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A number of the right form that stands for nobody, to be asked beside a grant's test identity."""

from hashlib import sha256

from mendsky.core.terms.nations import IdentifierRow, Nation

YEAR_SINCE, YEARS = 1800, 100
"""Nobody born then is alive, so that whoever asks with such a number asks for nobody."""
ORDER_SINCE, ORDERS = 900, 99
"""High in a day's order, where even registers of that time had nobody; below 999, which tests use."""


def nobodys(identity: str, nation: Nation, nonce: str) -> str:
    """Make a number of the same kind and division as a test identity that no living person has.

    Gives an empty text where no kind of the nation's has birth date and check character, as then nothing
    tells a number that stands for nobody.
    """
    for row in nation.identifiers:
        if row.date_at is not None and row.weights and len(identity) == row.length:
            return _made(identity, row, sha256(nonce.encode()).digest())
    return ""


def _made(identity: str, row: IdentifierRow, drawn: bytes) -> str:
    at = row.date_at or 0
    born = f"{YEAR_SINCE + drawn[0] % YEARS}{drawn[1] % 12 + 1:02d}{drawn[2] % 28 + 1:02d}"
    body = identity[:at] + born + identity[at + 8 : -1]
    order = f"{ORDER_SINCE + drawn[3] % ORDERS}"
    body = body[: -len(order)] + order if len(body) - len(order) >= at + len(born) else body
    total = sum(weight * int(digit, 36) for weight, digit in zip(row.weights, body, strict=True))
    return body + row.check[total % row.modulus]
