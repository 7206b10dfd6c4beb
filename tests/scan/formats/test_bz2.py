# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bzip2: whole, in parts, cut, damaged, and as a bomb."""

import bz2

from mendsky.scan.limits import Limits
from tests.scan.made import PEOPLE, TABLE, in_pieces, walked


def test_what_is_packed_is_read_also_from_several_streams():
    packed = bz2.compress(TABLE) + bz2.compress(TABLE)
    for content in (packed, in_pieces(packed)):
        done = walked(content, "people.csv.bz2")
        assert (done.texts, done.causes) == ({"people.csv.bz2!people.csv": TABLE + TABLE}, {})


def test_a_cut_file_gives_what_it_has_and_says_so():
    done = walked(bz2.compress(TABLE) + bz2.compress(TABLE)[:-9], "a.bz2")
    assert done.count(PEOPLE[0]) >= 1
    assert done.causes == {"a.bz2!a": "truncated"}


def test_damage_is_said_and_what_stood_before_it_is_read():
    packed = bytearray(bz2.compress(TABLE) + bz2.compress(TABLE))
    packed[-len(bz2.compress(TABLE)) // 2] ^= 0xFF
    done = walked(bytes(packed), "a.bz2")
    assert done.count(PEOPLE[0]) >= 1
    assert done.causes == {"a.bz2!a": "corrupt"}


def test_a_bomb_is_left_when_it_shows_what_it_is():
    done = walked(bz2.compress(b"\0" * (8 << 20)), "b.bz2", Limits(free=1 << 20))
    assert done.causes == {"b.bz2!b": "bomb"}
    assert len(done.texts["b.bz2!b"]) <= 3 << 20
