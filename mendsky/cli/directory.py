# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky import` and `mendsky user`: whom and what this installation knows."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from mendsky.cli.shell import begin, print_json, read_text, say
from mendsky.core.terms.roles import Role

user_app = typer.Typer(help="People who log in.", no_args_is_help=True)


class PasswordMissingError(ValueError):
    """A new account was asked for without a password."""


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("import")(import_files)
    app.add_typer(user_app, name="user")


def import_files(
    files: Annotated[
        list[Path],
        typer.Argument(help="JSON, or CSV named after its noun: systems.csv …; or results of a scanner."),
    ],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and report, change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    home: Annotated[Path | None, typer.Option(help="Home folder (MENDSKY_HOME).")] = None,
) -> None:
    """Import organisations, systems, contacts and grants: all of them, or none where one is wrong.

    Results of outside scanners (nuclei, SARIF, ZAP, OpenVAS, wapiti, nmap), made out by their content, are
    claims to verify: our own probes look where a live grant lets them. What a later file lacks ends nothing.

    A dry run lists what would be added, changed and closed and, with file and line, what would be
    refused; it ends with status 1 where anything would.
    """
    begin(home)
    from mendsky.apps.directory import importing  # noqa: PLC0415 - needs Django
    from mendsky.apps.watch import claiming  # noqa: PLC0415 - as above
    from mendsky.runtime import clocks, installation  # noqa: PLC0415 - as above

    if not dry_run:
        installation.claim_unless_marked()
    now, synthetic = clocks.now(), installation.is_synthetic()
    scanners = [path for path in files if claiming.is_scanners(path)]
    others = [path for path in files if path not in scanners]
    answer: dict[str, Any] = {}
    lines: list[str] = []
    refused = False
    if others:
        report = importing.import_files(others, now=now, synthetic=synthetic, dry_run=dry_run)
        answer, lines, refused = report.as_json(), [*report.lines()], bool(report.refused)
    if scanners:
        claims = claiming.import_files(scanners, now=now, dry_run=dry_run)
        answer["claims"] = claims.as_json()
        lines += claims.lines()
    if as_json:
        print_json(answer)
    else:
        for line in lines:
            say(line)
        if dry_run:
            say("nothing was changed (dry run)")
    if refused:
        raise typer.Exit(1)


@user_app.command("add")
def add(
    email: str,
    role: Annotated[Role, typer.Option(help="What the person is here.")],
    division: Annotated[str, typer.Option(help="Code of the division whose subtree the role covers.")] = "CN",
    password_file: Annotated[
        Path | None,
        typer.Option(help="File whose first line is the password of a new account; `-` for standard input."),
    ] = None,
    home: Annotated[Path | None, typer.Option(help="Home folder (MENDSKY_HOME).")] = None,
) -> None:
    """Give a person a role within a division; a new account needs a password."""
    begin(home)
    from mendsky.apps.accounts import services  # noqa: PLC0415 - needs Django
    from mendsky.runtime import installation  # noqa: PLC0415 - as above

    installation.claim_unless_marked()
    password = None
    if password_file is not None:
        text = sys.stdin.read() if str(password_file) == "-" else read_text(password_file)
        password = text.splitlines()[0] if text else ""
        if not password:
            msg = "the password file is empty: put the password on its first line"
            raise PasswordMissingError(msg)
    services.appoint(email=email, role=role, division=division, password=password)
    say(f"{role} of {division} appointed")
