# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Longer stories: more that nobody knew, and a demo of which one process after another is killed."""

import contextlib
import json
import random
import secrets
import signal
import subprocess
import sys
import time

import psutil
import pytest

from tests.ports import own
from tests.stories.test_hidden_story import check_story
from tests.stories.told import PATIENT

pytestmark = [pytest.mark.deep, pytest.mark.timeout(1200)]
DEMO = [sys.executable, "-m", "mendsky.cli", "demo", "--json", "--story", "small", "--days", "14"]
DEMO += ["--port", str(own(18750))]
SAME = ("loopholes", "high_risk", "provinces", "records", "repaired", "open", "silent", "systems", "missed")
"""Figures that do not depend on the secret under which people are counted."""


def web(home, demo):
    del demo
    return psutil.Process(json.loads((home / "run" / "web.json").read_text())["pid"])


def lab(home, demo):
    del home
    return next(child for child in demo.children() if "mendsky.lab" in child.cmdline())


def database(home, demo):
    del demo
    return psutil.Process(int((home / "database" / "postmaster.pid").read_text().split()[0]))


def worker(home, demo):
    """Give one of the processes that run the jobs, which start after the portal."""
    note, deadline = home / "run" / "worker-2.json", time.monotonic() + 60
    while not note.exists() and demo.is_running() and time.monotonic() < deadline:
        time.sleep(0.1)
    return psutil.Process(json.loads(note.read_text())["pid"])


def director(home, demo):
    """Give the process that moves the clock."""
    del home
    return demo


PROCESSES = (web, lab, database, worker, director)


@pytest.mark.parametrize("turn", range(4))
def test_the_release_matches_a_story_that_nobody_knew(tmp_path, turn):
    check_story(tmp_path / "home")


def lived(home):
    done = subprocess.run(
        [*DEMO, "--home", str(home)], capture_output=True, text=True, timeout=600, env=PATIENT
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def started():
    """Give a list for the processes that a killed demo had started; those that are left are ended.

    psutil knows a process by its number and the time of its start: a stranger with the same number is none.
    """
    known = []
    yield known
    for signal_number in (signal.SIGTERM, signal.SIGKILL):
        for process in known:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(signal_number)
        deadline = time.monotonic() + 10
        while (left := [process for process in known if lives(process)]) and time.monotonic() < deadline:
            time.sleep(0.1)
    assert left == []


def lives(process):
    """Say whether a process does anything: one that has ended stays listed until somebody waits for it."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def server(home):
    """Give the processes of a home's database, none where it does not run."""
    with contextlib.suppress(FileNotFoundError, psutil.NoSuchProcess, IndexError):
        first = database(home, None)
        return [first, *first.children(recursive=True)]
    return []


def killed(home, choose, moment, started):
    """Run the demo, kill one of its processes some seconds after its portal is up, and wait for its end."""
    begun = time.time()
    process = subprocess.Popen(
        [*DEMO, "--home", str(home)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=PATIENT,
    )
    note = home / "run" / "web.json"
    deadline = time.monotonic() + 120
    while not (note.exists() and note.stat().st_mtime > begun) and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(moment)
    # A demo that was quicker than its end has nothing left to be killed.
    if process.poll() is None:
        demo = psutil.Process(process.pid)
        # A portal's own child outlives a portal that is killed, and keeps the database from ending.
        started += [*demo.children(recursive=True), *server(home)]
        choose(home, demo).send_signal(signal.SIGKILL)
    return process.wait(300)


def test_after_kills_at_random_moments_the_same_command_gives_the_same_figures(tmp_path, started):
    """Whatever a killed run left behind, the next one ends or takes over."""
    home, seed = tmp_path / "home", secrets.randbelow(1_000_000)
    drawn = random.Random(seed)  # noqa: S311 - any moment will do
    first = lived(tmp_path / "reference")
    for choose in drawn.sample(PROCESSES, len(PROCESSES)):
        killed(home, choose, drawn.uniform(0.0, 12.0), started)
    again = lived(home)
    started += server(home)
    differing = {name: (first[name], again[name]) for name in SAME if first[name] != again[name]}
    assert differing == {}, f"seed {seed}"
    assert first["loopholes"] > 0
    assert (first["false_positives"], first["self_audit"]["ok"], again["self_audit"]["ok"]) == (0, True, True)
