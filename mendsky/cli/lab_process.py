# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Start the lab as a process of its own and speak to its door; nothing of it is imported."""

import contextlib
import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

ANSWER_SECONDS = 300
ENDING_SECONDS = 15
SILENT_SECONDS = 2
"""After which a mute counterpart hangs up."""
REFUSED = 2
"""The lab's exit status for its user's error, told in one line."""


class LabFailedError(RuntimeError):
    """The lab did not start or did not answer; the text names its log."""


class LabLineError(ValueError):
    """What was said to be a lab's line is none."""


class StoryRefusedError(ValueError):
    """The lab cannot tell the story that was asked for; the text says what is wrong with it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lab:
    """Where the lab listens."""

    door: str
    smtp: str
    dns: str
    process: subprocess.Popen[bytes] | None = None
    """None where somebody else runs it."""

    def ended(self) -> bool:
        """Say whether it has ended, as far as is known."""
        return self.process is not None and self.process.poll() is not None

    def inventory(self) -> dict[str, Any]:
        """Give the directory document: organisations, systems, contacts, grants."""
        return self._ask("/inventory")

    def tell(self, now: datetime) -> datetime | None:
        """Tell the lab the date; its owners act; give when they next want to be woken."""
        wake = self._ask("/now", {"now": now.isoformat()})["wake"]
        return datetime.fromisoformat(wake) if wake else None

    def truth(self) -> dict[str, Any]:
        """Give what the lab knows of itself, for comparison only, after everything was measured."""
        return self._ask("/truth")

    def _ask(self, path: str, document: dict[str, Any] | None = None) -> dict[str, Any]:
        request = urllib.request.Request(  # noqa: S310 - the lab's own address
            self.door + path,
            data=None if document is None else json.dumps(document).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310 - as above
                found: dict[str, Any] = json.load(answer)
        except urllib.error.HTTPError as refusal:
            msg = (
                f"the lab answered {path} with {refusal.code}: {refusal.read(2000).decode(errors='replace')}"
            )
            raise LabFailedError(msg) from refusal
        except OSError as failure:
            msg = f"the lab did not answer {path} ({failure}): see logs/lab.log"
            raise LabFailedError(msg) from failure
        return found


def already_running(ready_line: str) -> Lab:
    """Give the lab that printed this line when it was ready.

    Raises `LabLineError` where the text is no such line.
    """
    try:
        ready = json.loads(ready_line)
        return Lab(door=ready["door"], smtp=ready["smtp"], dns=ready["dns"])
    except (ValueError, KeyError, TypeError) as failure:
        msg = "--lab takes the JSON line that `python -m mendsky.lab` printed"
        raise LabLineError(msg) from failure


@contextlib.contextmanager
def running(*, home: Path, story: str, seed: int | None, story_file: Path | None = None) -> Iterator[Lab]:
    """Run the lab while the block runs; it ends by itself when its standard input closes.

    Raises `StoryRefusedError` where the story, or the table that it is to be told from, is refused, and
    `LabFailedError`.
    """
    logs = home / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "mendsky.lab", "--network", f"auto:{home}", "--story", story]
    if seed is not None:
        command += ["--seed", str(seed)]
    if story_file is not None:
        command += ["--story-file", str(story_file)]
    with (logs / "lab.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own program
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
        )
    try:
        assert process.stdout is not None  # noqa: S101 - asked for above
        line = process.stdout.readline()
        if not line:
            if process.wait(ENDING_SECONDS) == REFUSED:
                raise StoryRefusedError((logs / "lab.log").read_text(encoding="utf-8").strip())
            msg = "the lab did not start: see logs/lab.log"
            raise LabFailedError(msg)
        yield replace(already_running(line.decode()), process=process)
    finally:
        _end(process)


@contextlib.contextmanager
def counterparts() -> Iterator[dict[str, Any]]:
    """Serve the counterparts of every probe while the block runs; give what their line says.

    Raises `LabFailedError`.
    """
    command = [sys.executable, "-m", "mendsky.lab.counterpart", "--all", "--silence", str(SILENT_SECONDS)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own program
    try:
        assert process.stdout is not None  # noqa: S101 - asked for above
        line = process.stdout.readline()
        if not line:
            msg = "the counterparts of the probes did not start"
            raise LabFailedError(msg)
        said: dict[str, Any] = json.loads(line)
        yield said
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close its standard input, at which it ends, and wait for that."""
    assert process.stdin is not None  # noqa: S101 - asked for
    process.stdin.close()
    try:
        process.wait(ENDING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    assert process.stdout is not None  # noqa: S101 - asked for
    process.stdout.close()
