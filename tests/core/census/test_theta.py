# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sketches against Apache DataSketches' own library, both ways."""

import datasketches
import numpy as np
import pytest

from mendsky.core.census import theta
from mendsky.core.census.theta import EVERYTHING, Sketch, ThetaError

SIZES = [0, 1, 2, 100, 4096, 4097, 60_000]


def drawn(size: int, seed: int = 7) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 2**64, size, dtype=np.uint64)


def theirs(values: np.ndarray):
    sketch = datasketches.update_theta_sketch(12)
    for value in values.astype(np.int64).tolist():
        sketch.update(value)
    return sketch


@pytest.mark.parametrize("size", SIZES)
def test_datasketches_writes_the_same_bytes(size):
    values = drawn(size)
    native = theirs(values)
    native.trim()
    assert theta.to_bytes(theta.from_pseudonyms(values, 4096)) == native.compact().serialize()


@pytest.mark.parametrize("size", SIZES)
def test_datasketches_reads_our_bytes_and_bounds_them_as_we_do(size):
    ours = theta.from_pseudonyms(drawn(size), 4096)
    native = datasketches.compact_theta_sketch.deserialize(theta.to_bytes(ours))
    low, point, high = theta.estimate(ours)
    assert point == pytest.approx(native.get_estimate(), abs=0.6)
    assert low == pytest.approx(native.get_lower_bound(2), abs=1.1)
    assert high == pytest.approx(native.get_upper_bound(2), abs=1.1)


@pytest.mark.parametrize("ordered", [True, False])
def test_we_read_their_bytes_and_trim_them_to_k(ordered):
    values = drawn(60_000)
    read = theta.from_bytes(theirs(values).compact(ordered).serialize(), 4096)
    ours = theta.from_pseudonyms(values, 4096)
    assert read.theta == ours.theta
    assert (read.hashes == ours.hashes).all()


def test_a_union_with_theirs_is_the_union_of_the_people():
    left, right = drawn(60_000, 1), drawn(60_000, 2)
    right[:30_000] = left[:30_000]
    ours = theta.union(
        [theta.from_pseudonyms(left, 4096), theta.from_bytes(theirs(right).compact().serialize(), 4096)], 4096
    )
    whole = theta.from_pseudonyms(np.concatenate([left, right]), 4096)
    assert theta.to_bytes(ours) == theta.to_bytes(whole)


def test_who_is_there_twice_is_counted_once():
    values = drawn(1_000)
    assert theta.estimate(theta.from_pseudonyms(np.concatenate([values, values]), 4096)) == (
        1_000,
        1_000,
        1_000,
    )


def test_a_union_takes_the_smallest_theta_so_that_nobody_missing_is_taken_for_absent():
    small, large = theta.from_pseudonyms(drawn(1_000, 1), 64), theta.from_pseudonyms(drawn(1_000, 2), 4096)
    united = theta.union([small, large], 4096)
    assert united.theta == small.theta
    assert (united.hashes < united.theta).all()


def test_a_sketch_that_grows_is_the_sketch_of_all():
    people = np.arange(1, 20_001, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    sketch = theta.empty(512)
    for start in range(0, 20_000, 300):
        sketch = theta.grown(sketch, people[start : start + 450])
    assert theta.to_bytes(sketch) == theta.to_bytes(theta.from_pseudonyms(people, 512))


def test_the_union_of_nothing_is_nobody():
    assert theta.estimate(theta.union([], 64)) == (0, 0, 0)


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    missed = 0
    for seed in range(200):
        low, _, high = theta.estimate(theta.from_pseudonyms(drawn(20_000, seed), 1024))
        missed += not low <= 20_000 <= high
    assert missed <= 20  # two standard deviations miss 9 of 200; 20 and more in about one run of 2,000


def test_a_sketch_shows_no_hash_when_it_is_printed():
    assert repr(theta.from_pseudonyms(drawn(100), 64)) == "Sketch(k=64, 64 hashes)"


def test_a_single_hash_in_an_estimating_sketch_survives_the_way():
    sketch = Sketch(k=16, theta=EVERYTHING // 2, hashes=np.array([5], dtype=np.uint64))
    read = theta.from_bytes(theta.to_bytes(sketch), 16)
    assert (read.theta, read.hashes.tolist()) == (sketch.theta, [5])


def damaged():
    good = theta.to_bytes(theta.from_pseudonyms(drawn(5_000), 4096))
    yield b""
    yield good[:7]
    yield good[:20]
    yield good[:-1]
    yield good + bytes(8)
    yield good[:1] + b"\x02" + good[2:]
    yield good[:2] + b"\x02" + good[3:]
    yield good[:5] + b"\x1b" + good[6:]
    yield good[:6] + b"\x00\x00" + good[8:]
    yield b"\x07" + good[1:]
    yield good[:24] + bytes(8) + good[32:]
    yield good[:24] + good[32:40] + good[32:]
    yield good[:16] + bytes(8) + good[24:]
    yield good[:-8] + b"\xff" * 8


@pytest.mark.parametrize("content", list(damaged()))
def test_damaged_bytes_are_refused(content):
    with pytest.raises(ThetaError):
        theta.from_bytes(content, 4096)


@pytest.mark.parametrize("k", [0, 15, 2**27])
def test_a_k_out_of_reason_is_refused(k):
    with pytest.raises(ThetaError):
        theta.empty(k)
