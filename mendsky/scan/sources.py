# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a scan was asked to look at: files, folders and standard input, one source after the other."""

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mendsky.scan.causes import Cause
from mendsky.scan.content import Content, read_through
from mendsky.scan.limits import Limits, Meter

STANDARD_INPUT = "-"


class SourceError(ValueError):
    """A path that was named is not there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One file, or standard input."""

    name: str
    """As it is shown: the path as it was given, and below it."""
    path: Path | None
    """None for standard input."""
    size: int
    """Bytes, as far as known; 0 where it is a stream."""
    below: str
    """Where it stands below the folder that was named, that folder included."""
    own: str
    """The name that was found in a folder; empty for what was named by whoever asked."""
    cause: Cause | None = None
    """Why it cannot be read at all."""

    def opened(self, limits: Limits) -> Content:
        """Give its content."""
        meter = Meter(limits)
        if self.path is None:
            return Content(STANDARD_INPUT, read_through(sys.stdin.buffer, meter), meter)
        if not self.path.is_file():
            return Content.of_pipe(self.path, meter, self.name)
        return Content.of_file(self.path, meter, self.name)


def sources(paths: Sequence[Path]) -> Iterator[Source]:
    """Give the sources that paths stand for, folders in the order of names; links in them are not followed.

    Raises `SourceError` for a path that is not there.
    """
    for path in paths:
        if str(path) == STANDARD_INPUT:
            yield Source(name=STANDARD_INPUT, path=None, size=0, below="", own="")
        elif path.is_dir():
            yield from _below(path, str(path), path.name)
        elif path.exists():
            yield Source(name=str(path), path=path, size=path.stat().st_size, below=path.name, own="")
        else:
            msg = f"there is no {path}; name files, folders, or - for standard input"
            raise SourceError(msg)


def _below(folder: Path, name: str, below: str) -> Iterator[Source]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        yield Source(name=name, path=folder, size=0, below=below, own="", cause=Cause.UNREADABLE)
        return
    for entry in entries:
        inner = f"{name.rstrip('/')}/{entry.name}"
        under = f"{below}/{entry.name}".lstrip("/")
        mode = _mode(entry)
        if mode is not None and stat.S_ISDIR(mode):
            yield from _below(Path(entry.path), inner, under)
        elif mode is not None and stat.S_ISREG(mode):
            size = entry.stat(follow_symlinks=False).st_size
            yield Source(name=inner, path=Path(entry.path), size=size, below=under, own=entry.name)


def _mode(entry: os.DirEntry[str]) -> int | None:
    try:
        return entry.stat(follow_symlinks=False).st_mode
    except OSError:
        return None
