# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.identity import writing
from mendsky.core.identity.tables import tables
from tests.core.identity.written import CN


@pytest.mark.parametrize(
    ("content", "start", "begins"),
    [
        (rb"\n1234", 1, [1, 2]), (rb"\u4e2d1234", 1, [1, 6]), (rb"%2C1234", 1, [1, 3]),
        (rb"%252C1234", 1, [1, 3, 5]), (b",1234", 1, [1]), (b"1234", 0, [0]),
    ],
)  # fmt: skip
def test_an_identifier_may_begin_behind_an_escape(content, start, begins):
    assert list(writing.beginnings(content, start, len(content), utf8=True)) == begins


@pytest.mark.parametrize("character", "玥㐂𠮷")
def test_the_end_of_a_character_of_gb18030_is_known(character):
    content = character.encode("gb18030")
    assert writing.ends_a_character(content + b"1", len(content) - 1)
    assert not writing.ends_a_character("中".encode("gb18030") + b"1", 2)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_full_width_and_escaped_digits_are_read(encoding):
    wide = "１２３４５６７Ｘ".encode(encoding)
    assert writing.written_out(wide, 0) == (len(wide), b"1234567X")
    assert writing.written_out(b"7" + wide, 1) == (len(wide), None)
    assert writing.written_out(b"12345678", 0) is None


def test_groups_are_put_together():
    content = b"a 110101 18500101 123x b"
    (found,) = writing.grouped(content, tables(CN, (1800, 1899)), content.index(b"0101 1850"))
    assert found == (2, 20, b"11010118500101123x", False)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_number_written_in_two_ways_begins_with_its_first_digit(encoding):
    content = "中１".encode(encoding) + rb"\u0031&#49;&#x31;\u0032"
    assert writing.units_start(content, len(content) - 6) == len("中".encode(encoding))
    assert writing.units_start(content, 1) == 1
