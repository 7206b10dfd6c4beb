# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Gzip: whole, in parts, cut, damaged, and as a bomb."""

import gzip

from mendsky.scan.formats.gzip import inner_name
from mendsky.scan.limits import Limits
from tests.scan.made import PEOPLE, TABLE, in_pieces, walked


def test_what_is_packed_is_read_under_its_own_name():
    assert walked(gzip.compress(TABLE), "people.csv.gz").texts == {"people.csv.gz!people.csv": TABLE}


def test_several_parts_are_one_stream_and_zeros_may_follow():
    packed = gzip.compress(TABLE) + gzip.compress(TABLE) + b"\0" * 600
    for content in (packed, in_pieces(packed)):
        done = walked(content)
        assert (list(done.texts.values()), done.causes) == ([TABLE + TABLE], {})


def test_a_cut_file_gives_what_it_has_and_says_so():
    done = walked(gzip.compress(TABLE * 20_000)[:-2000], "a.gz")
    assert done.count(PEOPLE[0]) > 1000
    assert done.causes == {"a.gz!a": "truncated"}


def test_damage_is_said_and_what_stood_before_it_is_read():
    packed = bytearray(gzip.compress(TABLE) + gzip.compress(TABLE))
    packed[-6] ^= 0xFF
    done = walked(bytes(packed), "a.gz")
    assert done.count(PEOPLE[0]) >= 1
    assert done.causes == {"a.gz!a": "corrupt"}


def test_a_bomb_is_left_when_it_shows_what_it_is():
    bomb = gzip.compress(b"\0" * (8 << 20))
    done = walked(bomb, "b.gz", Limits(free=1 << 20))
    assert done.causes == {"b.gz!b": "bomb"}
    assert len(done.texts["b.gz!b"]) <= 3 << 20


def test_the_packed_name_is_that_of_the_container_without_its_ending():
    assert inner_name("a/b/people.CSV.GZ", ".gz", ".tgz") == "people.CSV"
    assert inner_name("dump.tgz", ".gz", ".tgz") == "dump.tar"
    assert inner_name("dump", ".gz", ".tgz") == "dump"
