# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky scan` as people use it."""

import gzip

import pytest

from tests.cli.conftest import say
from tests.people import resident_id, table
from tests.scan.made import zipped

MADE_UP = ("--born", "1800-1899")
VALUE = resident_id(7)


@pytest.fixture
def dump(tmp_path):
    (tmp_path / "dump").mkdir()
    (tmp_path / "dump/people.csv").write_text(table(20))
    (tmp_path / "dump/again.csv.gz").write_bytes(gzip.compress(table(30).encode()))
    return tmp_path / "dump"


def test_a_folder_is_counted_and_the_status_says_found(bare, dump):
    said = bare("scan", dump, *MADE_UP)
    assert (said.status, said.err) == (3, "")
    lines = said.out.splitlines()
    assert lines[0].split() == ["kind", "occurrences", "distinct"]
    assert lines[1].split() == ["cn-resident-id", "50", "30"]
    assert lines[2] == "50 records of 30 people"
    assert VALUE not in said.out


def test_the_same_as_json_has_the_keys_of_the_contract(bare, dump):
    said = bare("scan", "--json", dump, *MADE_UP)
    found = said.json
    assert (said.status, said.err) == (3, "")
    assert found["kinds"]["cn-resident-id"] == {"occurrences": 50, "distinct": 30}
    assert (found["records"], found["people"], found["masked"], found["damaged_columns"]) == (50, 30, 0, 0)
    assert found["undetermined"] == []
    assert found["bytes"] == sum(path.stat().st_size for path in dump.iterdir())
    assert found["seconds"] > 0


def test_standard_input_is_read(bare):
    found = bare("scan", "-", "--json", *MADE_UP, text=table(5)).json
    assert (found["people"], found["bytes"]) == (5, len(table(5).encode()))


def test_birth_years_outside_the_window_do_not_count(bare, dump):
    said = bare("scan", dump, "--json", "--born", "1900-2000")
    assert "cn-resident-id" not in said.json["kinds"]


def test_nothing_found_is_status_zero(tmp_path):
    (tmp_path / "a.txt").write_text("nothing to see")
    said = say("scan", tmp_path / "a.txt", home=tmp_path / "unused")
    assert (said.status, said.out.splitlines()[0]) == (0, "nothing found")


def test_nothing_found_where_not_everything_could_be_read_is_not_zero(bare, tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped({f"{VALUE}.rar": b"Rar!\x1a\x07\x00"})[:-40])
    said = bare("scan", tmp_path / "a.zip", "--born", "1900-1901")
    assert said.status == 1
    assert "nothing found in what could be read" in said.out
    assert "undetermined: " in said.out
    assert VALUE not in said.out + said.err


def test_jobs_change_nothing(bare, dump):
    one, two = (bare("scan", dump, "--json", "--jobs", jobs, *MADE_UP).json for jobs in (1, 2))
    assert {**one, "seconds": 0} == {**two, "seconds": 0}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["none.csv"], "there is no none.csv"),
        ([f"{VALUE}.csv"], "there is no 33****************.csv"),
        ([".", "--born", "soon"], "--born wants two years"),
        ([".", "--born", "1999-1900"], "--born wants two years"),
        ([".", "--nation", "xx"], "no nation pack 'xx'"),
        ([".", "--redact"], "--redact and -o DIR go together"),
        ([".", "-o", "out"], "--redact and -o DIR go together"),
        (["-", "--redact", "-o", "out"], "standard input cannot be copied"),
        ([], "Missing argument"),
    ],
)
def test_a_wrong_request_is_one_line_and_status_two(bare, tmp_path, arguments, says):
    assert says in bare("scan", *arguments, folder=tmp_path, text="").is_refused(2)


def test_redacted_copies_are_written_and_containers_are_named(bare, dump, tmp_path):
    said = bare("scan", dump, "--redact", "-o", tmp_path / "out", *MADE_UP)
    assert said.status == 3
    assert "1 redacted copies written" in said.out
    assert "not copied, as only text can be: " in said.out
    copied = (tmp_path / "out/dump/people.csv").read_text()
    assert VALUE not in copied
    assert len(copied) == len(table(20))
    again = bare("scan", dump, "--redact", "-o", tmp_path / "out", *MADE_UP)
    assert "is there already" in again.is_refused(2)
