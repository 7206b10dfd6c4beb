# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.verify.compare import differences, nesting


@pytest.mark.parametrize(
    ("published", "recomputed", "lines"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, ["figures.a: published 1, recomputed 2"]),
        ({"a": {"b": None}}, {"a": {"b": 2}}, ["figures.a.b: published nothing, recomputed 2"]),
        ({"a": 1}, {}, ["figures.a: published 1, nothing recomputed"]),
        ({}, {"a": "x"}, ["figures.a: not published, recomputed 'x'"]),
        ([1, 2], [1, 3], ["figures[1]: published 2, recomputed 3"]),
        ([1], [1, 2], ["figures: published 1 items, recomputed 2 items"]),
        (True, 1, ["figures: published True, recomputed 1"]),
        ({}, 3, ["figures: published 0 keys, recomputed 3"]),
        ("\ud800", "a", [r"figures: published '\ud800', recomputed 'a'"]),
        ({"\u0007": 1}, {}, [r"figures.\x07: published 1, nothing recomputed"]),
    ],
)
def test_each_difference_is_one_line(published, recomputed, lines):
    assert differences(published, recomputed, "figures") == lines


def test_a_long_value_is_cut():
    (line,) = differences("x" * 1_000, "y", "figures")
    assert len(line) < 120


def test_nesting_is_measured_as_far_as_asked():
    assert nesting({}, 5) == 1
    assert nesting({"a": [{}]}, 5) == 3
    deep: list = []
    for _ in range(10_000):
        deep = [deep]
    assert nesting(deep, 5) == 6
