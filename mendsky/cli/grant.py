# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky grant`: what a grant allows and forbids, in words; an office's signature; the proof of consent."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mendsky.cli.shell import begin, note, print_json, read_json, say, whole_file
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
    from mendsky.apps.directory import signatures  # noqa: PLC0415 - jsonschema
    from mendsky.apps.directory.grants import parse_grant  # noqa: PLC0415 - as above
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
    listed = os.environ.get("MENDSKY_GRANT_KEYS")
    keys = signatures.read_keys(Path(listed)) if listed else None
    explained = [
        documents.explain(
            one,
            nation,
            language,
            now=now,
            names=names,
            signing=signatures.signing(one, keys),
            demanded=keys is not None,
        )
        for one in map(parse_grant, grants)
    ]
    if as_json:
        print_json({"grants": [one.as_json() for one in explained]})
        return
    say("\n\n".join("\n".join(one.lines()) for one in explained))


@grant_app.command("key")
def draw_key(
    output: Annotated[
        Path,
        typer.Option("-o", "--output", help="New file for the private key, which only its owner can read."),
    ],
    *,
    office: Annotated[
        str, typer.Option(help="The office, exactly as `signed_by` of its grants has it.")
    ] = "",
) -> None:
    """Make the key with which an office signs its grants; print its line for MENDSKY_GRANT_KEYS.

    Needs no database. A file that exists is never overwritten.
    """
    from mendsky.apps.directory.shape import is_line  # noqa: PLC0415 - jsonschema
    from mendsky.keys import office as keys  # noqa: PLC0415 - cryptography

    if office and not (is_line(office) and office == office.strip()):
        msg = "the office must be one line of at most 300 characters, without blanks around it"
        raise NoGrantError(msg)
    pem = keys.draw_office_key()
    handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
    except OSError:
        output.unlink()
        raise
    say(f"{keys.public_text(keys.read_office_key(pem))} {office}".rstrip())
    if not office:
        note("in the list of keys a blank and the office follow, exactly as `signed_by` of its grants has it")


@grant_app.command("sign")
def sign(
    file: Annotated[Path, typer.Argument(help="A grant as JSON, or a directory with its grants.")],
    key: Annotated[
        Path, typer.Option(help="Private key of the office: PEM, as `mendsky grant key` makes it.")
    ],
    *,
    only: Annotated[str | None, typer.Option(help="Identifier of the one grant to sign; else all.")] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to write it; standard output if left out.")
    ] = None,
) -> None:
    """Sign grants with the key of their office, and write the document with the signatures.

    Needs no database. A signature that is there already is replaced; all else stays as it is written.
    """
    from mendsky.apps.directory import signatures  # noqa: PLC0415 - jsonschema
    from mendsky.apps.directory.grants import parse_grant  # noqa: PLC0415 - as above
    from mendsky.keys.office import read_office_key  # noqa: PLC0415 - cryptography

    document = read_json(file)
    grants = [one for one in _grants_in(document, file) if only is None or one.get("id") == only]
    if not grants:
        msg = f"{file.name} holds no grant of that identifier"
        raise NoGrantError(msg)
    private = read_office_key(key.read_bytes())
    for one in grants:
        one["signature"] = asdict(signatures.sign(parse_grant(one), private))
    text = json.dumps(document, ensure_ascii=False, indent=1)
    if output is None:
        say(text)
        return
    with whole_file(output) as written:
        written.write(f"{text}\n".encode())


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
        "unlooked": one.unlooked,
    }


def _proven(name: str, one: "Proving") -> str:
    if one.method is not None and one.until is not None:
        return f"{name}: {one.origin} is proven by {one.method} until {instant_text(one.until)}"
    held = f"proven until {instant_text(one.until)}, not found now" if one.until else "NOT PROVEN"
    unlooked = f": nothing was looked for, for the grant {one.unlooked}" if one.unlooked else ""
    return (
        f"{name}: {one.origin} is {held}{unlooked}\n"
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
