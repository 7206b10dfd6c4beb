# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky request`: run by an owner, offline, on what its own server received."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from mendsky.cli.shell import print_json, read_json, read_text, say

request_app = typer.Typer(help="Which requests were ours.", no_args_is_help=True)


class InstantError(ValueError):
    """An instant cannot be read."""


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(request_app, name="request")


@request_app.callback()
def _requests() -> None:
    """Keep the commands words of their own."""


@request_app.command("verify")
def verify(
    file: Annotated[Path, typer.Argument(help="Head of a request as text; - reads standard input.")],
    key: Annotated[Path, typer.Option(help="The published keys, as the portal serves them.")],
    *,
    received: Annotated[
        str | None, typer.Option(help="When it came, such as 2026-01-31T08:00:00Z; else the time is left.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check whether a request was signed with the published key; asks nobody."""
    from mendsky.core.requests.published_keys import read_keys  # noqa: PLC0415 - with the others
    from mendsky.core.terms.instants import instant_text  # noqa: PLC0415 - as above
    from mendsky.verify.request import MOST_BYTES, verify_request  # noqa: PLC0415 - cryptography

    keys = read_keys(read_json(key))
    head = sys.stdin.read(MOST_BYTES + 1) if str(file) == "-" else read_text(file)
    verdict = verify_request(head, keys, _instant(received))
    created, expires = (
        None if one is None else instant_text(one) for one in (verdict.created, verdict.expires)
    )
    if as_json:
        print_json(
            {
                "ok": verdict.ok,
                "says": verdict.says,
                "authority": verdict.authority,
                "key": verdict.key_id,
                "created": created,
                "expires": expires,
            }
        )
    else:
        say(f"{'verified' if verdict.ok else 'NOT VERIFIED'}: {verdict.says}")
        if verdict.authority:
            say(f"  for {verdict.authority}, from {created} to {expires}, key {verdict.key_id}")
    if not verdict.ok:
        raise typer.Exit(1)


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        msg = "--received is no instant: write one such as 2026-01-31T08:00:00Z"
        raise InstantError(msg) from None
    return instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC)
