# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line as people use it: a process of its own, read as a transcript."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

KEEP = """
import django; django.setup()
from mendsky.runtime import database, installation
database.prepare(); installation.claim(synthetic=False)
print("ready", flush=True)
input()
"""


@dataclass(frozen=True)
class Said:
    """What one command printed, and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self):
        """Give the one object that is all of standard output."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found

    def is_refused(self, status=2):
        """Hold the form of errors: this status, one line, nothing else; give the line."""
        assert (self.status, self.out) == (status, ""), (self.status, self.out, self.err)
        assert self.err.startswith("mendsky: "), self.err
        assert self.err.count("\n") == 1, self.err
        return self.err.rstrip("\n")


def environment_of(home):
    """Give an environment in which only the home folder is set."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MENDSKY_", "DJANGO_", "DATABASE_URL"))
    }
    return {**clean, "MENDSKY_HOME": str(home), "MENDSKY_SMTP": "127.77.6.1:9"}


def say(*arguments, home, text=None, folder=None):
    """Run one command to its end."""
    done = subprocess.run(
        [sys.executable, "-m", "mendsky.cli", *map(str, arguments)],
        env={**environment_of(home), "PYTHONPATH": str(Path(__file__).parents[2])},
        cwd=folder, input=text, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    return Said(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Give a scratch installation for real use, whose database stays up while a module is tested."""
    folder = tmp_path_factory.mktemp("home")
    environment = {**environment_of(folder), "DJANGO_SETTINGS_MODULE": "mendsky.runtime.settings"}
    keeper = subprocess.Popen(
        [sys.executable, "-c", KEEP], env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert keeper.stdout.readline() == "ready\n"
    yield folder
    keeper.communicate("\n", timeout=60)


@pytest.fixture
def mendsky(home):
    """Give the function that runs a command on the scratch installation."""
    return lambda *arguments, **named: say(*arguments, home=home, **named)


@pytest.fixture
def bare(tmp_path):
    """Give the function that runs a command that needs no installation."""
    return lambda *arguments, **named: say(*arguments, home=tmp_path / "unused", **named)
