# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky scan`: personal identifiers in files, archives and standard input; counts, never a value."""

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from mendsky.cli.shell import COMPILING, print_json, say

if TYPE_CHECKING:
    from mendsky.core.census.distinct import Number
    from mendsky.scan.redaction import Copies
    from mendsky.scan.scan import Outcome, Progress

YEARS = re.compile(r"(\d{4})-(\d{4})")
FIRST_YEAR = 1900
FOUND, FAILED = 3, 1
"""Exit status where something was found; where nothing was, but not everything could be read."""
LEAST_BYTES = 32 << 20
"""Below them no progress is shown: it would be over before it is seen."""
LARGE = 1 << 20
"""From here on compiled kernels are used, which take a while when they are made for the first time."""
MOST_SHOWN = 50
LONGEST_SHOWN = 60
MOST_JOBS = 4
"""Sources read at a time unless said: each may hold some tens of megabytes."""


class ScanRequestError(ValueError):
    """The command was given something it cannot work with."""


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(scan)


def scan(
    paths: Annotated[
        list[Path], typer.Argument(allow_dash=True, help="Files and folders; - reads standard input.")
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    born: Annotated[
        str | None,
        typer.Option(metavar="FROM-TO", help="Birth years that count; 1900 to this year unless said."),
    ] = None,
    nation: Annotated[
        str | None, typer.Option(help="Nation pack by which identifiers are known (MENDSKY_NATION).")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=64,
            help="Sources read at a time; with 1 large ones have one thread. One a processor unless said.",
        ),
    ] = None,
    redact: Annotated[
        bool, typer.Option("--redact", help="Write redacted copies of files of text; needs -o.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Folder for the copies; nothing in it is overwritten."),
    ] = None,
) -> None:
    """Count personal identifiers in files, archives, databases and mail, and the people they belong to.

    No value is ever shown. Ends with status 3 where something was found, 0 where everything was read
    and nothing found, 1 where nothing was found but something could not be read.
    """
    started = time.monotonic()
    if redact != (output is not None):
        msg = "--redact and -o DIR go together: the copies need a folder"
        raise ScanRequestError(msg)
    years = _years(born)
    with _quiet() as terminal:
        outcome, copied = _scanned(
            paths, code=nation, years=years, jobs=jobs, output=output, terminal=terminal
        )
    seconds = time.monotonic() - started
    if as_json:
        print_json(_as_json(outcome, copied, seconds))
    else:
        _print_table(outcome, copied, seconds)
    if outcome.found:
        raise typer.Exit(FOUND)
    if outcome.undetermined:
        raise typer.Exit(FAILED)


def _scanned(
    paths: list[Path],
    *,
    code: str | None,
    years: tuple[int, int],
    jobs: int | None,
    output: Path | None,
    terminal: TextIO,
) -> "tuple[Outcome, Copies | None]":
    from mendsky.core.census.summary import prepare  # noqa: PLC0415 - as below
    from mendsky.nations.identity import load_identity  # noqa: PLC0415 - numpy, and the pack
    from mendsky.scan.limits import Limits  # noqa: PLC0415 - as above
    from mendsky.scan.memory import keep_freed  # noqa: PLC0415 - as above
    from mendsky.scan.scan import scan as run  # noqa: PLC0415 - as above
    from mendsky.scan.scan import starred  # noqa: PLC0415 - as above
    from mendsky.scan.sources import SourceError, sources  # noqa: PLC0415 - as above

    nation = load_identity(code or os.environ.get("MENDSKY_NATION", "cn"))
    limits = Limits()
    try:
        wanted = list(sources(paths))
        if output is not None:
            from mendsky.scan import redaction  # noqa: PLC0415 - for copies only

            redaction.targets(wanted, output, nation, years)
        size = sum(source.size for source in wanted)
        if size >= LARGE:
            prepare(nation, years, lambda: print(f"mendsky: {COMPILING}", file=terminal, flush=True))
        threads = jobs or min(os.cpu_count() or 1, MOST_JOBS)
        keep_freed(together=threads > 1)
        with _progress(terminal, size, lambda name: starred(name, nation, years)) as progress:
            outcome = run(
                wanted,
                nation=nation,
                birth_years=years,
                key=os.urandom(16),
                limits=limits,
                jobs=threads,
                progress=progress,
            )
        if output is None:
            return outcome, None
        copied = redaction.copy_all(wanted, output, nation=nation, birth_years=years, limits=limits)
    except SourceError as failure:
        raise SourceError(starred(str(failure), nation, years)) from None
    return outcome, copied


