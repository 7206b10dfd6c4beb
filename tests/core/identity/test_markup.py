# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.identity import markup
from mendsky.core.identity.markup import Marked
from tests.core.identity import slow_markup
from tests.core.identity.shown import rows, shown
from tests.core.identity.slow_markup import SlowlyMarked


def test_the_first_row_names_the_columns():
    content = b"<table><tr><th>id<th><b>name</b></tr><tr><td>1</td><td><a href=x>Bo</a></td></tr></table>"
    assert shown(Marked(), content) == [(None, "id"), (None, "name"), ("id", "1"), ("name", "Bo")]


def test_a_first_row_with_numbers_names_nothing():
    assert shown(Marked(), b"<TABLE><TR><TD>123456<TD>x</TABLE>") == [("", "123456"), ("", "x")]


def test_each_table_has_columns_of_its_own():
    content = b"<table><tr><td>a<tr><td>1</table><table><tr><td>b<tr><td>2</table>"
    assert shown(Marked(), content) == [(None, "a"), ("a", "1"), (None, "b"), ("b", "2")]


def test_a_table_goes_on_in_the_next_content():
    cutter = Marked()
    cutter.cut(b"<table><tr><th>a")
    assert shown(cutter, b"<tr><td>1") == [("a", "1")]


def test_rows_are_those_of_tables_and_else_lines_and_items():
    assert rows(Marked(), b"x\n<table><tr><td>1\n2</table><li>y") == [0, 2, 2, 9, 20, 28]


def test_a_content_ends_before_a_row_or_else_behind_a_line():
    assert Marked().end(b"<table><tr><td>1<tr><td>2", 25) == 16
    assert Marked().end(b"a\nb", 3) == 2
    assert Marked().end(b"<p>b", 4) == 3


PARTS = [
    b"<table>",
    b"<TABLE\n>",
    b"</table>",
    b"<tr>",
    b"<tr>",
    b"<td>",
    b"<td>",
    b"<th x=1>",
    b"<Td",
    b"<thead>",
    b"</td>",
    b"</tr\n>",
    b"<li>",
    b"<b>",
    b"<",
    b">",
    b"a",
    b" ",
    b"123456",
    b"\n",
]


@settings(deadline=None, max_examples=400)
@given(st.lists(st.lists(st.sampled_from(PARTS), max_size=40).map(b"".join), min_size=1, max_size=3))
def test_tables_are_cut_as_tag_by_tag(contents):
    quick, slow = Marked(), SlowlyMarked()
    for content in contents:
        cells = quick.cut(content)
        found = zip(cells.start.tolist(), cells.end.tolist(), cells.column.tolist(), strict=True)
        assert (list(found), cells.rows.tolist()) == slow.cut(content)
        assert cells.heads == slow.heads


def test_columns_beyond_the_most_are_none(monkeypatch):
    for module in (markup, slow_markup):
        monkeypatch.setattr(module, "MOST_COLUMNS", 5)
    content = b"<table><tr><td>a<td>b<td>c<tr><td>1<td>2<td>3</table>" * 3
    quick, slow = Marked(), SlowlyMarked()
    for _ in range(2):
        assert quick.cut(content).column.tolist() == [column for *_, column in slow.cut(content)[0]]
    assert quick.cut(b"").heads == slow.heads == ["a", "b", "c", "a", "b"]
