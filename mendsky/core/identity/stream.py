# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Find identifiers in a content that comes in chunks, as if it had come whole."""

import numpy as np

from mendsky.core.identity.encoding import NOUGHT
from mendsky.core.identity.find import found_within
from mendsky.core.identity.identifiers import Identifiers
from mendsky.core.identity.labels import Heads, Surroundings
from mendsky.core.identity.tables import tables
from mendsky.core.terms.nations import Nation

AHEAD = 512
"""Bytes that must be known behind an identifier's beginning: more than any is long."""
BEHIND = 512
"""Bytes that are kept before: as far as a label may stand, and any escape."""
LONGEST_LINE = 1 << 16
"""A line is kept from its beginning, which tells the columns, up to this many bytes."""
CONTINUING, FIRST = 0x80, 0xC0
"""Bytes from the one up to the other continue a character of UTF-8."""
LEAST = 1 << 13
"""Less is put aside until there is more."""


class Stream:
    """Finds identifiers chunk by chunk; each is given once, with its offset in the whole content."""

    def __init__(self, nation: Nation, birth_years: tuple[int, int]) -> None:
        self._asked = tables(nation, birth_years)
        self._kept = b""
        self._at = 0
        """Offset of what is kept in the whole content."""
        self._done = 0
        """Identifiers that begin before this offset have been given."""
        self._heads: Heads | None = None

    def feed(self, chunk: bytes) -> Identifiers:
        """Give the identifiers that have become certain by a further chunk."""
        self._kept += chunk
        if len(self._kept) < self._done - self._at + AHEAD + LEAST:
            return Identifiers.none(self._asked.kinds)
        return self._given(self._at + len(self._kept) - AHEAD)

    def end(self) -> Identifiers:
        """Give the rest."""
        rest = self._given(self._at + len(self._kept))
        self._kept, self._at = b"", self._done
        return rest

    def _given(self, until: int) -> Identifiers:
        content = self._kept
        goes_on = until < self._at + len(content)
        found, surroundings = found_within(content, self._asked, self._heads, goes_on=goes_on)
        first, last = np.searchsorted(found.offset, (self._done - self._at, until - self._at)).tolist()
        new = found.select(slice(first, last)).moved(self._at)
        # None begins within another, so that the last one ends last.
        self._done = max(until, int(new.offset[-1] + new.length[-1])) if len(new) else until
        keep = self._begin(max(0, until - BEHIND - self._at), surroundings)
        self._heads = surroundings.heads(keep)
        self._kept, self._at = content[keep:], self._at + keep
        return new

    def _begin(self, keep: int, surroundings: Surroundings) -> int:
        """Give where the line, table row or at least the character begins in which an offset lies."""
        content = self._kept
        row = surroundings.row_before(keep)
        line = content.rfind(b"\n", 0, keep) + 1
        begin = max(line, 0) if row is None else row
        if keep - begin > LONGEST_LINE:
            begin = keep
        while begin and keep - begin < LONGEST_LINE and CONTINUING <= content[begin] < FIRST:
            begin -= 1
        # In UTF-16 a part begins at whole units.
        return (
            begin - (self._at + begin) % 2 if begin and NOUGHT in content[begin : begin + BEHIND] else begin
        )
