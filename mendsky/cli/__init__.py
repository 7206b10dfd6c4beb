# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line: each command parses its arguments, calls one service and prints.

Nothing heavy is imported here, so that `--help` answers at once.
"""

import sys
from typing import Annotated, Any

import typer

from mendsky.cli import (
    audit,
    bench,
    census,
    demo,
    directory,
    explain,
    grant,
    opt_out,
    release,
    request,
    scan,
    serve,
    watch,
)

# Of click, or of the copy of it that newer versions of typer carry.
_UsageError: Any = typer.BadParameter.__base__

_FILE_ERRORS = (FileNotFoundError, FileExistsError, IsADirectoryError, NotADirectoryError, PermissionError)

app = typer.Typer(
    name="mendsky",
    help="Leak watch for the public sector.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for module in (
    demo,
    serve,
    directory,
    grant,
    opt_out,
    watch,
    request,
    census,
    release,
    explain,
    scan,
    audit,
    bench,
):
    module.register(app)


@app.callback()
def _options(
    *,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
) -> None:
    sys.tracebacklimit = 1000 if debug else 0


def main() -> None:
    """Run one command; errors are one line on standard error, with exit status 2 or 1."""
    debug = "--debug" in sys.argv
    try:
        # Out of standalone mode a `typer.Exit` is not raised but given back as its status.
        status = app(standalone_mode=False)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as failure:
        if debug:
            raise
        sys.exit(_report(failure))
    sys.exit(status if isinstance(status, int) else 0)


def _report(failure: Exception) -> int:
    """Print what went wrong in one line and give the exit status: 2 the user's error, 1 ours."""
    if isinstance(failure, _UsageError):
        # Asked for nothing, a command has answered with its help and says no more.
        if text := failure.format_message():
            print(f"mendsky: {' '.join(text.split())} (--help shows how)", file=sys.stderr)  # noqa: T201 - the command line speaks
        return 2
    ours = type(failure).__module__.startswith("mendsky.")
    if ours and isinstance(failure, ValueError):
        print(f"mendsky: {failure}", file=sys.stderr)  # noqa: T201 - the command line speaks
        return 2
    if isinstance(failure, _FILE_ERRORS) and failure.filename is not None:
        print(f"mendsky: cannot open {failure.filename}: {failure.strerror}", file=sys.stderr)  # noqa: T201
        return 2
    text = str(failure) if ours else type(failure).__name__
    print(f"mendsky: failed: {text} (run again with --debug for the details)", file=sys.stderr)  # noqa: T201
    return 1
