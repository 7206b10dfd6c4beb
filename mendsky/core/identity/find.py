# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Find personal identifiers in bytes and say how certain each is.

An identifier is a maximal run: a number glued to another ASCII letter or digit is part of something
longer and is none. Tier A has a right check character, a birth date in the window and a division
code that was once issued; B only the first two digits of one; C is a form without a check, certain
(and then B) only where a label or a column head says so. Of 10^6 random runs of 18 digits 0.24 pass
as A and 16 as B.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from functools import cache
from operator import mul

from mendsky.core.identity.encoding import flat
from mendsky.core.identity.labels import Surroundings
from mendsky.core.terms.nations import IdentifierRow, Nation

MONTHS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """Where an identifier stands; never its value."""

    kind: str
    """Kind as named by the nation pack."""
    tier: str
    """`A`, `B` or `C`."""
    start: int
    """Offset in the content, in bytes."""
    length: int
    """Length in bytes."""


def find(content: bytes, nation: Nation, birth_years: tuple[int, int]) -> tuple[Found, ...]:
    """Find all identifiers of the nation's kinds, in the order in which they stand.

    `birth_years` are the first and the last year, both included, of birth dates that count.
    """
    plain = flat(content)
    surroundings: Surroundings | None = None
    taken: dict[int, Found] = {}
    for row in nation.identifiers:
        for match in _form(row.alphabet, row.last, row.length).finditer(plain):
            tier = judge(match[0].upper(), row, nation.issued_codes, birth_years)
            if tier is None or match.start() in taken:
                continue
            if tier == "C":
                surroundings = surroundings or Surroundings(content)
                tier = "B" if surroundings.announce(match.start(), row.labels) else "C"
            taken[match.start()] = Found(kind=row.kind, tier=tier, start=match.start(), length=row.length)
    return tuple(taken[start] for start in sorted(taken))


def canonical(content: bytes, found: Found, nation: Nation) -> bytes:
    """Give an identifier's value in its one canonical form, to be kept in memory only.

    Raises `ValueError` where the content holds no such form at that place.
    """
    row = nation.identifier(found.kind)
    value = content[found.start : found.start + found.length].upper()
    if not _form(row.alphabet, row.last, row.length).fullmatch(value):
        msg = f"no {found.kind} at offset {found.start}: it was found in other content"
        raise ValueError(msg)
    return value


def judge(
    value: bytes, row: IdentifierRow, issued_codes: frozenset[str], birth_years: tuple[int, int]
) -> str | None:
    """Give the tier of a value in canonical form, or None where it is no identifier of this kind."""
    if row.prefixes and not value.startswith(_encoded(row.prefixes)):
        return None
    if row.weights and not _checks(value, row):
        return None
    if row.date_at is not None and not _born_within(value[row.date_at : row.date_at + 8], birth_years):
        return None
    if row.division_at is None:
        return "B" if row.weights else "C"
    code = value[row.division_at : row.division_at + 6].decode("ascii")
    if code in issued_codes:
        return "A"
    return "B" if code[:2] in _beginnings(issued_codes) else None


@cache
def _form(alphabet: str, last: str, length: int) -> re.Pattern[bytes]:
    body = re.escape(alphabet + alphabet.lower()).encode()
    end = re.escape(last + last.lower()).encode()
    # Only ASCII glues: after a Chinese character a number begins at once.
    run = b"[%s]{%d}[%s]" % (body, length - 1, end)
    return re.compile(rb"(?<![0-9A-Za-z])" + run + rb"(?![0-9A-Za-z])")


@cache
def _encoded(prefixes: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(prefix.encode("ascii") for prefix in prefixes)


@cache
def _beginnings(codes: frozenset[str]) -> frozenset[str]:
    return frozenset(code[:2] for code in codes)


def _checks(value: bytes, row: IdentifierRow) -> bool:
    body = value[:-1]
    if body.isdigit():
        total = sum(map(mul, row.weights, body)) - ord("0") * sum(row.weights)
    else:
        total = sum(weight * _worth(byte) for weight, byte in zip(row.weights, body, strict=True))
    return value[-1] == ord(row.check[total % row.modulus])


def _worth(byte: int) -> int:
    # Digits count as themselves, letters from ten on, as in ISO 7064.
    return byte - ord("0") if byte <= ord("9") else byte - ord("A") + 10


def _born_within(digits: bytes, birth_years: tuple[int, int]) -> bool:
    # By hand: an exception of datetime would carry the date in its text.
    if not digits.isdigit():
        return False
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if not (max(birth_years[0], 1) <= year <= birth_years[1] and 1 <= month <= MONTHS):
        return False
    return 1 <= day <= monthrange(year, month)[1]
