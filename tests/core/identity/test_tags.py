# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.identity.tags import CELL, ITEM, OTHER, PART_END, ROW, TABLE, TABLE_END, tags


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<td>", CELL),
        (b"<Th x=1>", CELL),
        (b"<tR", ROW),
        (b"<LI>", ITEM),
        (b"<table\n>", TABLE),
        (b"</TABLE>", TABLE_END),
        (b"</td>", PART_END),
        (b"</tr>", PART_END),
        (b"</li>", OTHER),
        (b"<thead>", OTHER),
        (b"<tables>", OTHER),
        (b"<tab>", OTHER),
        (b"<track>", OTHER),
        (b"<td_>", OTHER),
        (b"<", OTHER),
        (b"</", OTHER),
        (b"<t", OTHER),
        (b"<\x54\x44>", CELL),
        (b"<\x14d>", OTHER),
    ],
)
def test_a_tag_is_told_by_its_name(content, name):
    assert tags(content).name.tolist() == [name, OTHER]


def test_another_sign_may_stand_before_the_end():
    found = tags(b"a<td x='<b>'><td><tr")
    assert found.start.tolist() == [1, 8, 13, 17, 20]
    assert found.close.tolist() == [-1, 10, 16, -1, -1]
    assert [one.tolist() for one in found.closed(CELL)] == [[1, 13], [11, 17]]


PARTS = [b"<td", b"<td", b"<th ", b"<b", b"<tr", b">", b">", b"x", b"<", b"/table", b"TABLE", b"</"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PARTS)).map(b"".join))
def test_tags_are_those_of_patterns(content):
    found = tags(content)
    for name, pattern in ((ROW, rb"<tr\b"), (TABLE, rb"<table\b"), (TABLE_END, rb"</table\b")):
        starts = [match.start() for match in re.finditer(pattern, content, re.IGNORECASE)]
        assert found.of(name).tolist() == starts
    closed = [(match.start(), match.end()) for match in re.finditer(rb"<[^<>]*>", content)]
    assert [
        (a, b + 1) for a, b in zip(found.start.tolist(), found.close.tolist(), strict=True) if b >= 0
    ] == closed
    ends = [match.end() for match in re.finditer(rb"<t[hd]\b[^>]*>", content, re.IGNORECASE)]
    assert found.closed(CELL)[1].tolist() == ends
