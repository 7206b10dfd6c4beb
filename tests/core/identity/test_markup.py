# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.identity.markup import Marked
from tests.core.identity.shown import rows, shown


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
    b"</table>",
    b"<tr>",
    b"<td>",
    b"<th x=1>",
    b"</td>",
    b"<li>",
    b"<b>",
    b"<",
    b"a",
    b"123456",
    b"\n",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PARTS)).map(b"".join))
def test_any_markup_is_cut(content):
    cells = Marked().cut(content)
    assert len(cells.start) == len(cells.end) == len(cells.column)
    assert (cells.start <= cells.end).all()
    assert (cells.end <= len(content)).all()
