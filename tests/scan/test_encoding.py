# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where digits are ASCII, text is read as it is; elsewhere it is turned into UTF-8."""

import pytest

from mendsky.scan.encoding import foreign, in_utf8, without, without_mark
from tests.scan.made import TABLE, in_pieces, walked

TEXT = TABLE.decode() * 5


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "gbk", "big5", "latin-1", "ascii"])
def test_read_as_it_is(codec):
    assert foreign(TEXT.encode(codec, "replace")) is None


@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
        ("utf-32-be", "utf-32-be"),
    ],
)
def test_turned_into_utf8(codec, told):
    content = TEXT.encode(codec)
    assert foreign(content) == told
    for given in (content, in_pieces(content, 3)):
        assert walked(given, "a.txt").texts == {"a.txt": TEXT.encode()}


def test_digits_of_mainframes_are_turned_into_utf8():
    plain = "name,number\n" + "".join(f"somebody,{number}\n" for number in range(1000, 1100))
    assert walked(plain.encode("cp500"), "a").texts["a"].split(b"\n")[1] == b"somebody,1000"


def test_bytes_that_are_no_text_are_read_as_they_are():
    for content in (
        bytes(range(256)) * 40,
        b"\x89PNG\r\n\x1a\n" + bytes(range(7, 256)) * 9,
        b"",
        b"\xff" * 3,
    ):
        assert foreign(content) is None


def test_a_mark_of_the_byte_order_is_no_text():
    assert walked(b"\xef\xbb\xbf" + TABLE, "a").texts == {"a": TABLE}
    assert without_mark(b"\xff\xfea\0") == 2
    assert list(without(iter([b"a", b"bc", b"d"]), 2)) == [b"c", b"d"]


def test_what_breaks_the_rules_is_replaced():
    assert b"".join(in_utf8(iter([b"a\0\x00\xd8b\0"]), "utf-16-le")).decode() == "a�b"
