# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What commands share: starting Django, reading and writing files, printing, and the home folder."""

import contextlib
import errno
import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, BinaryIO

COMPILING = "compiling what finds identifiers; this is done once"


class TextFileError(ValueError):
    """A file that should hold text does not."""


class JsonFileError(ValueError):
    """A file that should hold a JSON object does not."""


def begin(home: Path | None = None) -> None:
    """Start Django on the home folder, the database being up to date afterwards."""
    connect(home)
    from mendsky.runtime import database  # noqa: PLC0415 - needs Django

    database.prepare()


def connect(home: Path | None = None) -> None:
    """Start Django without touching the database."""
    if home is not None:
        os.environ["MENDSKY_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mendsky.runtime.settings")
    import django  # noqa: PLC0415 - 0.2 s

    django.setup()


def end_on_signals() -> None:
    """Take SIGTERM as Ctrl-C, so that what this process has started is ended with it."""

    def leave(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, leave)


def print_json(document: dict[str, Any]) -> None:
    """Print one machine-readable object on standard output."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def read_json(path: Path) -> dict[str, object]:
    """Read a JSON object from a file.

    Raises `JsonFileError` where it is none.
    """
    try:
        document = json.loads(read_text(path))
    except (json.JSONDecodeError, RecursionError) as failure:
        msg = f"{path.name} is not JSON: {type(failure).__name__}"
        raise JsonFileError(msg) from None
    if not isinstance(document, dict):
        msg = f"{path.name} does not hold a JSON object"
        raise JsonFileError(msg)
    return document


def read_text(path: Path) -> str:
    """Read a file of UTF-8, whatever the machine's own encoding is.

    Raises `TextFileError` where it is none.
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        msg = f"{path.name} is not text in UTF-8"
        raise TextFileError(msg) from None


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Give a new file that stands at `path` once the block has ended well, and nowhere otherwise.

    Raises `OSError` at once where nothing can be written there, before the block does any work.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    partial = path.with_name(f".{path.name}.part")
    try:
        with partial.open("wb") as file:
            yield file
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def say(line: str) -> None:
    """Print one line for a person, on standard output."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def note(line: str) -> None:
    """Print one line about progress, on standard error."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
