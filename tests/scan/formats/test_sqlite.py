# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""SQLite: tables, files in cells, damage; nothing beside the file is made or changed."""

import gzip
import sqlite3

import pytest

from mendsky.scan.limits import Limits
from tests.scan.made import PEOPLE, TABLE, in_pieces, walked


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "a.sqlite"
    with sqlite3.connect(path) as made:
        made.execute('create table "名 ""单""" (name text, number text, note blob)')
        for value in PEOPLE:
            made.execute('insert into "名 ""单""" values (?, ?, null)', ("虚构, x", value))
        made.execute("create table files (kept blob)")
        made.execute("insert into files values (?)", (gzip.compress(TABLE),))
        made.execute("create table whole (k text primary key) without rowid")
        made.execute("insert into whole values (?)", (int(PEOPLE[0][:17]),))
    made.close()
    return path


def test_every_table_is_read_and_every_file_in_it(database):
    wanted = "name,number,note\n" + "".join(f'"虚构, x",{value},\n' for value in PEOPLE)
    for content in (database, database.read_bytes(), in_pieces(database.read_bytes(), 999)):
        done = walked(content, "a.sqlite")
        assert done.texts['a.sqlite!名 "单"'].decode() == wanted
        assert TABLE in done.texts.values()
        assert done.texts["a.sqlite!whole"].decode() == f"k\n{PEOPLE[0][:17]}\n"
        assert done.causes == {}


def test_nothing_is_written_beside_it_or_into_it(database):
    before = database.read_bytes(), sorted(database.parent.iterdir())
    database.chmod(0o444)
    walked(database, "a.sqlite")
    assert (database.read_bytes(), sorted(database.parent.iterdir())) == before


def test_a_virtual_table_is_not_asked(tmp_path):
    path = tmp_path / "a.sqlite"
    with sqlite3.connect(path) as made:
        made.execute("create virtual table words using fts5(text)")
        made.execute("insert into words values (?)", (PEOPLE[0],))
    made.close()
    done = walked(path, "a.sqlite")
    assert done.count(PEOPLE[0]) >= 1
    assert "a.sqlite!words" not in done.texts


def test_damage_is_said_and_the_rest_is_read(database):
    content = bytearray(database.read_bytes())
    done = walked(bytes(content[: len(content) // 2]), "a.sqlite")
    assert "corrupt" in done.causes.values()


def test_one_that_does_not_fit_in_memory_is_said(database):
    done = walked([database.read_bytes()], "a.sqlite", Limits(in_memory=1000))
    assert done.causes == {"a.sqlite": "too-big"}
