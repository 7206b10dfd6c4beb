# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line as people use it: a process of its own, read as a transcript.

`say` starts each command anew, which takes a second; `mendsky` and `bare` fork it from a process that has
loaded what it needs. Each group of commands is started anew by one test at least.
"""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import pytest

from tests.cli.forking import ANYWHERE, ROOT, forker

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


def say(*arguments, home, text=None, folder=None, by=None, **settings):
    """Run one command to its end, started anew or `by` a fork; `settings` are further variables."""
    variables = {name: str(value) for name, value in settings.items()}
    environment = {**environment_of(home), **variables, "PYTHONPATH": str(ROOT)}
    words = [*map(str, arguments)]
    if by is not None:
        return Said(*by(words, environment=environment, text=text, folder=folder and str(folder)))
    done = subprocess.run(
        [sys.executable, "-m", "mendsky.cli", *words],
        env=environment, cwd=folder, input=text, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    return Said(done.returncode, done.stdout, done.stderr)


@contextmanager
def kept(folder):
    """Keep the database of a scratch installation up."""
    environment = {**environment_of(folder), "DJANGO_SETTINGS_MODULE": "mendsky.runtime.settings"}
    keeper = subprocess.Popen(
        [sys.executable, "-c", KEEP], env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert keeper.stdout.readline() == "ready\n"
    yield
    keeper.communicate("\n", timeout=60)


@pytest.fixture(scope="session")
def unused_home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home") / "unused"
    with kept(folder):
        pass
    return folder


@pytest.fixture(scope="module")
def home(unused_home, tmp_path_factory):
    """Give a scratch installation for real use, whose database stays up while a module is tested."""
    folder = tmp_path_factory.mktemp("home") / "mendsky"
    # With its owners: as root the server runs under a user of its own.
    subprocess.run(["cp", "-a", unused_home, folder], check=True)
    with kept(folder):
        yield folder


@pytest.fixture(scope="module")
def _on_home(home):
    environment = {**environment_of(home), "DJANGO_SETTINGS_MODULE": "mendsky.runtime.settings"}
    with forker(*ANYWHERE, "settings", environment=environment) as by:
        yield by


@pytest.fixture(scope="session")
def _anywhere(tmp_path_factory):
    with forker(*ANYWHERE, environment=environment_of(tmp_path_factory.getbasetemp() / "none")) as by:
        yield by


@pytest.fixture
def mendsky(home, _on_home):
    """Give the function that runs a command on the scratch installation."""
    return partial(say, home=home, by=_on_home)


@pytest.fixture
def bare(tmp_path, _anywhere):
    """Give the function that runs a command that needs no installation."""
    return partial(say, home=tmp_path / "unused", by=_anywhere)
