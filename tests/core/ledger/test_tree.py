# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tree against RFC 6962's own shape, published vectors, and pymerkle as oracle."""

import hashlib

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.ledger.tree import (
    EMPTY_ROOT,
    ProofError,
    Tree,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)

# Test data of Certificate Transparency's own implementations (google/certificate-transparency).
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def tree_of(size: int) -> Tree:
    return Tree(b"%d" % number for number in range(size))


def test_the_published_roots_are_found():
    tree = Tree()
    for leaf, root in zip(LEAVES, ROOTS, strict=True):
        tree.append(leaf)
        assert tree.root().hex() == root


def test_the_empty_tree_has_the_root_of_nothing():
    assert Tree().root() == EMPTY_ROOT == hashlib.sha256(b"").digest()


def test_pymerkle_finds_the_same_roots_and_proofs():
    tree, oracle = Tree(), pymerkle.InmemoryTree(algorithm="sha256")
    for number in range(130):
        tree.append(b"%d" % number)
        oracle.append_entry(b"%d" % number)
        assert oracle.get_root() == tree.root()
    for index in (0, 1, 63, 64, 128, 129):
        theirs = oracle.prove_inclusion(index + 1, 130).serialize()["path"]
        ours = [leaf_hash(b"%d" % index), *tree.inclusion(index)]
        assert {bytes.fromhex(node) for node in theirs} == set(ours)


@given(st.integers(1, 90).flatmap(lambda size: st.tuples(st.integers(0, size - 1), st.just(size))))
def test_every_leaf_can_be_proven_and_no_other_leaf_by_its_proof(place):
    index, size = place
    tree = tree_of(100)
    proof, root = tree.inclusion(index, size), tree.root(size)
    assert verify_inclusion(leaf=b"%d" % index, index=index, size=size, proof=proof, root=root)
    assert not verify_inclusion(leaf=b"x", index=index, size=size, proof=proof, root=root)
    assert not verify_inclusion(leaf=b"%d" % index, index=index, size=size, proof=(*proof, root), root=root)
    assert not verify_inclusion(leaf=b"%d" % index, index=size, size=size, proof=proof, root=root)


@given(st.integers(1, 90).flatmap(lambda new: st.tuples(st.integers(1, new), st.just(new))))
def test_every_growth_can_be_proven_and_no_other_history_by_its_proof(sizes):
    old, new = sizes
    tree = tree_of(100)
    proof = tree.consistency(old, new)
    roots = {"old_root": tree.root(old), "new_root": tree.root(new)}
    assert verify_consistency(old=old, new=new, proof=proof, **roots)
    assert not verify_consistency(old=old, new=new, proof=proof, **roots | {"old_root": EMPTY_ROOT})
    assert not verify_consistency(old=old, new=new, proof=proof, **roots | {"new_root": EMPTY_ROOT})
    if proof:
        assert not verify_consistency(old=old, new=new, proof=(EMPTY_ROOT, *proof[1:]), **roots)


@pytest.mark.parametrize("size", [0, 1, 2, 7])
def test_what_cannot_be_proven_is_refused(size):
    tree = tree_of(size)
    with pytest.raises(ProofError):
        tree.root(size + 1)
    with pytest.raises(ProofError):
        tree.inclusion(size)
    with pytest.raises(ProofError):
        tree.consistency(0)
    with pytest.raises(ProofError):
        tree.consistency(1, size + 1)


def test_an_empty_or_foreign_growth_is_not_believed():
    assert not verify_consistency(old=0, new=3, proof=(), old_root=EMPTY_ROOT, new_root=EMPTY_ROOT)
    assert not verify_consistency(old=2, new=3, proof=(), old_root=EMPTY_ROOT, new_root=EMPTY_ROOT)
    assert not verify_consistency(
        old=1, new=2, proof=(EMPTY_ROOT,) * 3, old_root=EMPTY_ROOT, new_root=EMPTY_ROOT
    )
