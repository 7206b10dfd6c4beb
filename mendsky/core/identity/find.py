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
import string
from calendar import monthrange
from collections.abc import Iterator
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
    rows = nation.identifiers
    spellings = _spellings(tuple((row.alphabet, row.length) for row in rows))
    if not any(run in content.translate(table) for table, run in spellings):
        return ()
    plain = flat(content)
    surroundings: Surroundings | None = None
    found = []
    for start, end in _words(plain, min(row.length for row in rows)):
        for row in rows:
            if end - start != row.length or not _form(row.alphabet, row.last, row.length).match(plain, start):
                continue
            tier = judge(plain[start:end].upper(), row, nation.issued_codes, birth_years)
            if tier is None:
                continue
            if tier == "C":
                surroundings = surroundings or Surroundings(content)
                tier = "B" if surroundings.announce(start, row.labels) else "C"
            found.append(Found(kind=row.kind, tier=tier, start=start, length=row.length))
            break
    return tuple(found)


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


def _words(plain: bytes, shortest: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each maximal run of ASCII letters and digits from a length on, ascending."""
    # Only ASCII glues: after a Chinese character a number begins at once.
    marked = plain.translate(GLUED)
    at = marked.find(b"1" * shortest)
    while at >= 0:
        end = marked.find(b"0", at + shortest)
        end = len(marked) if end < 0 else end
        yield at, end
        at = marked.find(b"1" * shortest, end)


@cache
def _spellings(forms: tuple[tuple[str, int], ...]) -> tuple[tuple[bytes, bytes], ...]:
    """Give, for each alphabet, a table that marks it and the shortest marked run that may matter."""
    shortest: dict[str, int] = {}
    for alphabet, length in forms:
        shortest[alphabet] = min(length, shortest.get(alphabet, length))
    return tuple(
        (_marking(alphabet + alphabet.lower()), b"1" * (length - 1)) for alphabet, length in shortest.items()
    )


def _marking(characters: str) -> bytes:
    """Give the table that turns some characters into 1 and all others into 0."""
    return bytes(ord("1") if chr(byte) in characters else ord("0") for byte in range(256))


@cache
def _form(alphabet: str, last: str, length: int) -> re.Pattern[bytes]:
    body = re.escape(alphabet + alphabet.lower()).encode()
    end = re.escape(last + last.lower()).encode()
    return re.compile(b"[%s]{%d}[%s]" % (body, length - 1, end))


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


GLUED = _marking(string.ascii_letters + string.digits)
"""Marks what glues a number to its neighbours."""
