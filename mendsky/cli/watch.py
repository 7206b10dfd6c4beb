# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky probe` and `mendsky sweep`: ask systems what they expose, under grants."""

from pathlib import Path
from typing import Annotated

import typer

from mendsky.cli.shell import begin, connect, print_json, read_json, say


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(probe)
    app.command()(sweep)


def probe(
    url: Annotated[str, typer.Argument(help="Origin of one system, for example https://example.org.")],
    grant: Annotated[Path, typer.Option(help="The grant, as JSON; without one nothing is sent.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    home: Annotated[Path | None, typer.Option(help="Home folder (MENDSKY_HOME).")] = None,
) -> None:
    """Run every permitted probe against one system and print what it saw, and what exposes nobody yet.

    Of an installation's database the stop, opt-outs and revocations hold here too, tries of passwords are
    counted with all others, and the log of requests to a system that it knows gets these as well.
    """
    connect(home)
    from mendsky.apps.directory.grants import parse_grant  # noqa: PLC0415 - needs Django
    from mendsky.apps.watch import single  # noqa: PLC0415 - as above
    from mendsky.runtime import database  # noqa: PLC0415 - as above

    parsed = parse_grant(read_json(grant))
    installed = database.exists()
    if installed or single.tries_passwords(url, parsed):
        database.prepare()
    outcome = single.probe_once(url, parsed, installed=installed)
    rows = [
        {
            "probe": seen.probe,
            "version": seen.version,
            "answer": seen.answer.value,
            "cause": seen.cause.value if seen.cause else None,
            "place": seen.place.group if seen.place else None,
            "records": None
            if seen.records is None
            else {"low": seen.records.low, "point": seen.records.point, "high": seen.records.high},
            "requests": seen.requests,
        }
        for seen in outcome.observations
    ]
    if as_json:
        information = [
            {
                "kind": note.kind.value,
                "stands": note.stands,
                "detail": note.detail,
                "until": None if note.until is None else note.until.isoformat(),
            }
            for note in outcome.notes
        ]
        print_json({"system": url, "observations": rows, "information": information})
        return
    for seen in outcome.observations:
        detail = seen.cause.value if seen.cause else (seen.place.group if seen.place else "")
        say(f"{seen.probe:22} {seen.answer.value:13} {detail:18} {seen.requests:3} requests  {seen.reason}")
    for note in outcome.notes:
        if note.stands:
            say(f"information: {note.kind}{f' ({note.detail})' if note.detail else ''}")


def sweep(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    home: Annotated[Path | None, typer.Option(help="Home folder (MENDSKY_HOME).")] = None,
) -> None:
    """Look at every system that is due now, and wait for the answers."""
    begin(home)
    from mendsky.apps.watch import queries  # noqa: PLC0415 - needs Django
    from mendsky.runtime import clocks, jobs  # noqa: PLC0415 - as above

    jobs.run_due()
    jobs.drain()
    cells = queries.coverage_now(clocks.now())
    document = {
        "in_scope": sum(cell.in_scope for cell in cells),
        "covered": sum(cell.covered for cell in cells),
        "undetermined": sum(cell.undetermined for cell in cells),
    }
    if as_json:
        print_json(document)
        return
    say("{covered} of {in_scope} systems covered, {undetermined} undetermined".format(**document))
