# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compiled code gives what arrays give, for whatever bytes."""

from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.identity import find
from mendsky.core.identity.columns import _columns
from mendsky.core.identity.evidence import Column
from mendsky.core.identity.separated import Separated
from mendsky.core.identity.sweep import sweep
from mendsky.core.identity.tally import are_whole, tally, tally_found
from mendsky.nations.load import load
from tests.core.identity.made import WINDOW, resident, seeded

NATION = load("cn")
PEOPLE = [resident(seeded(seed)).encode() for seed in range(3)]
PARTS = [b",", b"\n", b'"', b" ", b"\t", b"\r\n", b"x", b"***", b"*", b"1.10105E+17", b"9.9e15"]
PARTS += [b"110105185001010000", "\u4e2d".encode(), b'""', b"a" * 61, b"'", *PEOPLE]


def by_arrays(content, delimiter, found):
    cutter = Separated(delimiter)
    cutter.cut(b"12345\n")  # what follows has no head
    cells = cutter.cut(content)
    columns = [Column(head="") for _ in cells.heads]
    tally(columns, content, cells, NATION)
    which, column = _columns(cells, found)
    row = np.searchsorted(cells.rows, found.offset, side="right")
    whole = are_whole(cells, found, which, column)
    tally_found(columns, found, column, whole, {row.kind: row for row in NATION.identifiers})
    return columns, column, row, whole, len(cells.rows)


def counted(columns):
    fields = ("cells", "filled", "damaged", "surely_damaged", "passes", "beginnings")
    return [[asdict(seen)[name] for name in fields] for seen in columns]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=60).map(b"".join),
    st.sampled_from([b",", b";", b""]),
)
def test_both_give_the_same(content, delimiter):
    found = find(content, NATION, WINDOW)
    columns = [Column(head="")]
    swept = sweep(content, delimiter, found, columns, NATION)
    expected = by_arrays(content, delimiter, found)
    assert counted(columns) == counted(expected[0])
    assert swept.column.tolist() == expected[1].tolist()
    assert swept.row.tolist() == expected[2].tolist()
    assert swept.whole.tolist() == expected[3].tolist()
    assert swept.rows == expected[4]


@pytest.mark.parametrize("size", [1, 63, 64, 65, 127, 128, 129])
def test_contents_may_end_anywhere(size):
    content = (b'a,"b\n",' * 20)[:size]
    columns = [Column(head="")]
    sweep(content, b",", find(content, NATION, WINDOW), columns, NATION)
    assert counted(columns) == counted(by_arrays(content, b",", find(content, NATION, WINDOW))[0])
