# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The .xz format: whole, in parts, cut, damaged, and as a bomb."""

import lzma

from mendsky.scan.limits import Limits
from tests.scan.made import PEOPLE, TABLE, in_pieces, walked


def test_what_is_packed_is_read_also_from_several_streams():
    packed = lzma.compress(TABLE) + lzma.compress(TABLE)
    for content in (packed, in_pieces(packed)):
        done = walked(content, "people.csv.xz")
        assert (done.texts, done.causes) == ({"people.csv.xz!people.csv": TABLE + TABLE}, {})


def test_a_cut_file_gives_what_it_has_and_says_so():
    done = walked(lzma.compress(TABLE) + lzma.compress(TABLE)[:-9], "a.xz")
    assert done.count(PEOPLE[0]) >= 1
    assert done.causes == {"a.xz!a": "truncated"}


def test_damage_is_said_and_what_stood_before_it_is_read():
    packed = bytearray(lzma.compress(TABLE) + lzma.compress(TABLE))
    packed[-len(lzma.compress(TABLE)) // 2] ^= 0xFF
    done = walked(bytes(packed), "a.xz")
    assert done.count(PEOPLE[0]) >= 1
    assert done.causes == {"a.xz!a": "corrupt"}


def test_a_bomb_is_left_when_it_shows_what_it_is():
    done = walked(lzma.compress(b"\0" * (8 << 20)), "b.xz", Limits(free=1 << 20))
    assert done.causes == {"b.xz!b": "bomb"}
    assert len(done.texts["b.xz!b"]) <= 3 << 20
