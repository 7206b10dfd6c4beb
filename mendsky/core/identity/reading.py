# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read a body for what a probe may know of it: counts, classes and a stated total, never values."""

import re
from bisect import bisect
from functools import cache

from mendsky.core.identity.encoding import decoded, flat
from mendsky.core.identity.find import Found, canonical, find
from mendsky.core.identity.labels import named, without_markup
from mendsky.core.terms.nations import Nation
from mendsky.core.terms.probing import Reading, Seen

MASKED = re.compile(rb"(?<![0-9A-Za-z*])[0-9]{1,15}\*{3,}[0-9]{0,8}[0-9Xx]?(?![0-9A-Za-z*])")
ROW = re.compile(rb"\n|<tr\b|<li\b|\{", re.IGNORECASE)
"""Where a line, a table row, a list item or a JSON object begins."""


def read(content: bytes, nation: Nation, birth_years: tuple[int, int]) -> Reading:
    """Count identifiers, masked ones and rows, name data classes, and find the total that the page states."""
    found = find(content, nation, birth_years)
    text = decoded(content)
    words = without_markup(text)
    return Reading(
        identifiers=_seen(content, found, nation),
        masked=_masked(content, nation),
        classes=frozenset(row.key for row in nation.data_classes if named(words, row.labels)),
        rows=_rows(content, found),
        stated_records=stated_records(text, nation.total_patterns),
    )


def stated_records(text: str, patterns: tuple[str, ...]) -> int | None:
    """Give the largest number of records that a text says there are, or None where it says none."""
    totals = [
        int(match[1].replace(",", ""))
        for expression in patterns
        for match in _compiled(expression).finditer(text)
    ]
    return max(totals, default=None)


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
