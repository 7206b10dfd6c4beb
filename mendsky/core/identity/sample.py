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
PARTING = (b" ", b",", b";", b"|", b"\t", b">", b"<")
"""What stands between the words of a line that is too long."""
STRETCH = 1 << 16
"""Bytes that are looked at together as long as they tell of nobody."""


def beginning(text: bytes, nation: Nation, birth_years: tuple[int, int], *, most: int) -> int:
    """Give how many bytes of a text may be read so that they tell of no more than `most` people.

    What tells of nobody costs nothing, however long it is. The text is cut at the end of a line, or in one
    that is too long between two words.
    """
    ends, left, size = [0], most, ROW_BYTES * most
    while left > 0 and ends[-1] < len(text):
        at = ends[-1]
        end = _cut(text, at, size)
        found = people(read(text[at:end], nation, birth_years))
        if found and size > ROW_BYTES * left:
            # Somebody stands in a stretch that may hold more than are left: less of it at once.
            size = ROW_BYTES * left
            continue
        left -= found
        ends.append(end)
        size = ROW_BYTES * left if found else min(2 * size, max(STRETCH, size))
    # Whose number was cut in two is seen in the whole alone.
    while people(read(text[: ends[-1]], nation, birth_years)) > most:
        ends.pop()
    return ends[-1]


def _cut(text: bytes, at: int, size: int) -> int:
    """Give where to cut a text within so many bytes from an offset."""
    if at + size >= len(text):
        return len(text)
    line = text.rfind(b"\n", at, at + size) + 1
    return line or max(text.rfind(mark, at, at + size) for mark in PARTING) + 1 or at + size


def people(reading: "Reading") -> int:
    """Give of how many people a reading tells, those with hidden digits included."""
    kinds: dict[str, int] = {}
    for seen in reading.identifiers:
        kinds[seen.kind] = kinds.get(seen.kind, 0) + seen.occurrences
    return max(kinds.values(), default=0) + reading.masked
