# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.identity.writing import BEGINNING, Shape, Writing, sniff


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
    assert sniff(content) == Shape(writing=Writing.SEPARATED, delimiter=delimiter)


def test_a_line_cut_at_the_end_of_the_beginning_does_not_count():
    line = b"x," * 2_000 + b"\n"
    assert sniff(line * (BEGINNING // len(line) + 2)).delimiter == b","


@pytest.mark.parametrize(
    ("content", "writing"),
    [
        (b'{"a": 1}\n{"a": 2}', Writing.JSON),
        (b'\xef\xbb\xbf [ {"a":1}]', Writing.JSON),
        (b"{not json}", Writing.SEPARATED),
        (b"<!DOCTYPE html><p>", Writing.HTML),
        (b"text\n<table><tr><td>1", Writing.HTML),
        (b"-- dump\nINSERT INTO a VALUES (1);", Writing.SQL),
        (b"create table a (b int);", Writing.SQL),
        (b"COPY a (b) FROM stdin;\n1\n\\.\n", Writing.SQL),
        (b"please insert into the form", Writing.SEPARATED),
    ],
)
def test_the_writing_is_known_by_its_first_words(content, writing):
    assert sniff(content).writing is writing
