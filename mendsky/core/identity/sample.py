# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The beginning of a text that tells of no more people than may be read of."""

from typing import TYPE_CHECKING

from mendsky.core.identity.reading import read
from mendsky.core.terms.nations import Nation

if TYPE_CHECKING:
    from mendsky.core.terms.probing import Reading

ROW_BYTES = 19
"""The shortest row with an identifier that matters: eighteen characters and a line end."""
STRETCH = 1 << 16
"""Bytes that are looked at together as long as they tell of nobody."""


def beginning(text: bytes, nation: Nation, birth_years: tuple[int, int], *, most: int) -> int:
    """Give how many bytes of a text may be read so that they tell of no more than `most` people.

    Whole lines are taken; what tells of nobody costs nothing, however long it is. Only one line that is
    longer than `most` of the shortest rows can tell of more.
    """
    at, size = 0, ROW_BYTES * most
    while most > 0 and at < len(text):
        end = _line_end(text, at, size)
        found = people(read(text[at:end], nation, birth_years))
        if found and size > ROW_BYTES * most:
            # Somebody stands in a stretch that may hold more than are left: less of it at once.
            size = ROW_BYTES * most
            continue
        most, at = most - found, end
        size = ROW_BYTES * most if found else min(2 * size, max(STRETCH, size))
    return at


def _line_end(text: bytes, at: int, size: int) -> int:
    """Give the end of the last whole line within so many bytes, or of the first where none is so short."""
    if at + size >= len(text):
        return len(text)
    return text.rfind(b"\n", at, at + size) + 1 or text.find(b"\n", at + size) + 1 or len(text)


def people(reading: "Reading") -> int:
    """Give of how many people a reading tells, those with hidden digits included."""
    kinds: dict[str, int] = {}
    for seen in reading.identifiers:
        kinds[seen.kind] = kinds.get(seen.kind, 0) + seen.occurrences
    return max(kinds.values(), default=0) + reading.masked
