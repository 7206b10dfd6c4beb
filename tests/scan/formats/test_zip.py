# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Zip: every packing, streamed, cut, damaged, encrypted, as bombs, and without its directory."""

import io
import struct
import zipfile
import zlib

import pytest

from mendsky.scan.limits import Limits
from tests.scan.made import PEOPLE, TABLE, in_pieces, walked, zipped


class Pipe(io.RawIOBase):
    """A file that cannot go back, so that sizes stand behind the entries."""

    def __init__(self):
        super().__init__()
        self.written = b""

    def writable(self):
        return True

    def write(self, content):
        self.written += bytes(content)
        return len(content)


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_every_packing_is_read(method):
    packed = zipped({"a.csv": TABLE, "名单/b.csv": TABLE, "empty": b""}, method)
    for content in (packed, in_pieces(packed, 11)):
        done = walked(content, "z.zip")
        assert {name: text for name, text in done.texts.items() if text} == {
            "z.zip!a.csv": TABLE,
            "z.zip!名单/b.csv": TABLE,
        }
        assert (done.names, done.causes) == (["a.csv", "名单/b.csv", "empty"], {})


def test_entries_whose_sizes_stand_behind_them_are_read():
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", TABLE)
        archive.writestr("b.csv", TABLE)
    for content in (pipe.written, in_pieces(pipe.written, 5)):
        done = walked(content, "z.zip")
        assert (done.texts, done.causes) == ({"z.zip!a.csv": TABLE, "z.zip!b.csv": TABLE}, {})


def test_sizes_of_64_bits_are_read():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive, archive.open("a.csv", "w", force_zip64=True) as entry:
        entry.write(TABLE)
    assert walked(file.getvalue(), "z.zip").texts == {"z.zip!a.csv": TABLE}


def test_names_in_gb18030_are_read():
    made = bytearray(zipped({"ABCD": TABLE}))
    made = bytes(made).replace(b"ABCD", "名单".encode("gb18030"))
    assert walked(made, "z.zip").names == ["名单"]


def test_one_behind_another_is_read_too():
    done = walked(zipped({"a.csv": TABLE}) + zipped({"b.csv": TABLE}), "z.zip")
    assert (done.texts, done.causes) == ({"z.zip!a.csv": TABLE, "z.zip!b.csv": TABLE}, {})


def test_a_cut_file_gives_what_it_has_and_says_so():
    whole = zipped({"a.csv": TABLE, "b.csv": TABLE * 50})
    done = walked(whole[: whole.index(b"b.csv") + 40], "z.zip")
    assert done.texts["z.zip!a.csv"] == TABLE
    assert "truncated" in done.causes.values()


def test_a_damaged_entry_is_said_and_the_others_are_read():
    whole = bytearray(zipped({"a.csv": TABLE, "b.csv": TABLE}))
    whole[45] ^= 0xFF
    done = walked(bytes(whole), "z.zip")
    assert done.texts["z.zip!b.csv"] == TABLE
    assert list(done.causes) == ["z.zip!a.csv"]


def test_a_wrong_check_sum_is_damage():
    whole = bytearray(zipped({"a.csv": TABLE}, zipfile.ZIP_STORED))
    whole[40] ^= 0x01
    assert walked(bytes(whole), "z.zip").causes == {"z.zip!a.csv": "corrupt"}


def test_an_encrypted_entry_is_said_and_the_others_are_read():
    whole = bytearray(zipped({"a.csv": TABLE, "b.csv": TABLE}))
    whole[6] |= 1
    done = walked(bytes(whole), "z.zip")
    assert done.texts == {"z.zip!b.csv": TABLE}
    assert done.causes == {"z.zip!a.csv": "encrypted"}


def test_an_unknown_packing_is_said():
    whole = bytearray(zipped({"a.csv": TABLE, "b.csv": TABLE}))
    whole[8] = 98
    done = walked(bytes(whole), "z.zip")
    assert (list(done.texts), done.causes) == (["z.zip!b.csv"], {"z.zip!a.csv": "unsupported"})


def test_a_bomb_is_said_and_the_other_entries_are_read():
    done = walked(zipped({"bomb": b"\0" * (8 << 20), "a.csv": TABLE}), "z.zip", Limits(free=1 << 20))
    assert done.texts["z.zip!a.csv"] == TABLE
    assert done.causes == {"z.zip!bomb": "bomb"}


def test_bombs_within_bombs_are_left_as_a_whole():
    inner = zipped({f"{n}": b"\0" * (1 << 20) for n in range(16)})
    outer = zipped({f"{n}.zip": inner for n in range(16)})
    done = walked(outer, "z.zip", Limits(free=2 << 20, free_in_all=4 << 20, ratio=10))
    assert done.causes["z.zip"] == "bomb"
    assert sum(map(len, done.texts.values())) <= 8 << 20


def test_a_zip_that_holds_itself_ends_at_the_limit_of_depth():
    held = TABLE
    for _ in range(12):
        held = zipped({"again.zip": held})
    done = walked(held, "z.zip", Limits(depth=4))
    assert list(done.causes.values()) == ["too-deep"]


def test_entries_that_share_bytes_are_read_once():
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = body.compress(TABLE) + body.flush()
    sizes = zlib.crc32(TABLE), len(packed), len(TABLE)
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, *sizes, 1, 0)
    central = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 0, *sizes, 1, 0, 0, 0, 0, 0, 0)
    whole = local + b"a" + packed + (central + b"a") * 1000 + b"PK\5\6" + b"\0" * 18
    assert walked(whole, "z.zip").count(PEOPLE[0]) == 1
