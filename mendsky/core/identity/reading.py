# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read a body for what a probe may know of it: counts, classes and a stated total, never values.

Of a packed body the beginning is unpacked in memory and read.
"""

import re
from bisect import bisect
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from mendsky.core.identity.encoding import spelled_out
from mendsky.core.identity.find import found_in
from mendsky.core.identity.identifiers import TIERS, B, Identifiers
from mendsky.core.identity.labels import named, without_markup
from mendsky.core.identity.masked import masked
from mendsky.core.identity.packed import unpacked
from mendsky.core.identity.tables import tables
from mendsky.core.identity.unshown import unshown
from mendsky.core.identity.vocabulary import Vocabulary, has_lookalikes, latin_letters, latin_words
from mendsky.core.terms.nations import Nation

if TYPE_CHECKING:
    from mendsky.core.terms.probing import Reading, Seen

ROW = re.compile(rb"\n|<tr\b|<li\b|\{", re.IGNORECASE)
"""Where a line, a table row, a list item or a JSON object begins."""


def read(content: bytes, nation: Nation, birth_years: tuple[int, int]) -> "Reading":
    """Count identifiers, masked ones and rows, name data classes, and find the total that the page states.

    Most pages hold none of these, so each is looked for only where a quick look does not rule it out.
    """
    content = unpacked(content)
    text, plain = spelled_out(content)
    letters, lookalikes = latin_letters(plain), has_lookalikes(text)
    # Who is given back what was taken had nothing to replace: it is UTF-8.
    found = found_in(content, tables(nation, birth_years, general=False), utf8=plain is content or None)
    found = _personal(found, nation) if found else found
    possible = _possible(text, letters, nation, lookalikes=lookalikes)
    return _kinds()[0](
        identifiers=_seen(found) if found else (),
        hidden=_seen(_hidden(content, found)) if found else (),
        masked=masked(content, nation),
        classes=_classes(text, latin_words(letters), nation, lookalikes=lookalikes),
        rows=_rows(content, found) if found else 0,
        stated_records=stated_records(text, possible) if possible else None,
    )


@cache
def _kinds() -> "tuple[type[Reading], type[Seen]]":
    """Give what is made of a body, loaded when the first one is read."""
    from mendsky.core.terms.probing import Reading, Seen  # noqa: PLC0415 - 20 ms, which a scan would take for nothing

    return Reading, Seen


def stated_records(text: str, patterns: Iterable[str]) -> int | None:
    """Give the largest number of records that a text says there are, or None where it says none."""
    totals = [
        int(match[1].replace(",", ""))
        for expression in patterns
        for match in _compiled(expression).finditer(text)
    ]
    return max(totals, default=None)


def _possible(text: str, letters: bytes, nation: Nation, *, lookalikes: bool) -> list[str]:
    """Give the patterns of totals of which the text has a word."""
    latin, others = _total_words(nation)
    return [
        *(pattern for word, pattern in latin if word in letters or lookalikes),
        # One character is found ten times as fast as several.
        *(pattern for word, pattern in others if word[0] in text and word in text),
    ]


@lru_cache(maxsize=8)
def _total_words(nation: Nation) -> tuple[list[tuple[bytes, str]], list[tuple[str, str]]]:
    """Give each word of totals with its pattern: first those of ASCII letters, then the others."""
    pairs = [
        (word, pattern)
        for pattern, words in zip(nation.total_patterns, nation.total_words, strict=True)
        for word in words
    ]
    return (
        [(word.encode(), pattern) for word, pattern in pairs if word.isascii()],
        [(word, pattern) for word, pattern in pairs if not word.isascii()],
    )


def _classes(text: str, words: set[bytes], nation: Nation, *, lookalikes: bool) -> frozenset[str]:
    suspects = _labels(nation).suspects(text, words, lookalikes=lookalikes)
    if not suspects:
        return frozenset()
    spoken, rows = without_markup(text), nation.data_classes
    return frozenset(rows[position].key for position, labels in suspects.items() if named(spoken, labels))


@lru_cache(maxsize=8)
def _labels(nation: Nation) -> Vocabulary:
    return Vocabulary(tuple(row.labels for row in nation.data_classes))


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def _personal(found: Identifiers, nation: Nation) -> Identifiers:
    """Leave out what a page may show of an organisation."""
    return found.select(found.of_kinds(row.kind for row in nation.identifiers if row.sensitivity))


def _seen(found: Identifiers) -> "tuple[Seen, ...]":
    made = _kinds()[1]
    values: dict[tuple[str, str], list[tuple[int, ...]]] = {}
    packed = map(tuple, found.packed.tolist())
    for kind, tier, value in zip(found.kind.tolist(), found.tier.tolist(), packed, strict=True):
        values.setdefault((found.kinds[kind], TIERS[tier]), []).append(value)
    return tuple(
        made(kind=kind, tier=tier, occurrences=len(several), distinct=len(set(several)))
        for (kind, tier), several in sorted(values.items())
    )


def _hidden(content: bytes, found: Identifiers) -> Identifiers:
    """Leave those of which the value stands nowhere in what the page shows."""
    spans = unshown(content)
    starts = [start for start, _ in spans]
    places = [bisect(starts, offset) - 1 for offset in found.offset.tolist()]
    within = [
        place >= 0 and offset < spans[place][1]
        for place, offset in zip(places, found.offset.tolist(), strict=True)
    ]
    values = list(zip(found.kind.tolist(), map(tuple, found.packed.tolist()), strict=True))
    shown = {value for value, inside in zip(values, within, strict=True) if not inside}
    return found.select(np.array([value not in shown for value in values], dtype=bool))


def _rows(content: bytes, found: Identifiers) -> int:
    starts = [match.start() for match in ROW.finditer(content)]
    return len({bisect(starts, offset) for offset in found.offset[found.tier <= B].tolist()})
