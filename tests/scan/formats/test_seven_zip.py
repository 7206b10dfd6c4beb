# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""7z: every file, cut, damaged, encrypted, as a bomb, and left half-way."""

import io

import py7zr
import pytest

from mendsky.scan.content import Content
from mendsky.scan.formats import seven_zip
from mendsky.scan.limits import Limits, Meter
from tests.scan.made import TABLE, in_pieces, walked


def made(members, **more):
    file = io.BytesIO()
    with py7zr.SevenZipFile(file, "w", **more) as archive:
        for name, content in members.items():
            archive.writestr(content, name)
    return file.getvalue()


@pytest.fixture(scope="module")
def packed():
    return made({"a.csv": TABLE, "名单/b.csv": TABLE * 2000})


def test_every_file_is_read_from_bytes_chunks_and_a_file(packed, tmp_path):
    (tmp_path / "a.7z").write_bytes(packed)
    for content in (packed, in_pieces(packed, 99), tmp_path / "a.7z"):
        done = walked(content, "a.7z")
        assert done.texts == {"a.7z!a.csv": TABLE, "a.7z!名单/b.csv": TABLE * 2000}
        assert (done.names, done.causes) == (["a.csv", "名单/b.csv"], {})


def test_a_cut_file_is_said(packed):
    assert walked(packed[:-40], "a.7z").causes["a.7z"] in {"corrupt", "truncated", "failed"}


def test_damage_is_said(packed):
    damaged = bytearray(packed)
    damaged[40] ^= 0xFF
    assert "corrupt" in walked(bytes(damaged), "a.7z").causes.values()


def test_a_password_is_said():
    done = walked(made({"a.csv": TABLE}, password="made-up"), "a.7z")
    assert done.causes == {"a.7z": "encrypted"}


def test_a_bomb_is_left_when_it_shows_what_it_is():
    bomb = made({"zeros": b"\0" * (16 << 20)})
    done = walked(bomb, "a.7z", Limits(free_in_all=2 << 20))
    assert "bomb" in done.causes.values()
    assert sum(map(len, done.texts.values())) <= 4 << 20


def test_a_decoder_that_asks_for_too_much_memory_is_refused(packed):
    assert walked(packed, "a.7z", Limits(dictionary=1 << 16)).causes == {"a.7z": "too-big"}


def test_one_that_is_not_read_to_its_end_leaves_no_thread(packed):
    import threading

    before = threading.active_count()
    members = seven_zip.FORMAT.members(Content.of_bytes("a.7z", packed, Meter(Limits())))
    next(members)
    members.close()
    assert threading.active_count() == before
