# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky census`: an owner counts its own people on its own machine."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from mendsky.cli.shell import COMPILING, note, print_json, read_json, say, whole_file


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(census)


def census(
    source: Annotated[
        Path, typer.Argument(allow_dash=True, help="Export of the table, as CSV; - reads standard input.")
    ],
    ticket: Annotated[Path, typer.Option(help="The ticket from the page that the letter links.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Where to write the sealed sketch.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Count records and distinct people in an export, and seal a sketch for the coordinator.

    Needs no database, no network and no key but the ticket; nobody's number leaves this machine.
    """
    from mendsky.keys import census_run  # noqa: PLC0415 - numpy
    from mendsky.nations.identity import load_identity  # noqa: PLC0415 - as above

    nation = load_identity(os.environ.get("MENDSKY_NATION", "cn"))
    # Whether the ticket is still open is decided where the sketch is handed in: this clock is not ours.
    held = read_json(ticket)
    with whole_file(output) as file:
        export = sys.stdin.buffer if str(source) == "-" else source
        counted = census_run.run(export, held, nation, now=None, compiling=_compiling)
        file.write(counted.sealed)
    if as_json:
        print_json({"records": counted.records, "people": counted.people.as_json(), "output": output.name})
        return
    people = counted.people
    say(f"{counted.records} records of {people.low} to {people.high} people; sealed in {output.name}")


def _compiling() -> None:
    note(f"mendsky: {COMPILING}")
