# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.identity.separated import Separated
from tests.core.identity.shown import rows, shown


def test_the_head_names_the_columns_and_is_no_cell_of_them():
    assert shown(Separated(b","), b"a,b\n1,2\n3,4\n") == [
        (None, "a"),
        (None, "b"),
        ("a", "1"),
        ("b", "2"),
        ("a", "3"),
        ("b", "4"),
    ]


def test_titles_may_stand_above_the_head():
    cells = shown(Separated(b","), b"staff of 2015,\n\na,b\n1,2\n3,4\n5,6\n")
    assert cells[-6:] == [("a", "1"), ("b", "2"), ("a", "3"), ("b", "4"), ("a", "5"), ("b", "6")]
    assert {head for head, _ in cells[:-6]} == {None}


def test_a_first_row_with_numbers_is_no_head():
    assert shown(Separated(b","), b"a,12345\nb,23456\n")[0] == ("", "a")


def test_only_the_first_content_has_a_head():
    cutter = Separated(b",")
    cutter.cut(b"a,b\n1,2\n")
    assert shown(cutter, b"x,y\n") == [("a", "x"), ("b", "y")]


def test_quotes_hold_delimiters_and_lines_together():
    content = b'a,b\n"1,1","2\n2"\n3,"say ""4"""\n'
    assert [cell for _, cell in shown(Separated(b","), content)][2:] == ["1,1", "2\n2", "3", 'say ""4""']
    assert len(rows(Separated(b","), content)) == 3


def test_an_inch_sign_opens_no_quotes():
    assert len(rows(Separated(b","), b'a,b\n5" pipe,1\n6" pipe,2\n7" x,3\n')) == 4


def test_longer_rows_have_columns_without_a_name():
    assert shown(Separated(b","), b"a,b\n1,2,3\n4,5\n6,7\n")[4] == ("", "3")


def test_the_second_byte_of_a_character_is_no_bar():
    content = "a|b\n\u4e02|2\n3|4\n".encode("gb18030")
    tail = bytes([0x81, 0x7C])
    assert tail.decode("gb18030")
    content = content.replace("\u4e02".encode("gb18030"), tail)
    assert len(shown(Separated(b"|"), content)) == 6


def test_a_content_ends_where_no_quotes_are_open():
    content = b'a,"b\nc"\nd,"e\nf\n'
    assert Separated(b",").end(content, len(content)) == len(b'a,"b\nc"\n')
    assert Separated(b"").end(b"abc", 3) == 0


def test_quotes_that_are_never_closed_hold_nothing_together():
    content = b'a,"b\n' + b"c,d\n" * 20
    assert Separated(b",").end(content, len(content)) == len(content)
    assert len(rows(Separated(b","), content)) == 21


@pytest.mark.parametrize("content", [b"", b"\n", b"\n\n", b",", b'"', b'",'])
def test_little_content_is_cut(content):
    cells = Separated(b",").cut(content)
    assert len(cells.start) == len(cells.end) == len(cells.column)


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b",", b"\t", b"|", b";", b""]))
def test_cells_are_in_order_and_within_the_content(content, delimiter):
    cells = Separated(delimiter).cut(content)
    assert (cells.start[1:] >= cells.end[:-1]).all()
    assert (cells.start <= cells.end).all()
    assert (cells.end <= len(content)).all()
    assert (cells.column < len(cells.heads)).all()
