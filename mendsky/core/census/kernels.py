# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sort out and hash pseudonyms in one pass of compiled code: what `summary` and `theta` do by arrays."""

from typing import Any

from mendsky.core.identity.judging import B, i64, u64
from mendsky.core.identity.vectors import compiled, entry, inlined, put


@inlined
def finish(word: Any) -> Any:
    """Finish a hash as MurmurHash3 does."""
    word = (word ^ (word >> u64(33))) * u64(0xFF51AFD7ED558CCD)
    word = (word ^ (word >> u64(33))) * u64(0xC4CEB9FE1A85EC53)
    return word ^ (word >> u64(33))


@compiled
def hashed_below(pseudonyms: Any, seed: Any, theta: Any, hashes: Any) -> Any:
    """Write the hashes between nought and `theta`, as `theta.grown` takes them; give how many there are.

    They are made first, which becomes vector code as long as nothing hangs on them.
    """
    for one in range(pseudonyms.shape[0]):
        word = entry(pseudonyms, one) * u64(0x87C37B91114253D5)
        word = ((word << u64(31)) | (word >> u64(33))) * u64(0x4CF5AD432745937F)
        first = (seed ^ word ^ u64(8)) + (seed ^ u64(8))
        put(hashes, one, (finish(first) + finish(first + (seed ^ u64(8)))) >> u64(1))
    several = i64(0)
    for one in range(pseudonyms.shape[0]):
        made = entry(hashes, one)
        put(hashes, several, made)
        several += i64((made < theta) & (made != u64(0)))
    return several


@compiled
def squeezed(ascending: Any) -> Any:
    """Leave out repetitions, in place; give how many are left."""
    if ascending.shape[0] == 0:
        return i64(0)
    several, last = i64(1), entry(ascending, 0)
    for one in range(1, ascending.shape[0]):
        value = entry(ascending, one)
        put(ascending, several, value)  # what is there has been read
        several += i64(value != last)
        last = value
    return several


@compiled
def parted(pseudonyms: Any, ends: Any, out: Any) -> None:
    """Put pseudonyms apart by their highest four bits; `ends`, given zeroed, says where each part ends."""
    for one in range(pseudonyms.shape[0]):
        part = i64(entry(pseudonyms, one) >> u64(60))
        put(ends, part, entry(ends, part) + 1)
    before = i64(0)
    for part in range(ends.shape[0]):
        count = entry(ends, part)
        put(ends, part, before)
        before += count
    for one in range(pseudonyms.shape[0]):
        part = i64(entry(pseudonyms, one) >> u64(60))
        at = entry(ends, part)
        put(out, at, entry(pseudonyms, one))
        put(ends, part, at + 1)


@compiled
def sort_out(found: Any, is_person: Any, ends: Any, by_kind: Any, people: Any) -> Any:
    """Put pseudonyms of tiers A and B apart by kind, and once more those that count as people.

    `ends`, given zeroed, has an entry for each kind: how many there are of it and of those before. Of each
    row the kind of a person that comes first counts. Gives the number of records and of people.
    """
    several, kinds = found.kind.shape[0], ends.shape[0]
    for one in range(several):
        kind = i64(entry(found.kind, one))
        put(ends, kind, entry(ends, kind) + i64(entry(found.tier, one) <= B))
    before = i64(0)
    for kind in range(kinds):
        count = entry(ends, kind)
        put(ends, kind, before)
        before += count
    records, counted, since, here, foremost = i64(0), i64(0), i64(0), i64(-1), i64(0)
    for one in range(several):
        if entry(found.tier, one) > B:
            continue
        kind, code = i64(entry(found.kind, one)), entry(found.codes, one)
        at = entry(ends, kind)
        put(by_kind, at, code)
        put(ends, kind, at + 1)
        if not entry(is_person, kind):
            continue
        row = entry(found.row, one)
        if row != here or kind < foremost:
            if row != here:
                records, here, since = records + 1, row, counted
            counted, foremost = since, kind
        if kind == foremost:
            put(people, counted, code)
            counted += 1
    return records, counted
