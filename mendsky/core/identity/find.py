# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Find personal identifiers in bytes and say how certain each is.

A page is looked at word by word, more by arrays, and megabytes by compiled kernels; all three say the
same. Of what they find at tier C only is asked whether a label or a column head says what it is.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mendsky.core.identity import compiled, packing, tags
from mendsky.core.identity.arrays import ONLY_IN_CONTEXT, Bulk, found_by_arrays
from mendsky.core.identity.compiled import found_by_kernels, kernels, settled_by_kernel
from mendsky.core.identity.encoding import NOUGHT, sixteen
from mendsky.core.identity.identifiers import B, C, Identifiers
from mendsky.core.identity.labels import NEAR, Heads, Surroundings
from mendsky.core.identity.lookup import lookup
from mendsky.core.identity.page import RUN, Candidate, Page
from mendsky.core.identity.sweep import sweep
from mendsky.core.identity.tables import Tables, tables
from mendsky.core.terms.nations import Nation

FEW, SMALL = 64, 1 << 14
"""Below so many long runs of digits and so many bytes, words are looked at one by one."""
WORTH_A_KERNEL = 1 << 16
"""From so many bytes on kernels that are loaded already are asked."""
LARGE = 1 << 20
"""From so many bytes on the kernels are worth being loaded."""
Found = tuple[int, int, int, int, tuple[int, int]]
"""Offset, length, kind, tier and packed identifier of one."""


def find(content: bytes, nation: Nation, birth_years: tuple[int, int]) -> Identifiers:
    """Find all identifiers of the nation's kinds and the general ones, in the order in which they stand.

    `birth_years` are the first and the last year, both included, of birth dates that count. Where two
    overlap, the one that begins first is given, of two that begin together the longer.
    """
    return found_in(content, tables(nation, birth_years))


def prepare(nation: Nation, birth_years: tuple[int, int], say: Callable[[], object]) -> bool:
    """Make the kernels ready, calling `say` once where they must be compiled; say whether there are any.

    Without it the first large content takes the seconds that they need. They are kept where numba keeps
    what it compiled: beside the package, else in the user's cache or in `NUMBA_CACHE_DIR`.
    """

    def of_tables(content: bytes, found: Identifiers) -> None:
        tags.tags(content.ljust(tags.LARGE))
        sweep(content, b",", found, [], nation)

    return compiled.prepare(tables(nation, birth_years), say, of_tables)


def kernels_loaded() -> bool:
    """Say whether there are kernels, without loading them."""
    return "mendsky.core.identity.kernels" in sys.modules and kernels() is not None


def found_in(content: bytes, asked: Tables, *, utf8: bool | None = None) -> Identifiers:
    """Find all identifiers, given the tables of a nation, and whether it is UTF-8 where that is known."""
    return found_within(content, asked, utf8=utf8)[0]


def found_within(
    content: bytes,
    asked: Tables,
    heads: Heads | None = None,
    *,
    goes_on: bool = False,
    utf8: bool | None = None,
) -> tuple[Identifiers, Surroundings]:
    """Find all identifiers in a content, or in a part of one behind its heads; say what surrounds them.

    Where it goes on, what begins in its last `compiled.REACH` bytes may be left out.
    """
    early = NOUGHT in content[:SMALL]
    if early and (encoding := sixteen(content)) is not None:
        return _of_sixteen(content, encoding, asked), Surroundings(content, heads)
    page = Page(content, asked, utf8=utf8)
    if len(content) < SMALL:
        classes = page.classes()
        if (runs := classes.count(RUN)) < FEW:
            candidates = page.candidates if runs else page.other_candidates
            found, around = tuple(candidates(classes)), Surroundings(content, heads)
            return settled(found, around, asked) if found else Identifiers.none(asked.kinds), around
    loaded = len(content) >= WORTH_A_KERNEL and kernels_loaded()
    large = loaded or (len(content) >= LARGE and kernels() is not None)
    look = lookup(asked)
    bulk = found_by_kernels(page, look, goes_on=goes_on) if large else found_by_arrays(page, look)
    around = Surroundings(content, heads, tables=bulk.may_have_tables)
    if bulk.has_nought and not early and (encoding := sixteen(content)) is not None:
        return _of_sixteen(content, encoding, asked), around
    if not bulk.closer and not (bulk.identifiers.tier >= C).any():
        return apart(bulk.identifiers), around
    return joined(content, bulk, around, asked, by_kernel=large), around


