# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky request`: run by an owner, offline, on what its own server received."""

import gzip
import io
import sys
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mendsky.cli.shell import print_json, read_json, read_text, say
from mendsky.core.terms.instants import instant_text

if TYPE_CHECKING:
    from mendsky.core.requests.comparison import Comparison

request_app = typer.Typer(help="Which requests were ours.", no_args_is_help=True)


class InstantError(ValueError):
    """An instant cannot be read."""


class PackedLogError(ValueError):
    """An access log cannot be unpacked."""


class NothingSentError(ValueError):
    """A log of requests has none to look for."""


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


@request_app.command("compare")
def compare(
    sent: Annotated[Path, typer.Argument(help="The log of our requests, from the owner's page.")],
    log: Annotated[list[Path], typer.Argument(help="Access logs, oldest first; .gz is unpacked.")],
    *,
    system: Annotated[
        str | None, typer.Option(help="Origin whose log this is, where the table has several.")
    ] = None,
    apart: Annotated[int, typer.Option(min=0, help="Seconds that the clocks may be apart.")] = 120,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Lay our log beside an access log: which requests came, and which only claim to be ours."""
    from mendsky.core.requests import comparison  # noqa: PLC0415 - with the others
    from mendsky.core.requests.sent import read_sent  # noqa: PLC0415 - as above

    ours = [one for one in read_sent(read_text(sent).splitlines()) if system in {None, one.system}]
    if not ours:
        msg = f"the table has no request{'' if system is None else ' to this system'}"
        raise NothingSentError(msg)
    compared = comparison.compare(ours, _lines(log), apart=timedelta(seconds=apart))
    if as_json:
        print_json(_compared(compared))
    else:
        for line in _said(compared):
            say(line)
    if not compared.ok:
        raise typer.Exit(1)


def _lines(logs: Iterable[Path]) -> Iterator[str]:
    for path in logs:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            try:
                yield from io.TextIOWrapper(file, encoding="utf-8", errors="replace")
            except (gzip.BadGzipFile, EOFError, zlib.error):
                msg = f"{path.name} cannot be unpacked: its name ends with .gz, but it is no whole gzip file"
                raise PackedLogError(msg) from None


def _compared(compared: "Comparison") -> dict[str, Any]:
    return {
        "ok": compared.ok,
        "found": compared.found,
        "missing": [
            {"at": instant_text(one.at), "method": one.method, "target": one.target}
            for one in compared.missing
        ],
        "foreign": [
            {"line": one.line, "at": instant_text(one.access.at), "address": one.access.address}
            for one in compared.foreign
        ],
        "unanswered": compared.unanswered,
        "outside": compared.outside,
        "lines": compared.lines,
        "unread": compared.unread,
        "named": compared.named,
    }


def _said(compared: "Comparison") -> Iterator[str]:
    yield f"requests of ours in the access log: {compared.found}, missing: {len(compared.missing)}"
    for sent in compared.missing:
        yield f"  missing: {instant_text(sent.at)} {sent.method} {sent.target}"
    if compared.unanswered:
        yield f"  sent and never answered: {compared.unanswered}"
    if compared.outside:
        yield f"  sent before the log begins or after it ends: {compared.outside}"
    if compared.named:
        yield f"requests that claim to be ours and are not: {len(compared.foreign)}"
    else:
        yield "the log has no User-Agent: who only claims to be ours cannot be seen"
    for claimed in compared.foreign:
        at, address = instant_text(claimed.access.at), claimed.access.address
        yield f"  not ours: line {claimed.line}, {at}, from {address}"
    if compared.unread:
        yield f"lines in neither the common nor the combined format: {compared.unread} of {compared.lines}"
