# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
import os
import sys
import time

import psutil
import pytest

from mendsky.runtime import processes

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


def test_a_helper_runs_while_the_block_runs_and_not_longer(tmp_path):
    with processes.running("sleeper", SLEEPER, home=tmp_path, environment=os.environ) as process:
        assert psutil.pid_exists(process.pid)
    assert process.returncode is not None
    assert not (tmp_path / "run" / "sleeper.json").exists()


def test_what_a_killed_run_left_behind_is_ended_by_the_next(tmp_path):
    left = processes.start("sleeper", SLEEPER, home=tmp_path, environment=os.environ)
    with processes.running("sleeper", SLEEPER, home=tmp_path, environment=os.environ):
        assert left.wait(10) is not None


def test_children_that_a_killed_helper_left_behind_are_ended_too(tmp_path):
    forks = [sys.executable, "-c", "import os, time; os.fork(); time.sleep(60)"]
    here, there = ({**os.environ, "MENDSKY_HOME": str(home)} for home in (tmp_path, tmp_path / "other"))
    leader = processes.start("forks", forks, home=tmp_path, environment=here)
    while not (children := psutil.Process(leader.pid).children()):
        time.sleep(0.01)
    elsewhere = processes.start("forks", forks, home=tmp_path / "other", environment=there)
    leader.kill()
    leader.wait()
    processes.end("forks", home=tmp_path)
    assert not psutil.wait_procs(children, timeout=10)[1]
    assert elsewhere.poll() is None
    processes.end("forks", home=tmp_path / "other")
    elsewhere.wait()


def test_a_stranger_with_the_same_number_is_left_alone(tmp_path):
    stranger = processes.start("sleeper", SLEEPER, home=tmp_path, environment=os.environ)
    note = tmp_path / "run" / "sleeper.json"
    note.write_text(json.dumps({"pid": stranger.pid, "since": 1.0}))
    processes.end("sleeper", home=tmp_path)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_helper_that_ends_before_it_answers_is_named(tmp_path):
    child = processes.start("dead", [sys.executable, "-c", ""], home=tmp_path, environment=os.environ)
    with pytest.raises(processes.ProcessFailedError, match="ended"):
        processes.wait_until_answers("http://127.0.0.1:9/", child)
    processes.end("dead", home=tmp_path)


def test_a_helper_that_never_answers_is_given_up(tmp_path):
    child = processes.start("mute", SLEEPER, home=tmp_path, environment=os.environ)
    began = time.monotonic()
    with pytest.raises(processes.ProcessFailedError, match="nothing answered"):
        processes.wait_until_answers("http://127.0.0.1:9/", child, seconds=0.3)
    assert time.monotonic() - began < 30
    processes.end("mute", home=tmp_path)
    child.wait()
