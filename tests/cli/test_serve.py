# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky up`, `worker`, `doctor`, `manage`."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import psutil
import pytest

from mendsky.core.probes import REGISTER
from mendsky.runtime.ports import free_port
from tests.cli.conftest import environment_of, say
from tests.ports import own


def start(*arguments, home):
    return subprocess.Popen(
        [sys.executable, "-m", "mendsky.cli", *map(str, arguments)],
        env={**environment_of(home), "PYTHONPATH": os.getcwd()},  # noqa: PTH109 - a text is asked for
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def until(condition):
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.2)
    pytest.fail("waited in vain")


def test_up_serves_on_the_next_free_port_starts_again_what_died_and_leaves_nothing(home):
    wanted = free_port("127.0.0.1", own(18950))
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", wanted))
        busy.listen()
        up = start("up", "--port", wanted, home=home)
        try:
            line = up.stdout.readline()
            assert line.startswith("Portal: http://127.0.0.1:")
            url = line.split()[1]
            assert not url.endswith(f":{wanted}")
            with urllib.request.urlopen(url, timeout=20) as page:
                assert page.status == 200

            (worker,) = [one for one in psutil.Process(up.pid).children() if "worker" in one.cmdline()]
            worker.kill()
            again = up.stderr.readline()
            assert again.startswith("the worker ended with status -9")

            family = until(
                lambda: len(found := psutil.Process(up.pid).children(recursive=True)) > 1 and found
            )
        finally:
            up.send_signal(signal.SIGTERM)
            _, said = up.communicate(timeout=60)
    assert (up.returncode, said) == (0, "stopping\n")
    assert [one for one in family if one.is_running() and one.status() != psutil.STATUS_ZOMBIE] == []
    assert list((home / "run").iterdir()) == []


@pytest.mark.deep
def test_up_tries_the_probes_by_itself_when_that_is_due(home):
    at_once = "from mendsky.cli import serve; serve.SETTLING_SECONDS = 0.0; serve.up(port={port}, home=None)"
    up = subprocess.Popen(
        [sys.executable, "-c", at_once.format(port=free_port("127.0.0.1", own(18960)))],
        env={**environment_of(home), "PYTHONPATH": os.getcwd()},  # noqa: PTH109 - a text is asked for
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert up.stderr.readline().startswith("the self-test of the probes has ended")
    finally:
        up.send_signal(signal.SIGTERM)
        up.communicate(timeout=60)
    rows = (home / "logs" / "self-test.log").read_text().splitlines()[1:]
    assert [row.split()[0] for row in rows] == [entry.spec.kind for entry in REGISTER]


def test_a_worker_ends_well_when_told_to(home):
    worker = start("worker", "--concurrency", 1, home=home)
    until(lambda: len(psutil.Process(worker.pid).net_connections("unix")) > 0)
    worker.send_signal(signal.SIGTERM)
    _, said = worker.communicate(timeout=60)
    assert "Traceback" not in said


def test_a_worker_whose_database_is_gone_ends_and_says_so_in_one_line(unused_home, tmp_path):
    home = tmp_path / "lost"
    subprocess.run(["cp", "-a", unused_home, home], check=True)
    worker = start("worker", "--concurrency", 1, home=home)
    until(lambda: len(psutil.Process(worker.pid).net_connections("unix")) > 5)
    server = int((home / "database" / "postmaster.pid").read_text().split()[0])
    os.kill(server, signal.SIGQUIT)
    _, said = worker.communicate(timeout=60)
    assert worker.returncode == 1
    *jobs, last = said.splitlines()
    assert last.startswith("mendsky: failed: the database does not answer any more"), said
    # The job that ran just then says so too, if one did.
    assert [job.rpartition(": ")[2] for job in jobs] in ([], ["the database does not answer"]), said


def test_the_doctor_names_what_is_wrong_with_status_one(home):
    said = say("doctor", home=home)
    assert (said.status, said.err) == (1, "")
    lines = said.out.splitlines()
    assert [line.split(":")[0].split(maxsplit=1)[1] for line in lines] == [
        "database", "keys", "nation pack", "mail server", "grant keys",
    ]  # fmt: skip
    assert lines[0].startswith("ok   database: PostgreSQL ")
    assert lines[3].startswith("FAIL mail server: ")


def test_manage_runs_djangos_own_commands(mendsky):
    said = mendsky("manage", "makemigrations", "--check", "--dry-run")
    assert (said.status, said.out) == (0, "No changes detected\n"), said


def test_up_refuses_a_port_that_is_none(bare, tmp_path):
    assert "--port" in bare("up", "--port", "0").is_refused()
    assert not (tmp_path / "unused").exists()
