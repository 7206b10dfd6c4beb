# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What commands share: starting Django, printing, and the home folder."""

import json
import os
import sys
from pathlib import Path
from typing import Any


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


def print_json(document: dict[str, Any]) -> None:
    """Print one machine-readable object on standard output."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def say(line: str) -> None:
    """Print one line for a person, on standard output."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def note(line: str) -> None:
    """Print one line about progress, on standard error."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
