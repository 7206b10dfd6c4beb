# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The append-only tree of the ledger, its proofs and their verifiers (RFC 6962, section 2.1)."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

LEAF = b"\x00"
NODE = b"\x01"
# The two prefixes keep a leaf from being passed off as an inner node (RFC 6962, section 2.1).

EMPTY_ROOT = sha256(b"").digest()


class ProofError(ValueError):
    """A proof was asked for that cannot exist."""


def leaf_hash(leaf: bytes) -> bytes:
    """Hash one leaf."""
    return sha256(LEAF + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash an inner node from the hashes of its two children."""
    return sha256(NODE + left + right).digest()


class Tree:
    """Leaves in the order in which they were appended; nothing is ever taken out."""

    __slots__ = ("_levels",)

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        """`_levels[i]` holds the hashes of the complete subtrees of 2^i leaves."""
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        """Give the number of leaves."""
        return len(self._levels[0])

    def append(self, leaf: bytes) -> int:
        """Append a leaf and give its index, from 0."""
        level = 0
        self._levels[0].append(leaf_hash(leaf))
        while len(self._levels[level]) % 2 == 0:
            parent = node_hash(self._levels[level][-2], self._levels[level][-1])
            level += 1
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(parent)
        return self.size - 1

    def root(self, size: int | None = None) -> bytes:
        """Give the root over the first `size` leaves, all where None; raises `ProofError` beyond the tree."""
        size = self.size if size is None else size
        if not 0 <= size <= self.size:
            msg = f"the tree has {self.size} leaves, not {size}"
            raise ProofError(msg)
        return self._hash(0, size)

    def inclusion(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """Prove that leaf `index` stands in the tree of `size` leaves (RFC 6962, section 2.1.1)."""
        size = self.size if size is None else size
        if not 0 <= index < size <= self.size:
            msg = f"no leaf {index} in {size} leaves of a tree of {self.size}"
            raise ProofError(msg)
        proof: list[bytes] = []
        start, end = 0, size
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                proof.append(self._hash(middle, end))
                end = middle
            else:
                proof.append(self._hash(start, middle))
                start = middle
        return tuple(reversed(proof))

    def consistency(self, old: int, new: int | None = None) -> tuple[bytes, ...]:
        """Prove that the tree of `old` leaves is a beginning of that of `new` (RFC 6962, section 2.1.2)."""
        new = self.size if new is None else new
        if not 0 < old <= new <= self.size:
            msg = f"no consistency proof from {old} to {new} leaves of a tree of {self.size}"
            raise ProofError(msg)
        proof: list[bytes] = []
        start, end, known = 0, new, True
        while end != old:
            middle = start + _split(end - start)
            if old <= middle:
                proof.append(self._hash(middle, end))
                end = middle
            else:
                proof.append(self._hash(start, middle))
                start, known = middle, False
        if not known:
            proof.append(self._hash(start, end))
        return tuple(reversed(proof))

    def _hash(self, start: int, end: int) -> bytes:
        length = end - start
        if length == 0:
            return EMPTY_ROOT
        if length & (length - 1) == 0 and start % length == 0:
            return self._levels[length.bit_length() - 1][start // length]
        middle = start + _split(length)
        return node_hash(self._hash(start, middle), self._hash(middle, end))


def verify_inclusion(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether the proof leads from the leaf to the root (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, found = index, size - 1, leaf_hash(leaf)
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            while not node & 1 and node:
                node >>= 1
                last >>= 1
        else:
            found = node_hash(found, sibling)
        node >>= 1
        last >>= 1
    return last == 0 and found == root


def verify_consistency(
    *, old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Say whether the old tree is a beginning of the new one (RFC 9162, section 2.1.4.2)."""
    if old == new:
        return not proof and old_root == new_root
    if not 0 < old < new or not proof:
        return False
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    node, last = old - 1, new - 1
    while node & 1:
        node >>= 1
        last >>= 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while not node & 1 and node:
                node >>= 1
                last >>= 1
        else:
            after = node_hash(after, sibling)
        node >>= 1
        last >>= 1
    return last == 0 and before == old_root and after == new_root


def _split(length: int) -> int:
    """Give the largest power of two below the length."""
    return 1 << ((length - 1).bit_length() - 1)
