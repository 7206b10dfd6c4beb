# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Start our own helper processes, know them again after a crash, and end only those.

Each process leaves a note with its number and its start time in `<home>/run/`, so that a later
command can end what a killed one left behind, and never a stranger that got the same number.
"""

import contextlib
import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import psutil

ENDING_SECONDS = 10


class ProcessFailedError(RuntimeError):
    """A helper process ended or did not get ready; the text names its log."""


@contextlib.contextmanager
def running(
    name: str, command: Sequence[str], *, home: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a helper while the block runs; its output goes to `<home>/logs/<name>.log`."""
    process = start(name, command, home=home, environment=environment)
    try:
        yield process
    finally:
        end(name, home=home)
        process.wait()


def start(
    name: str, command: Sequence[str], *, home: Path, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Start a helper and leave its note; a leftover of the same name is ended first."""
    end(name, home=home)
    logs, notes = home / "logs", home / "run"
    logs.mkdir(parents=True, exist_ok=True)
    notes.mkdir(parents=True, exist_ok=True)
    with (logs / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own programs with literal arguments
            list(command), stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=dict(environment)
        )
    started = psutil.Process(process.pid)
    note = {"pid": process.pid, "since": started.create_time(), "command": list(command)}
    (notes / f"{name}.json").write_text(json.dumps(note))
    return process


def end(name: str, *, home: Path) -> None:
    """End the helper of this name, if it still runs, with its children."""
    note = home / "run" / f"{name}.json"
    try:
        family = _family(home, **json.loads(note.read_text()))
    except (FileNotFoundError, ValueError):
        family = []
    for member in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            member.terminate()
    _, alive = psutil.wait_procs(family, timeout=ENDING_SECONDS)
    for member in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            member.kill()
    note.unlink(missing_ok=True)


def _family(home: Path, *, pid: int, since: float, command: Sequence[str] = ()) -> list[psutil.Process]:
    """Give a noted process and its children; of one that was killed, the children that it left behind."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        if process.create_time() == since:
            return [process, *process.children(recursive=True)]
    return [other for other in psutil.process_iter() if _is_left(other, home, since, command)]


def _is_left(process: psutil.Process, home: Path, since: float, command: Sequence[str]) -> bool:
    """Say whether a process is a fork of an ended one: the same command on the same home, not started before.

    Instants are counted in hundredths of a second, within which a process starts and forks.
    """
    try:
        return (
            process.create_time() >= since
            and process.cmdline() == list(command)
            and process.environ().get("MENDSKY_HOME") == str(home)
        )
    except psutil.Error:
        return False


def web_command(host: str, port: int) -> list[str]:
    """Give the command of the portal's server."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
        "mendsky.runtime.wsgi:application",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """Give the command of a worker."""
    return [sys.executable, "-m", "mendsky.cli", "worker"]


def self_test_command() -> list[str]:
    """Give the command of the probes' self-test, which keeps what it finds."""
    return [sys.executable, "-m", "mendsky.cli", "doctor", "--probes"]


def single_worker_command() -> list[str]:
    """Give the command of a worker of one job at a time, which leaves what is due to another process."""
    return [*worker_command(), "--concurrency", "1", "--no-due"]


def wait_until_answers(url: str, process: subprocess.Popen[bytes], *, seconds: float = 30) -> None:
    """Wait until a helper answers over HTTP, whatever the status.

    Raises `ProcessFailedError` where it ended or stayed silent.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            status = process.returncode
            msg = f"a process ended with status {status} before it answered at {url}: see its log"
            raise ProcessFailedError(msg)
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own address
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    msg = f"nothing answered at {url} within {seconds:.0f} seconds: see its log"
    raise ProcessFailedError(msg)
