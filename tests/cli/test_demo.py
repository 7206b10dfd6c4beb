# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky demo` around its story: arguments, port, progress and the last screen."""

import io
import socket
from types import SimpleNamespace

import pytest

from mendsky.cli import demo
from mendsky.cli.enactment import Enacted

FIGURES = {
    "as_of": "2015-04-20T01:00:00Z",
    "sector": "social-security",
    "loopholes": 8,
    "provinces": 4,
    "high_risk": 3,
    "records": {"low": 1000, "point": None, "high": 2500, "grade": "G2"},
    "people": {"low": 1200, "point": 1200, "high": 1200, "grade": "G3"},
    "at_risk": {"low": 7, "point": None, "high": None, "grade": "G0"},
    "repaired": {"verified": 4, "claimed": 2, "false_claims": 1},
    "open": 4,
    "silent": 1,
    "systems": {"in_scope": 60, "covered": 57, "undetermined": 3},
}


KNOWN = {"false_positives": 0, "missed": 0}


def enacted(*, ok=True, differences=(), hits=(), link=None, against=KNOWN):
    return Enacted(
        figures=FIGURES,
        release_id="R-1",
        verdict=SimpleNamespace(ok=ok, differences=differences),
        audit=SimpleNamespace(places=120, hits=hits, ok=not hits, as_json=lambda: {"ok": not hits}),
        against_truth=against,
        phases={"lab nation": 1.5, "release": 2.25},
        logins=[("handler", "handler@demo.mendsky.test", "a password")],
        letter_link=link,
    )


@pytest.mark.parametrize(
    ("count", "text"),
    [
        ({"low": 7, "high": 7, "grade": "G3"}, "7   G3"),
        ({"low": 1000, "high": 25000, "grade": "G2"}, "1,000–25,000   G2"),
        ({"low": 0, "high": None, "grade": "bounds"}, "at least 0   bounds"),
    ],
)
def test_a_count_is_shown_with_its_bounds_and_its_grade(count, text):
    assert demo._range(count) == text


def test_the_last_screen_says_all_that_was_asked(capsys):
    demo._last_screen(enacted(link="http://127.0.0.1:8001/o/x/"), 8001)
    said = capsys.readouterr().out
    for part in (
        "As of 2015-04-20", "synthetic", "8 in 4 provinces, 3 high-risk", "1,000–2,500   G2", "1,200   G3",
        "at least 7", "4 verified, 2 claimed, 1 of them false", "1 organisations", "57 of 60 covered, 3 und",
        "120 places, 0 hits", "R-1, verified", "lab nation", "3.8 s", "http://127.0.0.1:8001/desk/",
        "handler@demo.mendsky.test", "a password", "http://127.0.0.1:8001/o/x/",
    ):  # fmt: skip
        assert part in said, part


def test_without_a_portal_the_screen_names_neither_address_nor_login(capsys):
    demo._last_screen(enacted(), None)
    said = capsys.readouterr().out
    assert "Portal" not in said
    assert "a password" not in said


def test_what_went_wrong_stands_on_the_last_screen(capsys):
    hit = SimpleNamespace(place="file x", kind="email", count=2)
    demo._last_screen(enacted(ok=False, differences=("root: …",), hits=(hit,)), None)
    said = capsys.readouterr().out
    assert "NOT VERIFIED" in said
    assert "differs: root: …" in said
    assert "kept: 2 × email in file x" in said


def test_json_has_the_figures_the_comparison_and_the_seconds():
    document = enacted().as_json()
    assert document | FIGURES == document
    assert (document["false_positives"], document["missed"], document["verified"]) == (0, 0, True)
    assert document["seconds"] == 3.75
    assert "logins" not in document
    assert "missed" not in enacted(against={}).as_json()


def test_progress_that_is_no_terminal_is_a_line_for_each_phase(capsys):
    with demo._progress(quiet=False) as tell:
        for phase, part in (("a", 0.0), ("a", 0.5), ("b", 0.0)):
            tell(phase, part)
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "  a\n  b\n")


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
        (["--port", "70000"], "--port"),
        (["extra"], "extra"),
    ],
)
def test_a_wrong_argument_is_refused_before_anything_is_made(bare, tmp_path, arguments, says):
    assert says in bare("demo", *arguments).is_refused()
    assert not (tmp_path / "unused").exists()


def test_where_no_port_is_free_the_demo_says_so_and_makes_nothing(bare, tmp_path):
    with socket.socket() as first:
        first.bind(("127.0.0.1", 65535))
        first.listen()
        assert "--port" in bare("demo", "--port", "65535").is_refused()
    assert not (tmp_path / "unused").exists()
