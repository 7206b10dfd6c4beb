# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A nation's rows of identifiers made ready for the judge, once for each nation and window of birth years."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from mendsky.core.identity.general import ROWS
from mendsky.core.terms.nations import IdentifierRow, Nation

DIGITS = frozenset("0123456789")
ANCHOR = 7
"""Digits in a row that every word has which is looked at; only plates and addresses do without."""
ASCII = "".join(map(chr, range(128)))
PART = re.compile(r"(\[[^\]]+\]|.)(?:\{(\d+)\})?")
CODE = 6
"""Digits of a division's code."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Form:
    """One form of one kind: what characters it has and what they are judged by."""

    kind: int
    """Place of the kind in `Tables.kinds`."""
    row: IdentifierRow
    length: int
    places: tuple[str, ...]
    """Characters allowed at each place."""
    prefixes: tuple[bytes, ...]
    worth: dict[int, int]
    """What each character counts in the weighted sum."""
    noughts: int
    """What the weighted sum of bytes has above that of the digits for which they stand."""
    check: bytes
    numbered: bool
    """The canonical form is digits with a check character that follows from them."""
    old: bool
    """It is a former form without check character."""

    @lru_cache(maxsize=512)  # noqa: B019 - forms live as long as their tables
    def pattern(self) -> re.Pattern[bytes]:
        """Give what its characters match, compiled when first asked for: a start would take 10 ms for all."""
        return re.compile(b"".join(b"[%s]" % re.escape(place).encode() for place in self.places))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Tables:
    """What the judge asks."""

    kinds: tuple[str, ...]
    rows: tuple[IdentifierRow, ...]
    """The row of each kind."""
    by_length: dict[int, tuple[Form, ...]]
    """Forms without a lead, in the order of the rows."""
    led: dict[bytes, tuple[Form, ...]]
    """Forms by the word that stands before them, written in UTF-8 and in GB18030."""
    leads: dict[bytes, bytes]
    """Each writing of such a word → the one in UTF-8, which belongs to the canonical form."""
    lead_sizes: tuple[int, ...]
    """Bytes that such a word may have."""
    dialled: tuple[tuple[bytes, int, int], ...]
    """Digits that may stand before a form: the digits, the length with them, the kind."""
    groups: dict[tuple[int, ...], int]
    """Sizes of groups → characters in all."""
    issued: frozenset[bytes]
    """Division codes that were ever issued."""
    beginnings: frozenset[bytes]
    """Their first two digits."""
    birth_years: tuple[int, int]
    general: bool
    """E-mail addresses, IBANs and telephone numbers are looked for, too."""
    region: str
    """ISO 3166 code by which a telephone number without country code is read."""


def tables(nation: Nation, birth_years: tuple[int, int], *, general: bool = True) -> Tables:
    """Give the tables of a nation; without `general`, of its own kinds only."""
    return _kept(nation, birth_years, general)


@lru_cache(maxsize=64)
def _kept(nation: Nation, birth_years: tuple[int, int], general: bool) -> Tables:  # noqa: FBT001 - a key of the cache
    own = {row.kind for row in nation.identifiers}
    rows = (*nation.identifiers, *(row for row in ROWS if general and row.kind not in own))
    by_length: dict[int, list[Form]] = {}
    led: dict[bytes, list[Form]] = {}
    for kind, row in enumerate(rows):
        for form in _forms(kind, row):
            if not row.leads:
                by_length.setdefault(form.length, []).append(form)
            for lead in _writings(row.leads):
                led.setdefault(lead, []).append(form)
    return Tables(
        kinds=tuple(row.kind for row in rows),
        rows=rows,
        by_length={length: tuple(forms) for length, forms in by_length.items()},
        led={lead: tuple(forms) for lead, forms in led.items()},
        leads={lead: utf8 for row in rows for lead, utf8 in _writings(row.leads).items()},
        lead_sizes=tuple(sorted({len(lead) for lead in led}, reverse=True)),
        dialled=tuple(
            (digits.encode(), len(digits) + row.length, kind)
            for kind, row in enumerate(rows)
            for digits in row.dialled
        ),
        groups={sizes: sum(sizes) for row in rows for sizes in row.groups},
        issued=frozenset(code.encode() for code in nation.issued_codes),
        beginnings=frozenset(code[:2].encode() for code in nation.issued_codes),
        birth_years=birth_years,
        general=general,
        region=nation.code,
    )


def parsed(form: str) -> tuple[str, ...]:
    """Give the characters allowed at each place of a form such as `[A-C]1[0-9]{7}`."""
    places: list[str] = []
    for one, times in PART.findall(form):
        places += [_allowed(one)] * int(times or 1)
    return tuple(places)


def row_forms(row: IdentifierRow) -> tuple[tuple[str, ...], ...]:
    """Give all forms of a row, each as the characters allowed at its places."""
    if row.forms:
        return tuple(parsed(form) for form in row.forms)
    if not row.length:
        return ()
    return ((*(row.alphabet,) * (row.length - 1), row.last),)


@cache
def _allowed(one: str) -> str:
    return "".join(re.findall(one, ASCII))


def _forms(kind: int, row: IdentifierRow) -> list[Form]:
    forms = [_form(kind, row, places, old=False) for places in row_forms(row)]
    if row.old_form is not None:
        length = row.length - len(row.old_form[1]) - 1
        forms.append(_form(kind, row, ("0123456789",) * length, old=True))
    return forms


def _form(kind: int, row: IdentifierRow, places: tuple[str, ...], *, old: bool) -> Form:
    return Form(
        kind=kind,
        row=row,
        length=len(places),
        places=places,
        prefixes=tuple(prefix.encode() for prefix in row.prefixes),
        worth={ord(character): worth for worth, character in enumerate(row.alphabet)},
        noughts=ord("0") * sum(row.weights),
        check=row.check.encode(),
        numbered=bool(row.weights) and set(row.alphabet) <= DIGITS and row.length <= 18,
        old=old,
    )


def _writings(leads: tuple[str, ...]) -> dict[bytes, bytes]:
    return {lead.encode(encoding): lead.encode() for lead in leads for encoding in ("utf-8", "gb18030")}
