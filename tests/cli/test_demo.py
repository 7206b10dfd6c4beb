# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky demo` around its story: arguments, port and progress."""

import io
import socket

import pytest

from mendsky.cli import demo
from mendsky.lab.story_rows import COLUMNS


def test_progress_that_is_no_terminal_is_a_line_for_each_phase(capsys):
    with demo._progress(quiet=False) as tell:
        for phase, part in (("a", 0.0), ("a", 0.5), ("b", 0.0)):
            tell(phase, part)
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "  a\n  a 50 %\n  b\n")


def test_progress_for_machines_says_nothing(capsys):
    with demo._progress(quiet=True) as tell:
        tell("a", 0.5)
    assert capsys.readouterr() == ("", "")


def test_a_bar_gives_the_terminal_its_cursor_back_where_the_demo_fails(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with pytest.raises(ZeroDivisionError), demo._progress(quiet=False) as tell:
        tell("a", 1 / 0)
    written = terminal.getvalue()
    assert written.rfind("\x1b[?25h") > written.rfind("\x1b[?25l") >= 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--port", "many"], "--port"),
        (["--seed", "x"], "--seed"),
        (["--days", "x"], "--days"),
        (["--days", "0"], "--days"),
        (["--story", "april-2016"], "april-2015, small, drawn"),
        (["--port", "70000"], "--port"),
        (["--story-file", "x.csv", "--lab", "{}"], "--story-file is for one that the demo starts"),
        (["extra"], "extra"),
    ],
)
def test_a_wrong_argument_is_refused_before_anything_is_made(bare, tmp_path, arguments, says):
    assert says in bare("demo", *arguments).is_refused()
    assert not (tmp_path / "unused").exists()


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (None, "story.csv cannot be read as a table"),
        ("", "story.csv, line 1: the columns must be location,"),
        (f"{','.join(COLUMNS)}\na place,maybe{',' * 15}\n", "story.csv, line 2: "),
    ],
)
def test_a_table_that_cannot_be_told_is_refused_in_the_labs_own_line(bare, tmp_path, row, says):
    table = tmp_path / "story.csv"
    if row is not None:
        table.write_text(row)
    assert says in bare("demo", "--json", "--story-file", table).is_refused()
    assert not (tmp_path / "unused" / "database").exists()


def test_only_the_story_that_is_a_table_is_told_from_one(bare, tmp_path):
    refused = bare("demo", "--json", "--story", "small", "--story-file", tmp_path / "story.csv").is_refused()
    assert "only the story april-2015 is told from a table" in refused


def test_where_no_port_is_free_the_demo_says_so_and_makes_nothing(bare, tmp_path):
    with socket.socket() as first:
        first.bind(("127.0.0.1", 65535))
        first.listen()
        assert "--port" in bare("demo", "--port", "65535").is_refused()
    assert not (tmp_path / "unused").exists()
