# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the self-audit reads: all columns, all files, all letters, in pieces."""

import os
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from mendsky.audit import places
from mendsky.audit.places import OVERLAP, PIECE, ROWS, UnreadableError, in_files
from mendsky.documents.letter import Letter
from tests.people import resident_id


def read(contents):
    """Join what was read of each place."""
    found = {}
    for content in contents:
        found[content.place] = found.get(content.place, b"") + content.content
    return found


@contextmanager
def as_nobody():
    """Be an ordinary user for a while, as whom modes of files count."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "'seen'"),
        ("varchar(20)", "'seen'"),
        ("text[]", "array['seen']"),
        ("jsonb", """'{"a": ["seen"]}'"""),
        ("json", """'{"a": ["seen"]}'"""),
        ("bytea", r"'\xff7365656eff'"),
        ("xid8", "'7365656'"),
        ("int8", "7365656"),
        ("numeric", "7365656"),
    ],
)
def test_every_type_that_could_hold_a_text_is_read(db, kind, value):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f'create table "Odd name" ("a column" {kind}, empty text)')
        cursor.execute(f'insert into "Odd name" values ({value}), (null)')  # noqa: S608 - as written above
    found = read(places.in_database())
    content = found["database Odd name.a column"]
    assert b"seen" in content or b"7365656" in content
    assert "database Odd name.empty" not in found


def test_a_table_larger_than_one_fetch_is_read_whole_and_in_pieces(db, monkeypatch):
    from django.db import connection

    monkeypatch.setattr(places, "PIECE", 1000)
    with connection.cursor() as cursor:
        cursor.execute("create table long (note text)")
        cursor.execute("insert into long select 'row ' || n from generate_series(1, %s) n", [ROWS * 2 + 1])
    pieces = [content for content in places.in_database() if content.place == "database long.note"]
    whole = b"".join(piece.content for piece in pieces)
    assert len(pieces) > 1
    assert all(b"row %d" % number in whole for number in (1, ROWS, ROWS + 1, ROWS * 2 + 1))
    assert sum(piece.size for piece in pieces) == sum(len(f"row {n}") for n in range(1, ROWS * 2 + 2))


def test_rows_come_through_a_cursor_of_the_server(db, monkeypatch):
    from django.db import connection

    monkeypatch.setattr(places, "PIECE", 1)
    contents = places.in_database()
    next(contents)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_cursors where name <> ''")
        assert cursor.fetchone() == (1,)
    contents.close()


def test_an_identifier_across_the_border_of_two_pieces_stands_whole_in_one(tmp_path):
    value = resident_id(1).encode()
    for shift in (1, 9, 17):
        (tmp_path / f"{shift}.log").write_bytes(b"\n" * (PIECE - shift) + value + b"\n" * 5)
    contents = list(in_files(tmp_path))
    for shift in (1, 9, 17):
        pieces = [one.content for one in contents if one.place == f"file {shift}.log"]
        assert len(pieces) == 2
        assert [value in piece for piece in pieces] == [False, True]


def test_a_long_file_is_read_piece_by_piece(tmp_path):
    with (tmp_path / "long.log").open("wb") as file:
        file.truncate(PIECE * 3)
    pieces = [one for one in in_files(tmp_path) if one.place == "file long.log"]
    assert max(len(piece.content) for piece in pieces) <= PIECE + OVERLAP
    assert sum(piece.size for piece in pieces) == PIECE * 3


def test_hidden_and_nested_files_are_read_with_their_names(tmp_path):
    (tmp_path / "a" / ".b").mkdir(parents=True)
    (tmp_path / "a" / ".b" / "c").write_text("deep")
    assert read(in_files(tmp_path)) == {"names of files": b"a/.b/c", "file a/.b/c": b"deep"}


def test_folders_of_the_database_are_left_out_but_for_its_log(tmp_path):
    for name in ("database", "logs", "logs/database"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "base").write_text("pages")
    (tmp_path / "database" / "log").write_text("said")
    found = read(in_files(tmp_path, without=["database"], though=["database/log", "database/none"]))
    assert set(found) == {"names of files", "file logs/base", "file logs/database/base", "file database/log"}


def test_a_socket_is_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s")
        assert read(in_files(tmp_path)) == {}


def test_a_lock_held_by_this_process_is_still_held_afterwards(tmp_path):
    """Closing any handle of a file ends the process's POSIX locks on it: it must not be opened."""
    import fasteners

    lock = fasteners.InterProcessLock(tmp_path / "demo.lock")
    assert lock.acquire(blocking=False)
    list(in_files(tmp_path))
    program = (
        "import fasteners, sys\nsys.exit(fasteners.InterProcessLock(sys.argv[1]).acquire(blocking=False))"
    )
    other = subprocess.run([sys.executable, "-c", program, str(tmp_path / "demo.lock")], timeout=60)
    lock.release()
    assert other.returncode == 0


def test_a_file_that_went_away_meanwhile_holds_nothing(tmp_path):
    for name in "ab":
        (tmp_path / name).write_text(name)
    contents = in_files(tmp_path)
    next(contents)
    (tmp_path / "b").unlink()
    assert {content.place for content in contents} == {"file a"}


@pytest.mark.parametrize("name", ["secret", "folder/secret"])
def test_what_cannot_be_read_is_an_error(open_folder, name):
    (open_folder / name).parent.mkdir(exist_ok=True)
    (open_folder / name).write_text("x")
    closed = open_folder / Path(name).parts[0]
    closed.chmod(0)
    try:
        with as_nobody(), pytest.raises(UnreadableError, match="Permission denied") as raised:
            list(in_files(open_folder))
    finally:
        closed.chmod(0o700)
    assert "secret" not in str(raised.value)


def test_a_link_out_of_the_folder_is_an_error_and_one_within_is_read_once(tmp_path):
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    for folder in (home / "logs", elsewhere):
        folder.mkdir(parents=True)
        (folder / "note").write_text("x")
    (home / "latest").symlink_to(home / "logs")
    (home / "gone").symlink_to(home / "nowhere")
    assert set(read(in_files(home))) == {"names of files", "file logs/note"}
    (home / "more").symlink_to(elsewhere)
    with pytest.raises(UnreadableError, match="out of the home folder"):
        list(in_files(home))


def test_contents_do_not_show_in_a_representation():
    content = places.Content(place="mail", content=b"somebody", size=8)
    assert "somebody" not in repr(content)


def test_without_letters_only_the_planted_one_is_read(db):
    assert read(places.in_mail()) == {}
    planted = Letter(subject="s", text="t", html="h")
    assert read(places.in_mail([planted], place="mail planted")) == {"mail planted": b"s\nt\nh"}


def test_letters_are_read_as_they_were_sent(synthetic, post_office, nation):
    from tests.apps.cases.conftest import Story

    story = Story(nation)
    story.enter()
    case = story.found()
    letters = read(places.in_mail())["mail"].decode()
    assert len(post_office.letters) == 1
    assert all(word in letters for word in ("农安县社保局", f"/cases/{case.public_id}/", "/o/", "<html"))
