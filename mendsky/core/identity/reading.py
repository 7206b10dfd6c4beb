# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read a body for what a probe may know of it: counts, classes and a stated total, never values.

Of a packed body the beginning is unpacked in memory and read.
"""

import re
from bisect import bisect
from collections.abc import Iterable
from functools import cache

from mendsky.core.identity.encoding import flat, spelled_out
from mendsky.core.identity.find import Found, canonical, find
from mendsky.core.identity.labels import named, without_markup
from mendsky.core.identity.packed import unpacked
from mendsky.core.identity.vocabulary import has_lookalikes, latin_words, vocabulary
from mendsky.core.terms.nations import Nation
from mendsky.core.terms.probing import Reading, Seen

MASKED = re.compile(rb"(?<![0-9A-Za-z*])[0-9]{1,15}\*{3,}[0-9]{0,8}[0-9Xx]?(?![0-9A-Za-z*])")
STAR = b"*"
ROW = re.compile(rb"\n|<tr\b|<li\b|\{", re.IGNORECASE)
"""Where a line, a table row, a list item or a JSON object begins."""


def read(content: bytes, nation: Nation, birth_years: tuple[int, int]) -> Reading:
    """Count identifiers, masked ones and rows, name data classes, and find the total that the page states.

    Most pages hold none of these, so each is looked for only where a quick look does not rule it out.
    """
    content = unpacked(content)
    text, plain = spelled_out(content)
    words = latin_words(plain)
    found = find(content, nation, birth_years)
    return Reading(
        identifiers=_seen(content, found, nation),
        masked=_masked(content, nation) if STAR in content else 0,
        classes=_classes(text, words, nation),
        rows=_rows(content, found) if found else 0,
        stated_records=stated_records(text, _possible(text, words, nation)),
    )


def stated_records(text: str, patterns: Iterable[str]) -> int | None:
    """Give the largest number of records that a text says there are, or None where it says none."""
    totals = [
        int(match[1].replace(",", ""))
        for expression in patterns
        for match in _compiled(expression).finditer(text)
    ]
    return max(totals, default=None)


def _possible(text: str, words: frozenset[bytes], nation: Nation) -> list[str]:
    """Give the patterns of totals of which the text has a word."""
    return [
        expression
        for expression, wanted in zip(nation.total_patterns, nation.total_words, strict=True)
        if any(_has(one, text, words) for one in wanted)
    ]


def _has(wanted: str, text: str, words: frozenset[bytes]) -> bool:
    if wanted.isascii():
        needle = wanted.encode()
        return any(needle in word for word in words) or has_lookalikes(text)
    return wanted[0] in text and wanted in text  # one character is found ten times as fast


def _classes(text: str, words: frozenset[bytes], nation: Nation) -> frozenset[str]:
    rows = nation.data_classes
    suspects = vocabulary(tuple(row.labels for row in rows)).suspects(text, words)
    if not suspects:
        return frozenset()
    spoken = without_markup(text)
    return frozenset(rows[position].key for position, labels in suspects.items() if named(spoken, labels))


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def _seen(content: bytes, found: tuple[Found, ...], nation: Nation) -> tuple[Seen, ...]:
    values: dict[tuple[str, str], list[bytes]] = {}
    for one in found:
        values.setdefault((one.kind, one.tier), []).append(canonical(content, one, nation))
    return tuple(
        Seen(kind=kind, tier=tier, occurrences=len(several), distinct=len(set(several)))
        for (kind, tier), several in sorted(values.items())
    )


def _masked(content: bytes, nation: Nation) -> int:
    lengths = {row.length for row in nation.identifiers}
    return sum(len(match[0]) in lengths for match in MASKED.finditer(flat(content)))


def _rows(content: bytes, found: tuple[Found, ...]) -> int:
    starts = [match.start() for match in ROW.finditer(content)]
    return len({bisect(starts, one.start) for one in found if one.tier in {"A", "B"}})
