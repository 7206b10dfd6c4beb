# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky grant explain`: what a grant allows and forbids, in words."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from mendsky.cli.shell import print_json, read_json, say

grant_app = typer.Typer(help="Signed authorisations.", no_args_is_help=True)


class NoGrantError(ValueError):
    """A file holds no grant, or what was asked of it is unknown."""


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(grant_app, name="grant")


@grant_app.callback()
def _grants() -> None:
    """Keep `explain` a word of its own, though it is the only one."""


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
    grants = document.get("grants", [document])
    if not isinstance(grants, list) or not all(isinstance(one, dict) for one in grants) or not grants:
        msg = f"{file.name} holds no grant"
        raise NoGrantError(msg)
    now, names = datetime.now(UTC), _names(document, language)
    explained = [
        documents.explain(parse_grant(one), nation, language, now=now, names=names) for one in grants
    ]
    if as_json:
        print_json({"grants": [one.as_json() for one in explained]})
        return
    say("\n\n".join("\n".join(one.lines()) for one in explained))


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
