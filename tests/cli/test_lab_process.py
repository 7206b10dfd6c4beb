# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lab as a process: started, asked through its door, ended with whoever started it."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import psutil
import pytest

from mendsky.cli import lab_process
from mendsky.cli.lab_process import Lab, LabFailedError, LabLineError, StoryRefusedError

START = datetime(2015, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with lab_process.running(home=tmp_path_factory.mktemp("lab"), story="small", seed=None) as running:
        yield running


def children(word):
    return [one for one in psutil.Process().children() if word in " ".join(one.cmdline())]


def test_the_inventory_is_a_directory_document(lab):
    document = lab.inventory()
    assert set(document) == {"organisations", "systems", "contacts", "grants"}
    assert all(grant["synthetic"] for grant in document["grants"])


def test_told_the_date_it_says_when_to_wake_it(lab):
    wake = lab.tell(START)
    assert wake is None or wake > START
    later = lab.tell(START + timedelta(days=1))
    assert later is None or later.tzinfo is not None


def test_its_truth_names_origins_and_kinds(lab):
    for loophole in lab.truth()["loopholes"]:
        assert loophole["origin"].startswith("http")
        assert loophole["kind"]


def test_its_refusal_is_an_error_that_names_what_was_asked(lab):
    with pytest.raises(LabFailedError, match="the lab answered /nothing with 404"):
        lab._ask("/nothing")


def fail_with(processes, found):
    found += processes
    raise ZeroDivisionError


def test_it_ends_with_the_block_also_where_that_fails(tmp_path):
    found = []
    with pytest.raises(ZeroDivisionError), lab_process.running(home=tmp_path, story="small", seed=7):
        fail_with(children(str(tmp_path)), found)
    assert not found[0].is_running()
    assert (tmp_path / "logs" / "lab.log").exists()


def test_a_lab_that_does_not_start_is_an_error_that_names_its_log(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(LabFailedError, match=r"did not start: see logs/lab\.log"):
        next(iter(lab_process.running(home=tmp_path, story="small", seed=None).gen))


def test_a_story_that_the_lab_refuses_is_refused_in_its_words(tmp_path):
    table = tmp_path / "story.csv"
    table.write_text("location\n")
    told = lab_process.running(home=tmp_path, story="april-2015", seed=None, story_file=table)
    with pytest.raises(StoryRefusedError, match=r"^story\.csv, line 1: the columns must be ") as raised:
        next(iter(told.gen))
    assert "\n" not in str(raised.value)


def test_a_lab_says_whether_it_has_ended(tmp_path):
    with lab_process.running(home=tmp_path, story="small", seed=None) as lab:
        before = lab.ended()
        lab.process.kill()
        lab.process.wait(10)
        assert (before, lab.ended()) == (False, True)
    assert not Lab(door="", smtp="", dns="").ended()


def test_a_lab_that_is_gone_is_an_error_in_one_line():
    gone = Lab(door="http://127.77.6.1:9", smtp="127.77.6.1:9", dns="127.77.6.1:9")
    with pytest.raises(LabFailedError, match=r"did not answer /truth .*see logs/lab\.log") as raised:
        gone.truth()
    assert "\n" not in str(raised.value)


def test_nothing_of_the_lab_is_imported():
    program = (
        "import sys, mendsky.cli.lab_process, mendsky.cli.demo\n"
        "print([name for name in sys.modules if name.startswith('mendsky.lab')])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert said.stdout == "[]\n"


def test_a_lab_that_runs_already_is_known_by_its_line():
    line = '{"door": "http://127.77.0.1:1", "smtp": "127.77.0.1:2", "dns": "127.77.0.1:3", "network": "x"}'
    known = lab_process.already_running(line)
    assert (known.door, known.smtp, known.dns) == ("http://127.77.0.1:1", "127.77.0.1:2", "127.77.0.1:3")


@pytest.mark.parametrize("line", ["", "{", "[]", "7", '{"door": "x"}'])
def test_another_text_is_no_lab(line):
    with pytest.raises(LabLineError, match="--lab takes the JSON line"):
        lab_process.already_running(line)
