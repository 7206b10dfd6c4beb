# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky grant`: what a grant allows and forbids, in words; and the proof that consent needs."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mendsky.cli.shell import begin, print_json, read_json, say
from mendsky.core.terms.grants import Basis
from mendsky.core.terms.instants import instant_text

if TYPE_CHECKING:
    from mendsky.apps.watch.proving import Proving

grant_app = typer.Typer(help="Signed authorisations.", no_args_is_help=True)


class NoGrantError(ValueError):
    """A file holds no grant, or what was asked of it is unknown."""


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(grant_app, name="grant")


@grant_app.callback()
def _grants() -> None:
    """Keep the commands words of their own."""


@grant_app.command("explain")
def explain(
    file: Annotated[Path, typer.Argument(help="A grant as JSON, or a directory with its grants.")],
    *,
    lang: Annotated[str | None, typer.Option(help="Language, such as en; the nation's first.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say what a grant allows and forbids, in words; needs no database and asks nobody."""
    from mendsky.apps.directory.grants import parse_grant  # noqa: PLC0415 - jsonschema
    from mendsky.documents import grant as documents  # noqa: PLC0415 - as above
    from mendsky.nations.load import load  # noqa: PLC0415 - as above

    nation = load(os.environ.get("MENDSKY_NATION", "cn"))
    language = lang or nation.languages[0]
    if language not in nation.languages:
        msg = f"there is no text in {language!r}: there are {', '.join(nation.languages)}"
        raise NoGrantError(msg)
    document = read_json(file)
    grants = _grants_in(document, file)
    now, names = datetime.now(UTC), _names(document, language)
    explained = [
        documents.explain(parse_grant(one), nation, language, now=now, names=names) for one in grants
    ]
    if as_json:
        print_json({"grants": [one.as_json() for one in explained]})
        return
    say("\n\n".join("\n".join(one.lines()) for one in explained))


@grant_app.command("prove")
def prove(
    grant: Annotated[str, typer.Argument(help="A grant's identifier, or a file with grants by consent.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    home: Annotated[Path | None, typer.Option(help="Home folder (MENDSKY_HOME).")] = None,
) -> None:
    """Say what an owner who consented puts up to prove its control, look for it, and note what is found.

    A proof is noted for an imported grant only. Ends with status 1 while an origin is not proven.
    """
    begin(home)
    from mendsky.apps.directory.grants import parse_grant  # noqa: PLC0415 - needs Django
    from mendsky.apps.watch import proving  # noqa: PLC0415 - as above
    from mendsky.runtime import clocks  # noqa: PLC0415 - as above

    file = Path(grant)
    if file.is_file():
        grants = [parse_grant(one) for one in _grants_in(read_json(file), file)]
        by_consent = [one for one in grants if one.basis is Basis.CONSENT]
        if not by_consent:
            msg = f"{file.name} holds no grant by consent: nothing is to be proven"
            raise NoGrantError(msg)
        found = [(one.id, proving.prove(one, clocks.now())) for one in by_consent]
    else:
        found = [(grant, proving.prove_and_note(grant))]
    if as_json:
        print_json({"grants": [{"id": name, "origins": [_row(one) for one in rows]} for name, rows in found]})
    else:
        for name, rows in found:
            for one in rows:
                say(_proven(name, one))
        if file.is_file():
            say("nothing was noted: import the grant, then prove it by its identifier")
    if any(one.until is None for _, rows in found for one in rows):
        raise typer.Exit(1)


@grant_app.command("revoke")
def revoke(
    grant: Annotated[str, typer.Argument(help="A grant's identifier.")],
    *,
    home: Annotated[Path | None, typer.Option(help="Home folder (MENDSKY_HOME).")] = None,
) -> None:
    """Revoke every version of a grant, for ever: nothing is asked under it any more."""
    begin(home)
    from mendsky.apps.directory import services  # noqa: PLC0415 - needs Django
    from mendsky.runtime import clocks  # noqa: PLC0415 - as above

    services.revoke_grant(grant, clocks.now())
    say(f"grant {grant} is revoked")


def _row(one: "Proving") -> dict[str, Any]:
    return {
        "origin": one.origin,
        "record": one.record,
        "file": one.file,
        "line": one.line,
        "found": one.method,
        "until": None if one.until is None else instant_text(one.until),
    }


def _proven(name: str, one: "Proving") -> str:
    if one.method is not None and one.until is not None:
        return f"{name}: {one.origin} is proven by {one.method} until {instant_text(one.until)}"
    held = f"proven until {instant_text(one.until)}, not found now" if one.until else "NOT PROVEN"
    return (
        f"{name}: {one.origin} is {held}\n"
        f"  the owner puts up the line   {one.line}\n"
        f"  as a TXT record at           {one.record}\n"
        f"  or in the file               {one.file}"
    )


def _grants_in(document: Mapping[str, Any], file: Path) -> list[dict[str, Any]]:
    """Give the grants of a file: one, or those of a directory."""
    grants = document.get("grants", [document])
    if not isinstance(grants, list) or not all(isinstance(one, dict) for one in grants) or not grants:
        msg = f"{file.name} holds no grant"
        raise NoGrantError(msg)
    return grants


def _names(document: Mapping[str, Any], language: str) -> dict[str, str]:
    """Give the names of the systems of a directory, by origin, as far as it has them."""
    from mendsky.apps.directory.origins import OriginError, normal_origin  # noqa: PLC0415 - with the others

    systems = document.get("systems", [])
    names: dict[str, str] = {}
    for system in systems if isinstance(systems, list) else []:
        try:
            origin, name = normal_origin(system["origin"]), system["name"]
        except (OriginError, KeyError, TypeError):
            continue  # `mendsky import --dry-run` tells what is wrong with a system
        name = name.get(language) or next(iter(name.values()), None) if isinstance(name, dict) else name
        if isinstance(name, str):
            names[origin] = name
    return names
