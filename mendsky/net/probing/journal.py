# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is about to be sent, kept on this machine until the caller has it: a killed process's requests count.

Visits that are made together have a file of their own, which their process holds locked (flock) and deletes
in the end. A file that nobody holds is what a process left that was killed.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import starmap
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO

from mendsky.core.terms.answers import Cause
from mendsky.core.terms.grants import Grant
from mendsky.net.probing.visits import Exchange, Told

ENDING = ".tsv"
MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftVisit:
    """What a killed process left of one visit."""

    grant: str
    grant_version: int
    transcript: tuple[Exchange, ...]
    """What it was about to send; of no answer anything is known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Left:
    """What a killed process left of visits that it made together."""

    at: datetime
    """When they began, by the domain clock."""
    pack: str
    """The nation pack by which they were made."""
    visits: Mapping[str, LeftVisit]
    """By key of the visit."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Journal:
    """The file of visits that are made together."""

    file: BinaryIO
    start: datetime
    noted: list[tuple[str, Grant, Told]] = field(default_factory=list)

    def note(self, key: str, grant: Grant, told: Told) -> None:
        """Take what is about to be sent."""
        self.noted.append((key, grant, told))

    def flush(self) -> None:
        """Write down what was noted: whatever ends this process, the machine has it by then."""
        if self.noted:
            self.file.write("".join(starmap(self._line, self.noted)).encode())
            self.noted.clear()

    def _line(self, key: str, grant: Grant, told: Told) -> str:
        at, asked_by, method, target = told
        after = (at - self.start) // MILLISECOND
        return f"{key}\t{grant.id}\t{grant.version}\t{after}\t{asked_by}\t{method}\t{target}\n"


@contextmanager
def kept(folder: Path, *, at: datetime, pack: str) -> Iterator[Journal]:
    """Give a journal in a folder, which is deleted when the block ends well: all is recorded by then."""
    folder.mkdir(exist_ok=True)
    number, name = mkstemp(dir=folder)
    path = Path(name)
    with os.fdopen(number, "wb", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write((json.dumps({"at": at.isoformat(), "pack": pack}) + "\n").encode())
        # Only what is held bears the ending by which it would be taken for left.
        path = path.rename(path.with_suffix(ENDING))
        yield Journal(file=file, start=at)
        path.unlink()


def left_in(folder: Path) -> Iterator[Left]:
    """Give what killed processes left in a folder, each held while the caller records it, deleted then."""
    for path in sorted(folder.glob(f"*{ENDING}")):
        try:
            file = path.open("rb")
        except FileNotFoundError:
            continue  # its process has just ended well
        with file:
            if _is_left(file):
                yield from _read(file.read().decode())
                path.unlink()


def _is_left(file: BinaryIO) -> bool:
    """Take over a file that nobody holds and nobody has taken over."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return os.fstat(file.fileno()).st_nlink > 0


def _read(text: str) -> Iterator[Left]:
    """Give what a journal says; nothing where its process was killed before it said anything."""
    # A full disk may have cut the last line short.
    whole = text[: text.rfind("\n") + 1].splitlines()
    if not whole:
        return
    head = json.loads(whole[0])
    at = datetime.fromisoformat(head["at"])
    rows: dict[str, list[list[str]]] = {}
    for line in whole[1:]:
        key, *cells = line.split("\t")
        rows.setdefault(key, []).append(cells)
    yield Left(at=at, pack=head["pack"], visits={key: _visit(lines, at) for key, lines in rows.items()})


def _visit(lines: list[list[str]], start: datetime) -> LeftVisit:
    transcript = tuple(
        Exchange(
            at=start + timedelta(milliseconds=int(after)),
            asked_by=asked_by,
            method=method,
            target=target,
            status=0,
            length=0,
            seconds=0.0,
            address="",
            failure=Cause.OUR_FAILURE,
        )
        for _, _, after, asked_by, method, target in lines
    )
    grant, version, *_ = lines[-1]
    return LeftVisit(grant=grant, grant_version=int(version), transcript=transcript)
