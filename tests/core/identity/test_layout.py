# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.identity.layout import BEGINNING, Layout, Shape, sniff


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        (b"a,b\n1,2\n", b","),
        (b"a\tb\n1\t2\n", b"\t"),
        (b"a;b\n1,5;2\n", b";"),
        (b"a|b\n1|2\n", b"|"),
        (b'a,b\n"1,2,3",2\n', b","),
        (b"List of staff\n\na,b,c\n1,2,3\n4,5,6\n", b","),
        (b"one line, with a comma", b""),
        (b"Dear all,\nthis is a letter, and no table.\nYours\n", b""),
        (b"138\n139\n", b""),
        (b"", b""),
    ],
)
def test_the_delimiter_is_what_all_lines_have_alike(content, delimiter):
    assert sniff(content) == Shape(layout=Layout.SEPARATED, delimiter=delimiter)


def test_a_line_cut_at_the_end_of_the_beginning_does_not_count():
    line = b"x," * 2_000 + b"\n"
    assert sniff(line * (BEGINNING // len(line) + 2)).delimiter == b","


@pytest.mark.parametrize(
    ("content", "layout"),
    [
        (b'{"a": 1}\n{"a": 2}', Layout.JSON),
        (b'\xef\xbb\xbf [ {"a":1}]', Layout.JSON),
        (b"{not json}", Layout.SEPARATED),
        (b"<!DOCTYPE html><p>", Layout.HTML),
        (b"text\n<table><tr><td>1", Layout.HTML),
        (b"-- dump\nINSERT INTO a VALUES (1);", Layout.SQL),
        (b"create table a (b int);", Layout.SQL),
        (b"COPY a (b) FROM stdin;\n1\n\\.\n", Layout.SQL),
        (b"please insert into the form", Layout.SEPARATED),
    ],
)
def test_the_writing_is_known_by_its_first_words(content, layout):
    assert sniff(content).layout is layout
