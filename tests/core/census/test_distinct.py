# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.census.distinct import LOOSE, PARTS, SKETCH_K, Distinct

RANDOM = np.random.default_rng(5)


def some(count):
    return RANDOM.integers(0, 2**64, count, dtype=np.uint64)


def test_few_are_counted_exactly_whatever_repeats():
    distinct, values = Distinct(), some(LOOSE)
    for at in range(0, LOOSE, 1000):
        distinct.add(values[at : at + 1000])
        distinct.add(values[: at + 10])
    number = distinct.number()
    assert (number.low, number.point, number.high, number.exact) == (LOOSE, LOOSE, LOOSE, True)


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 2**64 - 1), max_size=20), max_size=8))
def test_it_is_a_set(parts):
    distinct = Distinct()
    for part in parts:
        distinct.add(np.array(part, dtype=np.uint64))
        distinct.settle()
    assert distinct.number().point == len({value for part in parts for value in part})


def test_many_are_estimated_within_bounds():
    distinct, values = Distinct(), some(10 * SKETCH_K)
    distinct.add(values[: len(values) // 2])
    distinct.shorten()
    assert len(distinct) == 0
    distinct.add(values[len(values) // 3 :])
    number = distinct.number()
    assert not number.exact
    assert number.low < len(values) < number.high
    assert number.point == pytest.approx(len(values), rel=0.02)


def test_what_was_added_is_left_as_it_was():
    distinct, values = Distinct(), np.array([3, 1, 2], dtype=np.uint64)
    distinct.add(values)
    assert distinct.number().point == 3
    assert values.tolist() == [3, 1, 2]


@pytest.mark.parametrize("shorten", [(False, False), (True, False), (False, True), (True, True)])
def test_sets_absorb_one_another(shorten):
    one, other, values = Distinct(), Distinct(), some(4 * SKETCH_K)
    one.add(values[: 3 * SKETCH_K])
    other.add(values[SKETCH_K:])
    for distinct, short in zip((one, other), shorten, strict=True):
        if short:
            distinct.shorten()
    one.absorb(pickle.loads(pickle.dumps(other)))  # noqa: S301 - our own
    number = one.number()
    assert number.exact is not any(shorten)
    assert number.low <= len(values) <= number.high
    assert other.number().low <= 3 * SKETCH_K


def test_an_empty_set_takes_over_without_a_copy_and_both_go_on_alone():
    one, other = Distinct(), Distinct()
    other.add(np.arange(1, 101, dtype=np.uint64) << np.uint64(57))
    one.absorb(other)
    assert all(one.part(part) is other.part(part) for part in range(PARTS))
    one.add(np.array([3], dtype=np.uint64))
    other.add(np.array([5, 7], dtype=np.uint64))
    assert (one.number().point, other.number().point) == (101, 102)
