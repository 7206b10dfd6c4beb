# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky opt-out`: what must not be asked from a date to a date, whatever a grant covers."""

from pathlib import Path
from typing import Annotated

import typer

from mendsky.cli.shell import begin, print_json, say
from mendsky.core.terms.instants import instant_text

opt_out_app = typer.Typer(help="What must not be asked.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(opt_out_app, name="opt-out")


@opt_out_app.command("add")
def add(
    key: Annotated[str, typer.Argument(help="How your own files name it; the same key changes it.")],
    *,
    starts: Annotated[str, typer.Option(help="Instant with a zone, such as 2026-02-01T00:00:00+08:00.")],
    ends: Annotated[str, typer.Option(help="Instant from which on it may be asked again.")],
    reason: Annotated[str, typer.Option(help="Why, in one line without names of persons.")],
    origin: Annotated[str | None, typer.Option(help="Origin of one system.")] = None,
    network: Annotated[str | None, typer.Option(help="Address range.")] = None,
    home: Annotated[Path | None, typer.Option(help="Home folder (MENDSKY_HOME).")] = None,
) -> None:
    """Keep an origin or a network from being asked; from the next visit on nothing is sent there."""
    begin(home)
    from mendsky.apps.directory import services  # noqa: PLC0415 - needs Django
    from mendsky.runtime import clocks, installation  # noqa: PLC0415 - as above

    installation.claim_unless_marked()
    entry = {"key": key, "starts": starts, "ends": ends, "reason": reason}
    entry |= {name: value for name, value in (("origin", origin), ("network", network)) if value is not None}
    report = services.import_document(
        {"optouts": [entry]}, now=clocks.now(), synthetic=installation.is_synthetic()
    )
    for line in report.lines():
        if line.startswith(("optouts", "warning")):
            say(line)


@opt_out_app.command("end")
def end(
    key: Annotated[str, typer.Argument(help="The opt-out's key.")],
    *,
    home: Annotated[Path | None, typer.Option(help="Home folder (MENDSKY_HOME).")] = None,
) -> None:
    """Withdraw an opt-out now: what grants cover may be asked again."""
    begin(home)
    from mendsky.apps.directory import services  # noqa: PLC0415 - needs Django
    from mendsky.runtime import clocks  # noqa: PLC0415 - as above

    services.withdraw_opt_out(key, clocks.now())
    say(f"opt-out {key} ended")


@opt_out_app.command("list")
def show(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    home: Annotated[Path | None, typer.Option(help="Home folder (MENDSKY_HOME).")] = None,
) -> None:
    """List what must not be asked now or later."""
    begin(home)
    from mendsky.apps.directory import queries  # noqa: PLC0415 - needs Django
    from mendsky.runtime import clocks  # noqa: PLC0415 - as above

    entries = queries.opt_outs(clocks.now())
    if as_json:
        rows = [
            {
                "key": one.key,
                "origin": one.origin or None,
                "network": one.network or None,
                "starts": instant_text(one.starts),
                "ends": instant_text(one.ends),
                "reason": one.reason,
            }
            for one in entries
        ]
        print_json({"opt_outs": rows})
        return
    for one in entries:
        what, starts, ends = one.origin or one.network, instant_text(one.starts), instant_text(one.ends)
        say(f"{one.key}: {what} from {starts} to {ends}: {one.reason}")
