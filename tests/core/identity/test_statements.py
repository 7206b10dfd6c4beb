# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.identity.statements import Statements
from tests.core.identity.shown import rows, shown


def test_columns_are_named_by_the_statement():
    assert shown(Statements(), b"INSERT INTO t (`a`, b) VALUES (1,'x'),(2,'y');\n") == [
        ("a", "1"),
        ("b", "x"),
        ("a", "2"),
        ("b", "y"),
    ]


def test_columns_are_named_by_the_definition_before():
    content = (
        b"CREATE TABLE `t` (\n `id` int(11) NOT NULL,\n `no` decimal(18,0) DEFAULT NULL,\n"
        b" PRIMARY KEY (`id`)\n) ENGINE=x;\nINSERT INTO `t` VALUES (1,'x');\n"
    )
    assert shown(Statements(), content) == [("id", "1"), ("no", "x")]


def test_quotes_and_functions_are_honoured():
    content = rb"INSERT INTO t (a,b) VALUES (NOW(),'p''),(q'),(f(1,2),'it\'s,\\'),(NULL,3);"
    assert shown(Statements(), content) == [
        ("a", "NOW()"),
        ("b", "p''),(q"),
        ("a", "f(1,2)"),
        ("b", "it\\'s,\\\\"),
        ("a", ""),
        ("b", "3"),
    ]


def test_statements_of_one_row_each_are_one_table():
    content = b"INSERT INTO t (a) VALUES (1);\n" * 3 + b"INSERT INTO u VALUES (9);\n"
    assert shown(Statements(), content) == [("a", "1")] * 3 + [("", "9")]
    assert len(rows(Statements(), content)) == 4


def test_copied_lines_are_rows():
    content = b"COPY public.t (a, b) FROM stdin;\n1\tx\n2\t\\N\n\\.\nINSERT INTO u (c) VALUES (3);\n"
    assert shown(Statements(), content) == [("a", "1"), ("b", "x"), ("a", "2"), ("b", ""), ("c", "3")]


def test_rows_go_on_in_the_next_content():
    cutter = Statements()
    cutter.cut(b"INSERT INTO t (a) VALUES (1),\n")
    assert shown(cutter, b"(2);\n") == [("a", "2")]
    cutter.cut(b"COPY t (a) FROM stdin;\n3\n")
    assert shown(cutter, b"4\n\\.\n") == [("a", "4")]
    assert shown(cutter, b"5\n") == []


def test_a_row_that_was_cut_is_left_out():
    assert shown(Statements(), b"INSERT INTO t (a) VALUES (1),(2")[:1] == [("a", "1")]


def test_a_content_ends_with_a_line_or_else_a_row():
    assert Statements().end(b"(1),\n(2", 7) == 5
    assert Statements().end(b"(1),(2", 6) == 3
    assert Statements().end(b"(1", 2) == 0


PARTS = [
    b"INSERT INTO t (a,b) VALUES ",
    b"CREATE TABLE t (a int);",
    b"COPY t (a) FROM stdin;\n",
    b"(",
    b")",
    b"'",
]
PARTS += [b",", b"\\", b"\n", b"\t", b"\\.", b";", b"1", b"NULL", b" "]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PARTS)).map(b"".join))
def test_damaged_dumps_are_read_as_far_as_they_go(content):
    cells = Statements().cut(content)
    assert len(cells.start) == len(cells.end) == len(cells.column)
    assert (cells.start <= cells.end).all()
    assert (cells.start[1:] >= cells.start[:-1]).all()
    assert (cells.end <= len(content)).all()