def _years(born: str | None) -> tuple[int, int]:
    this_year = time.localtime().tm_year
    if born is None:
        return FIRST_YEAR, this_year
    match = YEARS.fullmatch(born)
    if match is None or int(match[1]) > int(match[2]):
        msg = "--born wants two years, the earlier first, such as 1900-2015"
        raise ScanRequestError(msg)
    return int(match[1]), int(match[2])


@contextmanager
def _quiet() -> Iterator[TextIO]:
    """Give standard error as a text file, and silence it for everything else until the end.

    Parsers in other languages print there what they stumble over, and that may be somebody's number.
    """
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    try:
        with os.fdopen(os.dup(kept), "w", encoding="utf-8", errors="replace") as terminal:
            yield terminal
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
        os.close(kept)


@contextmanager
def _progress(terminal: TextIO, size: int, shown: Callable[[str], str]) -> "Iterator[Progress]":
    """Give the function that moves a bar on a terminal; nothing is drawn elsewhere or for little."""
    if not terminal.isatty() or 0 < size < LEAST_BYTES:
        yield lambda _name, _size: None
        return
    from rich.console import Console  # noqa: PLC0415 - 0.1 s
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn  # noqa: PLC0415

    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(file=terminal), transient=True) as bar:
        task = bar.add_task("", total=size or None)

        def move(name: str, read: int) -> None:
            bar.update(task, advance=read, description=shown(name)[-LONGEST_SHOWN:].replace("[", "("))

        yield move


def _as_json(outcome: "Outcome", copied: "Copies | None", seconds: float) -> dict[str, Any]:
    summary = outcome.summary
    document: dict[str, Any] = {
        "kinds": {
            kind: {"occurrences": count.occurrences, "distinct": count.distinct.point}
            for kind, count in summary.kinds.items()
        },
        "records": summary.records,
        "people": summary.people.point,
        "masked": summary.masked,
        "damaged_columns": summary.damaged_columns,
        "classes": list(summary.classes),
        "unsure": dict(summary.unsure),
        "bytes": outcome.bytes,
        "undetermined": [{"path": one.path, "cause": one.cause.value} for one in outcome.undetermined],
        "seconds": round(seconds, 3),
    }
    if copied is not None:
        document["redacted"] = {"written": list(copied.written), "left_out": list(copied.left_out)}
    return document


def _print_table(outcome: "Outcome", copied: "Copies | None", seconds: float) -> None:
    _print_found(outcome)
    _print_unread(outcome)
    if copied is not None:
        say(f"{len(copied.written):,} redacted copies written")
        for name in copied.left_out:
            say(f"not copied, as only text can be: {name}")
    say(f"{outcome.bytes:,} bytes in {seconds:.1f} s")


def _print_found(outcome: "Outcome") -> None:
    summary = outcome.summary
    if not outcome.found:
        say("nothing found in what could be read" if outcome.undetermined else "nothing found")
        return
    if summary.kinds:
        say(f"{'kind':<20}{'occurrences':>14}{'distinct':>14}")
    for kind, count in summary.kinds.items():
        say(f"{kind:<20}{count.occurrences:>14,}{count.distinct.point:>14,}")
    say(f"{summary.records:,} records of {_number(summary.people)} people")
    if summary.masked:
        say(f"{summary.masked:,} masked identifiers, counted apart")
    if summary.damaged_columns:
        say(
            f"{summary.damaged_columns:,} damaged columns, whose numbers lost digits: counts are lower bounds"
        )
    if summary.classes:
        say(f"columns of: {', '.join(summary.classes)}")


def _number(number: "Number") -> str:
    return (
        f"{number.point:,}" if number.exact else f"about {number.point:,} ({number.low:,} to {number.high:,})"
    )


def _print_unread(outcome: "Outcome") -> None:
    from mendsky.scan.causes import MEANINGS  # noqa: PLC0415 - beside the scan

    for one in outcome.undetermined[:MOST_SHOWN]:
        say(f"undetermined: {one.path}: {MEANINGS[one.cause]}")
    if (more := len(outcome.undetermined) - MOST_SHOWN) > 0:
        say(f"undetermined: {more:,} more places; --json lists all")
