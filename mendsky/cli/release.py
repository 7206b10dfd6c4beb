# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky release` and `mendsky verify`: publish figures, and check them."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from mendsky.cli.shell import begin, print_json, read_json, read_text, say, whole_file


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(release)
    app.command()(verify)


def release(
    *,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write the release to this file too.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as one JSON object.")] = False,
    home: Annotated[Path | None, typer.Option(help="Home folder (MENDSKY_HOME).")] = None,
) -> None:
    """Make a release: figures, facts and a signed checkpoint, as of now; it can never be changed."""
    begin(home)
    from mendsky.apps.publication import queries, services  # noqa: PLC0415 - needs Django
    from mendsky.runtime import clocks  # noqa: PLC0415 - as above

    # A release cannot be unmade: whether the file can be written is known before.
    with whole_file(output) if output is not None else nullcontext() as file:
        made = services.release(clocks.now())
        if file is not None:
            file.write(queries.document(made))
    if as_json:
        print_json(made.figures)
        return
    say(f"release {made.id}: {made.size} facts, root {made.root}")


def verify(
    file: Annotated[Path, typer.Argument(help="A release.")],
    *,
    key: Annotated[
        Path | None, typer.Option(help="File with the verifier key that you already trust.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check a release from its leaves up: commitments, tree, signatures, cases, figures."""
    from mendsky.verify.release import verify as check  # noqa: PLC0415 - cryptography

    verdict = check(read_json(file), read_text(key).strip() if key is not None else None)
    document = {
        "ok": verdict.ok,
        "size": verdict.size,
        "root": verdict.root,
        "differences": list(verdict.differences),
        "unproven": list(verdict.unproven),
    }
    if as_json:
        print_json(document)
    else:
        say(f"{'verified' if verdict.ok else 'NOT VERIFIED'}: {verdict.size} facts, root {verdict.root}")
        for line in verdict.differences:
            say(f"  differs: {line}")
        for line in verdict.unproven:
            say(f"  not proven: {line}")
    if not verdict.ok:
        raise typer.Exit(1)
