# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tuple of formats and the shape that each has."""

import pytest

from mendsky.scan.formats import FORMATS
from mendsky.scan.formats.format import gathered, table_row


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_each_is_described_and_takes_nothing_for_its_own_that_is_plain_text(form):
    assert form.about.endswith(".")
    assert form.reads in {"stream", "file"}
    for head in (b"", b"a", b"name,number\n1,2\n", b"{}", b"<html>", b"\0" * 600, "姓名".encode()):
        assert not form.recognises("a.txt", head)


def test_rows_are_lines_of_csv():
    assert table_row(["a", 'b"c', "d,e", "f\ng", ""]) == 'a,"b""c","d,e","f\ng",\n'


def test_lines_are_gathered_into_chunks():
    assert list(gathered(iter(["ab\n", "cd\n", "e"]), size=4)) == [b"ab\ncd\n", b"e"]
