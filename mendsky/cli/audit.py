# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky self-audit`: show that nobody's data is kept."""

from pathlib import Path
from typing import Annotated

import typer

from mendsky.cli.shell import begin, print_json, say


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command("self-audit")(self_audit)


def self_audit(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    home: Annotated[Path | None, typer.Option(help="Home folder (MENDSKY_HOME).")] = None,
) -> None:
    """Search everything at rest for personal data, after first planting and finding a test value."""
    begin(home)
    from mendsky.audit import audit  # noqa: PLC0415 - needs Django

    result = audit.run()
    if as_json:
        print_json(result.as_json())
    else:
        say(
            f"{'clean' if result.ok else 'NOT CLEAN'}: {result.places} places, {result.bytes} bytes, "
            f"{result.candidates} candidates, {len(result.hits)} hits outside the register"
        )
        for hit in result.hits:
            say(f"  {hit.count} × {hit.kind} in {hit.place}")
    if not result.ok:
        raise typer.Exit(1)
