# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Zstandard: whole, in frames, cut, damaged, as a bomb, and with more history than allowed."""

from mendsky.scan.formats.unpacking import zstd
from mendsky.scan.limits import Limits
from tests.scan.made import PEOPLE, TABLE, in_pieces, walked

compress = zstd().compress
CHECKED = {zstd().CompressionParameter.checksum_flag: 1}


def test_what_is_packed_is_read_also_from_several_frames():
    packed = compress(TABLE) + compress(TABLE)
    for content in (packed, in_pieces(packed)):
        done = walked(content, "people.csv.zst")
        assert (done.texts, done.causes) == ({"people.csv.zst!people.csv": TABLE + TABLE}, {})


def test_a_cut_file_gives_what_it_has_and_says_so():
    done = walked(compress(TABLE) + compress(TABLE)[:-9], "a.zst")
    assert done.count(PEOPLE[0]) >= 1
    assert done.causes == {"a.zst!a": "truncated"}


def test_damage_is_said_and_what_stood_before_it_is_read():
    packed = bytearray(compress(TABLE) + compress(TABLE, options=CHECKED))
    packed[-20] ^= 0xFF
    done = walked(bytes(packed), "a.zst")
    assert done.count(PEOPLE[0]) >= 1
    assert done.causes == {"a.zst!a": "corrupt"}


def test_a_bomb_is_left_when_it_shows_what_it_is():
    done = walked(compress(b"\0" * (8 << 20)), "b.zst", Limits(free=1 << 20))
    assert done.causes == {"b.zst!b": "bomb"}


def test_a_frame_that_asks_for_more_history_than_allowed_is_refused():
    made = zstd()
    options = {made.CompressionParameter.window_log: 24}
    packer = made.ZstdCompressor(options=options)
    packed = packer.compress(TABLE * 3000) + packer.flush()
    done = walked(packed, "w.zst", Limits(dictionary=1 << 20))
    assert list(done.causes.values()) == ["corrupt"]
