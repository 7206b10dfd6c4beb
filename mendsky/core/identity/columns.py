# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Evidence by column: what one number cannot prove, a column of them can.

A form without a check digit (tier C) counts as B where the head of its column names it, or where at
least 95 % of the column's filled cells have the form and chance does not explain that. Numbers that
run on, such as those of orders, have one beginning; those of people have many, so a column must
show several. What was found before a column had shown enough is lifted when it has.
"""

from dataclasses import dataclass, replace

import numpy as np

from mendsky.core.identity import general, international
from mendsky.core.identity.cells import Cells, Cutter, Positions
from mendsky.core.identity.cutters import cutter
from mendsky.core.identity.encoding import is_utf8
from mendsky.core.identity.evidence import LEAST_CELLS, Column, proves
from mendsky.core.identity.formats import Format
from mendsky.core.identity.heads import Heads
from mendsky.core.identity.held import Held
from mendsky.core.identity.identifiers import B, C, Identifiers
from mendsky.core.identity.layout import BEGINNING, sniff
from mendsky.core.identity.masked import masked
from mendsky.core.identity.separated import Separated
from mendsky.core.identity.stream import AHEAD, LEAST
from mendsky.core.identity.sweep import WEAK, Swept, lift, sweep
from mendsky.core.identity.tally import are_whole, tally, tally_found
from mendsky.core.terms.nations import Nation

BLOCK = 1 << 18
"""Bytes that are cut together, since each cut has its price."""
LONGEST_ROW = 1 << 20
"""Bytes within which a row must end; a longer one is cut."""
HELD_BACK = AHEAD + LEAST
"""Bytes at the end of what was fed in which the stream may still find identifiers later."""
LITTLE = 1 << 20
"""Bytes that are placed by arrays, before compiled code is worth its import."""
LEAST_DAMAGED = 3
DAMAGED_SHARE = 0.5
STAR = b"*"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Placed:
    """Identifiers with their places in tables."""

    identifiers: Identifiers
    """Offsets are those in all that was fed; tiers are lifted as far as evidence goes by now."""
    row: Positions
    """Number of each one's row, ascending over all that was fed."""
    column: Positions
    """Index into `Columns.columns` for each; -1 where it stands in none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Damage:
    """A column of identifiers that lost digits: people in it cannot be counted, only bounded from below."""

    kind: str
    cells: int
    """Cells that lost digits."""


class Columns:
    """Tallies one content as it comes, beside the stream that finds its identifiers."""

    def __init__(self, nation: Nation) -> None:
        self.columns: list[Column] = []
        self.rows = 0
        """Rows seen so far, heads and empty ones included."""
        self.masked = 0
        """Identifiers seen with stars in place of some characters."""
        self._nation = nation
        self._rows = {row.kind: row for row in (*nation.identifiers, *general.ROWS)}
        self._heads = Heads(nation)
        self._cutter: Cutter | None = None
        self._formats: tuple[Format, ...] = ()
        self._held = Held()
        self._from = 0
        """Offset of what is held in all that was fed."""
        self._waiting: list[Identifiers] = []

    def feed(self, chunk: bytes, found: Identifiers) -> list[Placed]:
        """Take the next bytes and what the stream gave for them; give what is placed by now."""
        self._held.add(chunk)
        self._waiting.append(found)
        return self._placed(final=False) if self._held.size >= BLOCK else []

    def end(self, found: Identifiers) -> list[Placed]:
        """Take what the stream gave at the end, and place all that is left."""
        self._waiting.append(found)
        return self._placed(final=True)

    def lifts(self, column: int, kind: str) -> bool:
        """Say whether what a column holds of a kind at tier C counts as B, by all that was seen of it."""
        seen, row = self.columns[column], self._rows.get(kind)
        return self._heads.announce(seen.head, kind) or (row is not None and proves(seen, row))

    def classes(self) -> frozenset[str]:
        """Name the data classes that the columns' heads name, where something stands below."""
        return frozenset(
            key for seen in self.columns if seen.filled for key in self._heads.classes(seen.head)
        )

    def damages(self) -> list[Damage]:
        """Name the columns in which most numbers lost digits."""
        found = []
        for seen in self.columns:
            if seen.damaged < max(LEAST_DAMAGED, DAMAGED_SHARE * seen.filled):
                continue
            kinds = [
                row.kind for row in self._nation.identifiers if self._heads.announce(seen.head, row.kind)
            ]
            if not kinds and seen.surely_damaged >= max(LEAST_CELLS, DAMAGED_SHARE * seen.filled):
                kinds = [row.kind for row in self._nation.identifiers if row.division_at == 0]
            found += [Damage(kind=kind, cells=seen.damaged) for kind in kinds[:1]]
        return found

    def _placed(self, *, final: bool) -> list[Placed]:
        held, placed = self._held, list[Placed]()
        if self._cutter is None:
            self._cutter = cutter(sniff(held.first(BEGINNING + 1)))
            self._formats = international.mentioned(held.first(BEGINNING))
        while end := self._end(self._cutter, final=final):
            waiting = Identifiers.joined(self._waiting)
            until = int(np.searchsorted(waiting.offset, self._from + end))
            self._waiting, found = [_slice(waiting, until, len(waiting))], _slice(waiting, 0, until)
            placed += self._place(end, found, self._cutter)
            held.drop(end)
            self._from += end
            if not final and held.size < BLOCK:
                break
        return placed

    def _end(self, cut: Cutter, *, final: bool) -> int:
        """Give how much of what is held is to be cut now; at the beginning little: arrays take much room."""
        size = self._held.size
        most = size if final else max(size - HELD_BACK, 0)
        if self._from < LITTLE and most > BLOCK and (end := cut.end(self._held.room, BLOCK)):
            return end
        if final:
            return size
        end = cut.end(self._held.room, most)
        return min(most, LONGEST_ROW) if not end and size >= LONGEST_ROW else end

    def _place(self, size: int, found: Identifiers, cut: Cutter) -> list[Placed]:
        if not len(found) and self._from >= LITTLE and not self._formats and self._skips(size, cut):
            self.rows += 1
            self._mask(size)
            return []
        if (swept := self._swept(size, found, cut)) is not None:
            self.rows += swept.rows
            if swept.stars:
                self._mask(size)
            lift(found, swept, self._lifting(found, np.flatnonzero(swept.pairs[:, WEAK])))
            return [Placed(identifiers=found, row=swept.row, column=swept.column)] if len(found) else []
        self._mask(size)
        return self._cut(self._held.first(size), found.moved(-self._from), cut)

    def _mask(self, size: int) -> None:
        """Count masked identifiers, where a star stands at all."""
        if self._held.room.find(STAR, 0, size) >= 0:
            self.masked += masked(self._held.first(size), self._nation)

    def _skips(self, size: int, cut: Cutter) -> bool:
        return cut.skips(b"" if isinstance(cut, Separated) else self._held.first(size))

    def _cut(self, content: bytes, found: Identifiers, cut: Cutter) -> list[Placed]:
        first, cells = self.rows, cut.cut(content)
        self.rows += len(cells.rows)
        self.columns += [Column(head=head) for head in cells.heads[len(self.columns) :]]
        which, column = _columns(cells, found)
        tally(self.columns, content, cells, self._nation)
        tally_found(self.columns, found, column, are_whole(cells, found, which, column), self._rows)
        found = self._lifted(found, column)
        foreign = self._foreign(content, cells, found)
        return [
            self._at(part, np.searchsorted(cells.rows, part.offset, side="right") + first, place)
            for part, place in ((found, column), (foreign, _columns(cells, foreign)[1]))
            if len(part)
        ]

    def _at(self, found: Identifiers, row: Positions, column: Positions) -> Placed:
        return Placed(identifiers=found.moved(self._from), row=row, column=column)

    def _swept(self, size: int, found: Identifiers, cut: Cutter) -> Swept | None:
        """Place what compiled code can place: much separated text without other nations' identifiers."""
        if self._from < LITTLE or not isinstance(cut, Separated) or self._formats:
            return None
        if any(seen.foreign for seen in self.columns):
            return None
        if cut.delimiter == b"|" and not is_utf8(self._held.first(size)):
            return None
        swept = sweep(
            self._held.room,
            cut.delimiter,
            found,
            self.columns,
            self._nation,
            size=size,
            base=self._from,
            first_row=self.rows + 1,
        )
        cut.widen(len(self.columns))
        return swept

    def _foreign(self, content: bytes, cells: Cells, found: Identifiers) -> Identifiers:
        """Find other nations' identifiers where none of the nation's own stands."""
        parts = [international.announced(content, self._formats)]
        for number, seen in enumerate(self.columns):
            if not seen.judged and len(seen.sample) >= LEAST_CELLS:
                seen.judged = True
                ours = sum(seen.passes.values()) * 2 >= seen.filled
                seen.foreign = None if ours else international.judged(seen.head, seen.sample)
            if seen.foreign is not None:
                parts.append(international.in_column(content, cells, number, seen.foreign))
        foreign = Identifiers.joined(parts)
        if not len(foreign):
            return foreign
        first = np.unique(foreign.offset, return_index=True)[1]
        foreign = foreign.select(first)
        sure = found.select(found.tier <= B)
        before = np.searchsorted(sure.offset, foreign.offset + foreign.length) - 1
        ends = np.append(sure.offset + sure.length, -1)
        return foreign.select(ends[before] <= foreign.offset)

    def _lifted(self, found: Identifiers, column: Positions) -> Identifiers:
        tier = found.tier.copy()
        weak = np.flatnonzero((tier == C) & (column >= 0))
        pair = column[weak] * len(found.kinds) + found.kind[weak]
        counts = np.bincount(pair)
        lifted = np.zeros(len(counts), dtype=np.bool_)
        lifted[self._lifting(found, np.flatnonzero(counts))] = True
        tier[weak[lifted[pair]]] = B
        return replace(found, tier=tier)

    def _lifting(self, found: Identifiers, pairs: Positions) -> list[int]:
        """Give those pairs of a column and a kind, the number of kinds to a column, that are lifted."""
        kinds = len(found.kinds)
        return [one for one in pairs.tolist() if self.lifts(one // kinds, found.kinds[one % kinds])]


def _columns(cells: Cells, found: Identifiers) -> tuple[Positions, Positions]:
    """Give the cell in or behind which each identifier stands, and its column."""
    which = np.searchsorted(cells.start, found.offset, side="right") - 1
    return which, np.where(which >= 0, np.append(cells.column, -1)[which], -1)


def _slice(found: Identifiers, start: int, stop: int) -> Identifiers:
    """Give some that follow one another, without copying them."""
    return replace(
        found,
        kind=found.kind[start:stop],
        offset=found.offset[start:stop],
        length=found.length[start:stop],
        tier=found.tier[start:stop],
        packed=found.packed[start:stop],
    )
