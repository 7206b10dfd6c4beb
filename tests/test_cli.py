# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line as its users meet it: in a process of its own."""

import subprocess
import sys

import pytest


def mendsky(*arguments, home):
    return subprocess.run(
        [sys.executable, "-m", "mendsky.cli", *arguments],
        env={"PATH": "", "MENDSKY_HOME": str(home)}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sweep", "--nope"], "--nope"),
        (["nope"], "nope"),
        (["census", "people.csv"], "--ticket"),
        (["demo", "--port", "high"], "--port"),
        (["verify", "nowhere.json"], "cannot open nowhere.json"),
    ],
)
def test_what_the_user_did_wrong_is_one_line_and_status_2(arguments, said, tmp_path):
    done = mendsky(*arguments, home=tmp_path / "home")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("mendsky: ")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


def test_without_a_command_the_help_is_shown(tmp_path):
    done = mendsky(home=tmp_path / "home")
    assert done.returncode == 2
    assert "self-audit" in done.stdout
    assert done.stderr == ""


def test_asking_for_help_touches_nothing(tmp_path):
    assert mendsky("verify", "--help", home=tmp_path / "home").returncode == 0
    assert not (tmp_path / "home").exists()


def test_a_command_that_says_no_ends_with_its_status(tmp_path):
    program = (
        "import typer\n"
        "from mendsky.cli import app, main\n"
        "@app.command()\n"
        "def says_no():\n"
        "    raise typer.Exit(1)\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "says-no"],
        env={"PATH": "", "MENDSKY_HOME": str(tmp_path)}, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, b"")
