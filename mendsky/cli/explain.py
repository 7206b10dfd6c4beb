# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky explain`: what a published figure means, and what it rests on."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mendsky.cli.shell import connect, print_json, read_json, say

if TYPE_CHECKING:
    from mendsky.core.statistics.explain import Explanation


class NoReleaseError(ValueError):
    """There is no such release, or its texts lack a language."""


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(explain)


def explain(
    figure: Annotated[str, typer.Argument(help="Such as people, all.open or by_province.330000.records.")],
    *,
    release: Annotated[
        str | None, typer.Option(help="A release's file, or its name here; the last one made here.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option(help="Language of the definition; en where there is one.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    home: Annotated[Path | None, typer.Option(help="Home folder (MENDSKY_HOME).")] = None,
) -> None:
    """Say what a figure means, what it is counted out of, which facts it rests on, and how sure it is."""
    from mendsky.core.statistics.explain import explain as explained  # noqa: PLC0415 - numpy

    found = explained(read_json(_file(release, home)), figure)
    if as_json:
        print_json(found.as_json())
        return
    for line in _lines(found, lang):
        say(line)


def _file(release: str | None, home: Path | None) -> Path:
    """Find a release's document: a file, or one of this installation's by its name, or the last of them."""
    if release is not None and Path(release).is_file():
        return Path(release)
    connect(home)
    from mendsky.apps.publication import queries  # noqa: PLC0415 - needs Django

    made = {path.stem: path for path in queries.folder().glob("*.json")}
    if release is None and made:
        return max(made.values(), key=lambda path: path.stat().st_mtime)
    if release is None or release not in made:
        which = "no release was made here yet" if release is None else f"there is no release {release!a}"
        msg = f"{which}: name a release's file with --release"
        raise NoReleaseError(msg)
    return made[release]


def _lines(found: "Explanation", lang: str | None) -> list[str]:
    """Write an explanation for a person."""
    language = lang or ("en" if "en" in found.definition else next(iter(found.definition)))
    if language not in found.definition:
        msg = f"the release has no definitions in {language!a}: there are {', '.join(found.definition)}"
        raise NoReleaseError(msg)
    lines = [
        f"{found.figure}: {_written(found.value)}",
        f"  as of {found.as_of}, sector {found.sector}, division {found.division}",
        f"  {found.definition[language]}",
    ]
    if found.counted_out_of is not None:
        value = "" if found.out_of is None else f": {_written(found.out_of)}"
        lines.append(f"  counted out of {found.counted_out_of}{value}")
    parts = ", ".join(f"{number} of {kind}" for kind, number in found.facts.items())
    lines.append(f"  rests on {sum(found.facts.values())} facts{f' ({parts})' if parts else ''}")
    if found.cases:
        lines.append(f"  cases: {', '.join(found.cases)}")
    if found.shares:
        lines.append(
            "  shares: " + ", ".join(f"{grade} {share:.1%}" for grade, share in found.shares.items())
        )
    if found.next_census is not None:
        lines.append(
            f"  the census that would narrow it most: {', '.join(found.next_census.cases)} "
            f"in {found.next_census.division}, for which only a bound of {found.next_census.bound} is known"
        )
    return lines


def _written(value: Any) -> str:
    """Write a figure: a number, a count with its grade, or a median of days."""
    if not isinstance(value, dict):
        return "not published: too few people" if value is None else str(value)
    if "grade" in value:
        high = "unknown" if value["high"] is None else value["high"]
        point = "" if value["point"] is None else f"{value['point']}, "
        return f"{point}{value['low']} to {high} ({value['grade']})"
    if value["days"] is None:
        return "unknown" if value["more_than"] is None else f"more than {value['more_than']} days"
    return f"{value['days']} days"
