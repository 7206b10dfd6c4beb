# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is about to be sent, kept on this machine until it is recorded: a killed worker's requests count too.

Each slice writes into a file of its own, which its process holds locked (flock) and deletes once the
database has the slice. A file that nobody holds is what a process left that was killed, and what it says is
recorded as visits that were broken off: their requests count for the day and stand in the owner's log.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction

from mendsky.apps.directory import queries as directory
from mendsky.apps.watch import budget, sent
from mendsky.apps.watch.models import SentRequests, SystemRun
from mendsky.core.terms.answers import Cause, Purpose
from mendsky.core.terms.grants import Grant
from mendsky.net.probing.door import Exchange
from mendsky.net.probing.visits import Sending, nothing_seen

ENDING = ".tsv"


@dataclass(kw_only=True, slots=True)
class Journal:
    """The file of one slice."""

    file: BinaryIO
    start: datetime
    """When the slice began, by the domain clock."""
    systems: Mapping[str, UUID]
    """Key of a visit → system."""

    def note(self, key: str, grant: Grant, sending: Sending) -> None:
        """Write down what is about to be sent: whatever ends this process, the machine has it by then."""
        after = (sending.at - self.start) // timedelta(milliseconds=1)
        told = f"{sending.asked_by}\t{sending.method}\t{sending.target}"
        self.file.write(f"{self.systems[key]}\t{grant.id}\t{grant.version}\t{after}\t{told}\n".encode())


@contextmanager
def kept(systems: Mapping[str, UUID], *, at: datetime, pack: str) -> Iterator[Journal]:
    """Give the journal of visits, which is deleted when the block ends well: all is recorded then."""
    folder = _folder()
    folder.mkdir(exist_ok=True)
    number, name = mkstemp(dir=folder)
    path = Path(name)
    with os.fdopen(number, "wb", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write((json.dumps({"at": at.isoformat(), "pack": pack}) + "\n").encode())
        # Only what is held bears the ending by which it would be taken for left.
        path = path.rename(path.with_suffix(ENDING))
        yield Journal(file=file, start=at, systems=systems)
        path.unlink()


def recover() -> int:
    """Record what killed processes of this machine left; give the number of visits."""
    recorded = 0
    for path in sorted(_folder().glob(f"*{ENDING}")):
        try:
            file = path.open("rb")
        except FileNotFoundError:
            continue  # its process has just ended well
        with file:
            if _is_left(file):
                recorded += _record(file.read().decode())
                path.unlink()
    return recorded


def _folder() -> Path:
    return Path(settings.HOME) / "journal"


def _is_left(file: BinaryIO) -> bool:
    """Take over a file that nobody holds and nobody has taken over."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return os.fstat(file.fileno()).st_nlink > 0


@transaction.atomic
def _record(text: str) -> int:
    """Record what a journal says, but what its process had recorded before it ended."""
    # A full disk may have cut the last line short.
    whole = text[: text.rfind("\n") + 1].splitlines()
    if not whole:
        return 0
    start, lines = json.loads(whole[0]), whole[1:]
    at = datetime.fromisoformat(start["at"])
    cells = sorted((line.split("\t") for line in lines), key=lambda row: row[0])
    visits = {UUID(system): list(rows) for system, rows in groupby(cells, key=lambda row: row[0])}
    done = set(SystemRun.objects.filter(system__in=visits, at=at).values_list("system", flat=True))
    known = directory.systems(visits)
    runs, logs = [], []
    # Systems that are not known are of a database that is gone.
    for system in (visits.keys() & known.keys()) - done:
        sent_then = [_exchange(row, at) for row in visits[system]]
        _, grant, version, *_ = visits[system][-1]
        run = SystemRun(
            system=system,
            host=budget.host_of(known[system].origin),
            purpose=Purpose.BROKEN_OFF,
            at=at,
            grant=grant,
            grant_version=int(version),
            pack=start["pack"],
            control=asdict(nothing_seen(Cause.OUR_FAILURE)),
            answers={},
            requests=len(sent_then),
            bytes=0,
        )
        runs.append(run)
        logs.append(sent.sent_row(run, sent_then))
    SystemRun.objects.bulk_create(runs)
    SentRequests.objects.bulk_create([log for log in logs if log is not None])
    return len(runs)


def _exchange(row: list[str], start: datetime) -> Exchange:
    """Give a request of which no more is known than that it was about to be sent."""
    _, _, _, after, asked_by, method, target = row
    return Exchange(
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
