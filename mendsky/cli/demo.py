# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky demo`: the whole line in a lab nation, then the portal."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from mendsky.cli.shell import note, print_json, say

HOME = Path(".mendsky/demo")


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(demo)


def demo(
    *,
    serve: Annotated[bool, typer.Option(help="Keep the portal running at the end.")] = True,
    again: Annotated[bool, typer.Option("--serve-last", help="Only show the last demo again.")] = False,
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Port of the portal; the next free one where it is busy.")
    ] = 8000,
    seed: Annotated[int | None, typer.Option(help="Draw the lab's story from this seed.")] = None,
    lab: Annotated[
        str | None, typer.Option(help="Line of a lab that already runs; its truth is then not asked for.")
    ] = None,
    days: Annotated[int, typer.Option(min=1, help="Days of the lab nation to live through.")] = 49,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object; the portal is not kept.")
    ] = False,
    home: Annotated[Path | None, typer.Option(help="Home folder of the demo.")] = None,
) -> None:
    """Find loopholes in a lab nation, count, tell, retest, publish; then show the portal."""
    from mendsky.runtime.ports import free_port  # noqa: PLC0415 - needs nothing heavy

    os.environ["MENDSKY_HOME"] = str((home or Path(os.environ.get("MENDSKY_HOME", HOME))).resolve())
    chosen = free_port("127.0.0.1", port)
    os.environ["MENDSKY_PUBLIC_URL"] = f"http://127.0.0.1:{chosen}"
    if again:
        _serve_last(chosen)
        return
    from mendsky.cli import enactment  # noqa: PLC0415 - Django

    with (
        _progress(quiet=as_json) as shown,
        enactment.enact(port=chosen, seed=seed, lab_line=lab, days=days, tell=shown) as enacted,
    ):
        if as_json:
            print_json(enacted.as_json())
        else:
            _last_screen(enacted, chosen if serve else None)
        clean = enacted.audit.ok and enacted.verdict.ok
        if serve and not as_json:
            enacted.keep_serving("127.0.0.1", chosen)
    if not clean:
        raise typer.Exit(1)


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Any]:
    """Give a function that tells how far the demo is: a bar on a terminal, plain lines elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield _silent if quiet else _plain_lines()
        return
    with _bar() as tell:
        yield tell


def _silent(phase: str, part: float) -> None:
    del phase, part


def _plain_lines() -> Any:
    last = {"phase": ""}

    def tell(phase: str, part: float) -> None:
        del part
        if phase != last["phase"]:
            last["phase"] = phase
            note(f"  {phase}")

    return tell


@contextmanager
def _bar() -> Iterator[Any]:
    from rich.console import Console  # noqa: PLC0415 - 0.1 s
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - as above

    bar = Progress(
        TextColumn("{task.description:44}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task("", total=1.0)

    def tell(phase: str, part: float) -> None:
        bar.update(task, description=phase, completed=part)
        if part >= 1.0:
            bar.stop()

    # Also where the demo fails: the terminal's cursor is hidden meanwhile.
    with bar:
        yield tell


def _last_screen(enacted: Any, port: int | None) -> None:
    figures: dict[str, Any] = enacted.figures
    rows = (
        (
            "loopholes",
            "{loopholes} in {provinces} provinces, {high_risk} high-risk".format(**figures),
        ),
        ("records", _range(figures["records"])),
        ("people", _range(figures["people"])),
        ("still at risk", _range(figures["at_risk"])),
        (
            "repaired",
            "{verified} verified, {claimed} claimed, {false_claims} of them false".format(
                **figures["repaired"]
            ),
        ),
        ("open", str(figures["open"])),
        ("silent", f"{figures['silent']} organisations"),
        (
            "systems",
            "{covered} of {in_scope} covered, {undetermined} undetermined".format(**figures["systems"]),
        ),
        *((name.replace("_", " "), str(value)) for name, value in enacted.against_truth.items()),
        ("self-audit", f"{enacted.audit.places} places, {len(enacted.audit.hits)} hits"),
        ("release", f"{enacted.release_id}, {'verified' if enacted.verdict.ok else 'NOT VERIFIED'}"),
    )
    say("")
    day, sector = figures["as_of"][:10], figures["sector"]
    say(f"As of {day}, sector {sector} (a lab nation: synthetic systems and people)")
    for name, value in rows:
        say(f"  {name:30}{value}")
    say("")
    for name, seconds in enacted.phases.items():
        say(f"  {name:44}{seconds:6.1f} s")
    say(f"  {'in all':44}{sum(enacted.phases.values()):6.1f} s")
    if port is not None:
        say("")
        say(f"Portal: http://127.0.0.1:{port}   desk: http://127.0.0.1:{port}/desk/")
        for role, email, password in enacted.logins:
            say(f"  {role:14} {email:28} {password}")
        if enacted.letter_link is not None:
            say(f"An owner's letter links to: {enacted.letter_link}")
    for line in enacted.verdict.differences:
        say(f"  differs: {line}")
    for hit in enacted.audit.hits:
        say(f"  kept: {hit.count} × {hit.kind} in {hit.place}")


def _range(count: dict[str, Any]) -> str:
    low, high = count["low"], count["high"]
    if high is None:
        return f"at least {low:,}   {count['grade']}"
    text = f"{low:,}" if low == high else f"{low:,}–{high:,}"
    return f"{text}   {count['grade']}"


def _serve_last(port: int) -> None:
    from mendsky.cli.serve import serve  # noqa: PLC0415 - Django
    from mendsky.cli.shell import begin  # noqa: PLC0415 - Django

    begin()
    from mendsky.runtime import installation  # noqa: PLC0415 - needs Django

    installation.claim(synthetic=True)
    serve("127.0.0.1", port)