def _of_sixteen(content: bytes, encoding: str, asked: Tables) -> Identifiers:
    """Find all identifiers in UTF-16: those of the same text in UTF-8, with their offsets in the content."""
    text = content.decode(encoding, errors="replace").encode()
    found = found_in(text.replace(b"\x00", b" "), asked)
    characters = np.frombuffer(text + b"\n", dtype=np.uint8)
    # A character of four bytes in UTF-8 has two units of two bytes here, any other one.
    units = np.cumsum(((characters & 0xC0) != 0x80).astype(np.int64) + (characters >= 0xF0))
    offset, end = (2 * (units[at] - 1) for at in (found.offset, found.offset + found.length))
    return replace(found, offset=offset, length=end - offset)


def joined(
    content: bytes, bulk: Bulk, surroundings: Surroundings, asked: Tables, *, by_kernel: bool
) -> Identifiers:
    """Ask of what was found what surrounds it, and put it in order."""
    plain, labels = bulk.identifiers, tuple(row.labels for row in asked.rows)
    lines = surroundings.lines(labels) if by_kernel else None
    first = int(np.searchsorted(plain.offset, NEAR)) if lines else len(plain)
    if surroundings.in_tables or not by_kernel:
        unsure = np.flatnonzero(plain.tier >= C)
        plain.tier[unsure[surroundings.headed(plain.offset[unsure], plain.kind[unsure], labels)]] = B
    weak = np.flatnonzero(plain.tier[:first] >= C)
    if not by_kernel and len(weak) >= FEW:
        weak = weak[surroundings.may_announce(plain.offset[weak], labels)]
    for position in weak.tolist():
        if surroundings.announce(int(plain.offset[position]), labels[plain.kind[position]]):
            plain.tier[position] = B
    if lines:
        plain, overlapping = settled_by_kernel(content, plain, first, lines)
        if not overlapping and not bulk.closer:
            return plain
    elif (plain.tier == ONLY_IN_CONTEXT).any():
        plain = plain.select(plain.tier < ONLY_IN_CONTEXT)
    further = settled(bulk.closer, surroundings, asked)
    return apart(plain.merged(further) if len(further) else plain)


def settled(candidates: Iterable[Candidate], surroundings: Surroundings, asked: Tables) -> Identifiers:
    """Ask of each candidate what surrounds it, and give as identifiers those that are some."""
    found = [one for one in (_settled(each, surroundings, asked) for each in candidates) if one is not None]
    if not found:
        return Identifiers.none(asked.kinds)
    found.sort(key=lambda one: (one[0], -one[1]))
    offset, length, kind, tier, packed = zip(*found, strict=True)
    return apart(
        Identifiers(
            kinds=asked.kinds,
            kind=np.array(kind, dtype=np.uint8),
            offset=np.array(offset, dtype=np.int64),
            length=np.array(length, dtype=np.int64),
            tier=np.array(tier, dtype=np.uint8),
            packed=packing.as_array(list(packed)),
        )
    )


def _settled(candidate: Candidate, surroundings: Surroundings, asked: Tables) -> Found | None:
    taken, tier = None, C
    for verdict in candidate.verdicts:
        if verdict.tier < C:
            taken, tier = verdict, verdict.tier
            break
        labels = asked.rows[verdict.kind].labels
        if candidate.announced or surroundings.announce(candidate.offset, labels):
            taken, tier = verdict, B
            break
        if taken is None and not verdict.context:
            taken = verdict
    if taken is None:
        return None
    value = packing.packed(taken.canonical, numbered=taken.numbered)
    return candidate.offset, candidate.length, taken.kind, tier, value


def apart(identifiers: Identifiers) -> Identifiers:
    """Leave out identifiers, ordered by offset, that begin within one given before them."""
    ends = identifiers.offset + identifiers.length
    if len(ends) < 2 or (identifiers.offset[1:] >= ends[:-1]).all():
        return identifiers
    if (identifiers.offset[1:] >= np.maximum.accumulate(ends)[:-1]).all():
        return identifiers
    kept: NDArray[np.bool_] = np.zeros(len(ends), dtype=bool)
    reached = 0
    for position, (offset, end) in enumerate(zip(identifiers.offset.tolist(), ends.tolist(), strict=True)):
        if offset >= reached:
            kept[position], reached = True, end
    return identifiers.select(kept)
