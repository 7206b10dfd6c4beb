# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky bench`: the benchmarks of the checkout, each beside its peers in one run."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from mendsky.cli.shell import print_json, say

FOLDER = Path(__file__).parents[2] / "bench"
NAMES = ("identity", "identity-quality", "identity-people", "ledger", "probing", "sketches", "watch", "due")
"""In the order in which all of them are run."""


class NoBenchmarkError(ValueError):
    """There is no such benchmark, or none at all beside an installed package."""


class BenchmarkError(RuntimeError):
    """A benchmark broke off."""


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(bench)


def bench(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(help=f"One of {', '.join(NAMES)}; all of them where none is named.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Run the benchmarks of a checkout, each paired with its peers, and print a table.

    Further arguments are the benchmark's own, such as `--rounds 1` or, for identity, `--size 16` (megabytes).
    Peers that are absent are named on standard error.
    """
    names = NAMES if name is None else (name,)
    found = []
    for one in names:
        command = [sys.executable, str(_script(one)), *context.args]
        if as_json:
            done = subprocess.run([*command, "--json"], check=False, stdout=subprocess.PIPE)  # noqa: S603 - our own script
            _held(one, done.returncode)
            found.append(json.loads(done.stdout))
        else:
            _held(one, subprocess.run(command, check=False).returncode)  # noqa: S603 - our own script
            say("")
    if as_json:
        print_json(found[0] if name is not None else {"benchmarks": found})


def _script(name: str) -> Path:
    if name not in NAMES:
        msg = f"there is no benchmark {name!a}: there are {', '.join(NAMES)}"
        raise NoBenchmarkError(msg)
    path = FOLDER / f"{name.replace('-', '_')}.py"
    if not path.is_file():
        msg = "the benchmarks are not installed: they are run from a checkout"
        raise NoBenchmarkError(msg)
    return path


def _held(name: str, status: int) -> None:
    """Raise `BenchmarkError` where a benchmark did not end well."""
    if status:
        msg = f"the benchmark {name} broke off with status {status}"
        raise BenchmarkError(msg)
