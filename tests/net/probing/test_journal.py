# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import subprocess
import sys
from datetime import timedelta

import pytest

from mendsky.core.terms.answers import Cause
from mendsky.net.probing.journal import kept, left_in
from tests.probing import NOON, grant_for

GRANT = grant_for("http://yb.lab.test:80")
LIVES = """
import sys, time
from pathlib import Path
from mendsky.net.probing.journal import kept
from tests.probing import NOON, grant_for
with kept(Path(sys.argv[1]), at=NOON, pack="p") as journal:
    for number in range(3):
        journal.note("a", grant_for("http://yb.lab.test:80"), (NOON, "visit", "GET", f"/{number}"))
        journal.flush()
    print("noted", flush=True)
    time.sleep(60)
"""


class KilledError(Exception):
    """Stands for what ends a process."""


def leave(folder, *targets):
    """Leave a journal as a process does that ends before its caller has recorded what it did."""
    with pytest.raises(KilledError), kept(folder, at=NOON, pack="cn 1") as journal:  # noqa: PT012
        for number, target in enumerate(targets):
            at = NOON + timedelta(milliseconds=number)
            journal.note("ab"[number % 2], GRANT, (at, "open-git", "GET", target))
        journal.flush()
        raise KilledError


def test_a_journal_that_ends_well_leaves_nothing(tmp_path):
    with kept(tmp_path / "journal", at=NOON, pack="cn 1") as journal:
        journal.note("a", GRANT, (NOON, "visit", "GET", "/"))
        journal.flush()
        assert list(left_in(tmp_path / "journal")) == []
        assert len(list((tmp_path / "journal").iterdir())) == 1
    assert list((tmp_path / "journal").iterdir()) == []


def test_what_was_left_is_given_once_by_visit_in_its_order(tmp_path):
    leave(tmp_path, "/", "/x", "/y?id=…")
    (left,) = left_in(tmp_path)
    assert (left.at, left.pack, sorted(left.visits)) == (NOON, "cn 1", ["a", "b"])
    first = left.visits["a"]
    assert (first.grant, first.grant_version) == ("g-1", 1)
    assert [(one.target, one.asked_by, one.method) for one in first.transcript] == [
        ("/", "open-git", "GET"),
        ("/y?id=…", "open-git", "GET"),
    ]
    assert [one.at - NOON for one in first.transcript] == [timedelta(0), timedelta(milliseconds=2)]
    assert {(one.status, one.failure) for one in first.transcript} == {(0, Cause.OUR_FAILURE)}
    assert list(left_in(tmp_path)) == []


def test_what_could_not_be_recorded_is_given_again(tmp_path):
    leave(tmp_path, "/")
    given = left_in(tmp_path)
    next(given)
    given.close()
    assert len(list(left_in(tmp_path))) == 1


def test_what_a_killed_process_noted_is_there_and_what_a_living_one_notes_is_its_own(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", LIVES, tmp_path], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "noted\n"
        assert list(left_in(tmp_path)) == []
        other.kill()
    (left,) = left_in(tmp_path)
    assert [one.target for one in left.visits["a"].transcript] == ["/0", "/1", "/2"]


@pytest.mark.parametrize("cut", [1, 10, 25])
def test_a_line_that_was_cut_short_says_nothing(tmp_path, cut):
    leave(tmp_path, "/first", "/second", "/third")
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-cut])
    (left,) = left_in(tmp_path)
    assert [one.target for visit in left.visits.values() for one in visit.transcript] == ["/first", "/second"]


@pytest.mark.parametrize("content", ["", '{"at": "2015'])
def test_a_process_that_was_killed_before_it_said_anything_leaves_nothing(tmp_path, content):
    (tmp_path / "x.tsv").write_text(content)
    assert list(left_in(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


def test_where_there_is_no_folder_nothing_was_left(tmp_path):
    assert list(left_in(tmp_path / "none")) == []
