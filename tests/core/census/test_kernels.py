# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compiled code gives what arrays give."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba.core.errors import TypingError

from mendsky.core.census import distinct, kernels, summary, theta
from mendsky.core.identity import Identifiers
from mendsky.core.identity.columns import Placed

KINDS = ("a", "b", "c")
ONES = st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2), st.integers(0, 20))


def by_arrays(monkeypatch, function, *given):
    with monkeypatch.context() as patched:
        patched.setattr(theta, "compiled", lambda: None)
        return function(*given)


@settings(max_examples=200, deadline=None)
@given(st.lists(ONES, max_size=40), st.lists(st.booleans(), min_size=3, max_size=3))
def test_pseudonyms_are_put_apart_alike(ones, persons):
    kind, tier, step, code = np.array(ones, dtype=np.int64).reshape(-1, 4).T
    found = Identifiers(
        kinds=KINDS,
        kind=kind.astype(np.uint8),
        offset=np.arange(len(ones)),
        length=np.ones(len(ones), dtype=np.int64),
        tier=tier.astype(np.uint8),
        packed=np.zeros((len(ones), 2), dtype=np.uint64),
    )
    placed = Placed(identifiers=found, row=np.cumsum(step), column=np.zeros(len(ones), dtype=np.int64))
    given = placed, code.astype(np.uint64), np.array(persons)
    assert theta.compiled() is kernels
    compiled, arrays = summary._apart_by_kernel(*given), summary._apart(*given)
    assert [one.tolist() for one in compiled.by_kind] == [one.tolist() for one in arrays.by_kind]
    assert compiled.people.tolist() == arrays.people.tolist()
    assert compiled.records == arrays.records


@pytest.mark.parametrize("several", [0, 1, 1000, 3 * theta.PART + 1])
def test_sketches_are_alike(monkeypatch, several):
    pseudonyms = np.random.default_rng(1).integers(0, 2**64, several, dtype=np.uint64)
    compiled = theta.grown(theta.grown(theta.empty(512), pseudonyms), pseudonyms[::-1].copy())
    arrays = by_arrays(monkeypatch, theta.grown, theta.empty(512), pseudonyms)
    assert theta.to_bytes(compiled) == theta.to_bytes(arrays)


@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 9), max_size=40))
def test_repetitions_are_left_out_alike(numbers):
    assert theta.distinct(np.array(numbers, dtype=np.uint64)).tolist() == sorted(set(numbers))


@given(st.lists(st.integers(0, 2**64 - 1), max_size=40))
def test_parts_hold_the_same(numbers):
    parts = distinct._parted(np.array(numbers, dtype=np.uint64))
    assert len(parts) == distinct.PARTS
    for number, part in enumerate(parts):
        assert sorted(part.tolist()) == sorted(one for one in numbers if one >> 60 == number)


def test_numbers_that_lie_apart_are_hashed_too():
    pairs = np.arange(2000, dtype=np.uint64).reshape(-1, 2)
    apart, in_a_row = (theta.hashes_below(one, theta.EVERYTHING) for one in (pairs[:, 0], pairs[:, 0].copy()))
    assert np.array_equal(apart, in_a_row)
    assert len(apart) == len(pairs)


def test_kernels_take_no_numbers_that_lie_apart():
    with pytest.raises(TypingError, match="in a row"):
        kernels.squeezed(np.arange(10, dtype=np.uint64)[::2])
