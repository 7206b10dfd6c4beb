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

from mendsky.cli.shell import end_on_signals, note, print_json

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
    story: Annotated[
        str | None,
        typer.Option(help="april-2015, small or drawn; drawn where a seed or a lab is given."),
    ] = None,
    story_file: Annotated[
        Path | None, typer.Option(help="Table instead of the one of april-2015, in the same columns.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Draw the lab's story, or its details, from this.")] = None,
    lab: Annotated[
        str | None, typer.Option(help="Line of a lab that already runs; its truth is then not asked for.")
    ] = None,
    days: Annotated[
        int | None, typer.Option(min=1, help="Days to live through instead of the story's own length.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object; the portal is not kept.")
    ] = False,
    home: Annotated[Path | None, typer.Option(help="Home folder of the demo.")] = None,
) -> None:
    """Find loopholes in a lab nation, count, tell, retest, publish; then show the portal."""
    from mendsky.runtime.ports import free_port  # noqa: PLC0415 - needs nothing heavy

    end_on_signals()
    os.environ["MENDSKY_HOME"] = str((home or Path(os.environ.get("MENDSKY_HOME", HOME))).resolve())
    chosen = free_port("127.0.0.1", port)
    os.environ["MENDSKY_PUBLIC_URL"] = f"http://127.0.0.1:{chosen}"
    # The made-up offices of the lab sign nothing.
    os.environ.pop("MENDSKY_GRANT_KEYS", None)
    if again:
        _serve_last(chosen)
        return
    from mendsky.cli import enactment, last_screen  # noqa: PLC0415 - Django

    if story_file is not None and lab is not None:
        msg = "a lab that already runs tells its own story: --story-file is for one that the demo starts"
        raise typer.BadParameter(msg)
    drawn = story_file is None and (seed is not None or lab is not None)
    told = story or (enactment.DRAWN if drawn else enactment.APRIL_2015)
    if told not in enactment.PERIODS:
        msg = f"there is no story {told!r}: name one of {', '.join(enactment.PERIODS)}"
        raise typer.BadParameter(msg)
    course = enactment.Course(story=told, story_file=story_file, seed=seed, lab_line=lab, days=days)
    with (
        _progress(quiet=as_json) as shown,
        enactment.enact(course, port=chosen, tell=shown) as enacted,
    ):
        if as_json:
            print_json(enacted.as_json())
        else:
            last_screen.show(enacted, chosen if serve else None)
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
    told: dict[str, int] = {}

    def tell(phase: str, part: float) -> None:
        tenth = int(part * 10)
        if tenth > told.get(phase, -1):
            told[phase] = tenth
            note(f"  {phase}" + (f" {tenth}0 %" if tenth else ""))

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


def _serve_last(port: int) -> None:
    from mendsky.cli.serve import serve  # noqa: PLC0415 - Django
    from mendsky.cli.shell import begin  # noqa: PLC0415 - Django

    begin()
    from mendsky.runtime import installation  # noqa: PLC0415 - needs Django

    installation.claim(synthetic=True)
    serve("127.0.0.1", port)
