# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read a body for what a probe may know of it: counts, classes and a stated total, never values.

Of a packed body the beginning is unpacked in memory and read.
"""

import re
from bisect import bisect
from collections.abc import Iterable
from functools import cache
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
from mendsky.core.identity.vocabulary import has_lookalikes, latin_words, vocabulary
from mendsky.core.terms.nations import Nation

if TYPE_CHECKING:
    from mendsky.core.terms.probing import Reading, Seen

ROW = re.compile(rb"\n|<tr\b|<li\b|\{", re.IGNORECASE)
"""Where a line, a table row, a list item or a JSON object begins."""


def read(content: bytes, nation: Nation, birth_years: tuple[int, int]) -> "Reading":
    """Count identifiers, masked ones and rows, name data classes, and find the total that the page states.

    Most pages hold none of these, so each is looked for only where a quick look does not rule it out.
    """
    from mendsky.core.terms.probing import Reading  # noqa: PLC0415 - 20 ms, which a scan would take for nothing

    content = unpacked(content)
    text, plain = spelled_out(content)
    words = latin_words(plain)
    found = found_in(content, tables(nation, birth_years, general=False))
    found = _personal(found, nation) if found else found
    return Reading(
        identifiers=_seen(found) if found else (),
        hidden=_seen(_hidden(content, found)) if found else (),
        masked=masked(content, nation),
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


def _personal(found: Identifiers, nation: Nation) -> Identifiers:
    """Leave out what a page may show of an organisation."""
    return found.select(found.of_kinds(row.kind for row in nation.identifiers if row.sensitivity))


def _seen(found: Identifiers) -> "tuple[Seen, ...]":
    from mendsky.core.terms.probing import Seen  # noqa: PLC0415 - as above

    values: dict[tuple[str, str], list[tuple[int, ...]]] = {}
    packed = map(tuple, found.packed.tolist())
    for kind, tier, value in zip(found.kind.tolist(), found.tier.tolist(), packed, strict=True):
        values.setdefault((found.kinds[kind], TIERS[tier]), []).append(value)
    return tuple(
        Seen(kind=kind, tier=tier, occurrences=len(several), distinct=len(set(several)))
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
