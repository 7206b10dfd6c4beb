# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The walk: nested containers, names, flaws, and failures whose words stay inside."""

import gzip
import io
import sqlite3
import tarfile

import pytest

from mendsky.scan.content import Content
from mendsky.scan.limits import Limits, Meter
from mendsky.scan.walk import Begin, End, Undetermined, gathered, recognised, walk
from tests.scan.made import PEOPLE, TABLE, walked, zipped


def test_containers_of_every_kind_within_one_another():
    database = sqlite3.connect(":memory:")
    database.execute("create table t (k blob)")
    database.execute("insert into t values (?)", (gzip.compress(TABLE),))
    held = zipped({"inner/db.sqlite": database.serialize(), "plain.csv": TABLE})
    database.close()
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        member = tarfile.TarInfo("dump.zip")
        member.size = len(held)
        archive.addfile(member, io.BytesIO(held))
    done = walked(file.getvalue(), "all.tar.gz")
    assert [done.count(value) for value in PEOPLE] == [2, 2, 2]
    assert done.causes == {}
    assert "all.tar.gz!all.tar!dump.zip!plain.csv" in done.texts


def test_beyond_the_limit_of_depth_is_said_and_the_rest_is_read():
    held = zipped({"deep.zip": zipped({"a.csv": TABLE}), "b.csv": TABLE})
    done = walked(held, "z.zip", Limits(depth=1))
    assert done.texts == {"z.zip!b.csv": TABLE}
    assert done.causes == {"z.zip!deep.zip": "too-deep"}


def test_a_failure_is_a_cause_without_its_words():
    def chunks():
        yield b"begin "
        raise RuntimeError(PEOPLE[0])

    events = list(walk(Content("x", chunks(), Meter(Limits()))))
    assert events == [Begin(name="x"), b"begin ", End(), Undetermined(name="x", cause="failed")]


def test_lack_of_memory_is_a_size():
    def chunks():
        yield b"begin "
        raise MemoryError

    assert list(walk(Content("x", chunks(), Meter(Limits()))))[-1] == Undetermined(name="x", cause="too-big")


def test_small_chunks_are_given_together_also_before_a_failure():
    def chunks():
        yield from (b"ab", b"cd", b"ef")
        raise RuntimeError

    given = gathered(chunks(), size=4)
    assert [next(given), next(given)] == [b"abcd", b"ef"]
    with pytest.raises(RuntimeError):
        next(given)


def test_text_is_no_container():
    assert recognised("a.csv", TABLE) is None
    assert recognised("a.zip", b"not a zip") is None
