# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`mendsky up`, `worker`, `doctor`, `manage`: the platform for real use."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from mendsky.cli.shell import begin, connect, end_on_signals, note, print_json, say

SELF_TEST = "self-test"
SETTLING_SECONDS, LOOK_SECONDS = 60.0, 3600.0
"""Before it is first looked whether the probes are to be tried, and between two looks."""


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(up)
    app.command()(worker)
    app.command()(doctor)
    app.command(
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
    )(manage)


def up(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Port; the next free one where it is busy.")
    ] = 8000,
    home: Annotated[Path | None, typer.Option(help="Home folder (MENDSKY_HOME).")] = None,
) -> None:
    """Run the platform for real use: database, portal and a worker, until stopped."""
    from mendsky.runtime.ports import free_port  # noqa: PLC0415 - needs nothing heavy

    chosen = free_port(host, port)
    os.environ.setdefault("MENDSKY_PUBLIC_URL", f"http://{host}:{chosen}")
    begin(home)
    from mendsky.runtime import installation  # noqa: PLC0415 - needs Django

    installation.claim(synthetic=False)
    serve(host, chosen, self_test=True)


def serve(host: str, port: int, *, self_test: bool = False) -> None:
    """Run portal and worker until the user or a signal ends them; restart what ends by itself.

    With `self_test` the probes are tried as often as they should be.
    """
    from django.conf import settings  # noqa: PLC0415 - needs Django
    from django.db import connections  # noqa: PLC0415 - as above

    from mendsky.runtime import processes  # noqa: PLC0415 - as above

    connections.close_all()
    home: Path = settings.HOME
    environment = {**os.environ, "MENDSKY_HOME": str(home)}
    commands = {"web": processes.web_command(host, port), "worker": processes.worker_command()}
    end_on_signals()
    try:
        children = {
            name: processes.start(name, command, home=home, environment=environment)
            for name, command in commands.items()
        }
        processes.wait_until_answers(f"http://{host}:{port}/", children["web"])
        say(f"Portal: http://{host}:{port}   (stop with Ctrl-C)")
        test, look_at = None, time.monotonic() + SETTLING_SECONDS
        while True:
            if self_test and time.monotonic() >= look_at:
                test, look_at = _self_test(home, environment), time.monotonic() + LOOK_SECONDS
            if test is not None and test.poll() is not None:
                note("the self-test of the probes has ended: see the desk's page of the watch")
                test = None
            for name, child in children.items():
                if child.poll() is not None:
                    note(f"the {name} ended with status {child.returncode} and is started again")
                    children[name] = processes.start(name, commands[name], home=home, environment=environment)
            time.sleep(1)
    except KeyboardInterrupt:
        note("stopping")
    finally:
        for name in (*commands, SELF_TEST):
            processes.end(name, home=home)


def _self_test(home: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes] | None:
    """Start the self-test of the probes where it is due."""
    from django.db import Error, connections  # noqa: PLC0415 - needs Django

    from mendsky.apps.watch import trials  # noqa: PLC0415 - as above
    from mendsky.runtime import clocks, processes  # noqa: PLC0415 - as above

    try:
        due = trials.is_due(clocks.real_now())
    except Error as failure:
        note(f"whether the self-test is due could not be looked up: {type(failure).__name__}")
        return None
    finally:
        connections.close_all()
    command = processes.self_test_command()
    return processes.start(SELF_TEST, command, home=home, environment=environment) if due else None


def worker(
    concurrency: Annotated[int, typer.Option(min=1, help="Jobs at once.")] = 2,
    due: Annotated[bool, typer.Option(help="Also pick up what is due by the domain clock.")] = True,  # noqa: FBT002 - an option
    home: Annotated[Path | None, typer.Option(help="Home folder (MENDSKY_HOME).")] = None,
) -> None:
    """Run a worker: sweeps, retests, letters, deadlines; more machines run more of these."""
    connect(home)
    from mendsky.runtime import jobs  # noqa: PLC0415 - needs Django

    jobs.work(concurrency=concurrency, periodic=due)


def doctor(
    *,
    probes: Annotated[
        bool, typer.Option("--probes", help="Try every probe on systems of which the right answer is known.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --probes: print one JSON object.")] = False,
    home: Annotated[Path | None, typer.Option(help="Home folder (MENDSKY_HOME).")] = None,
) -> None:
    """Check the installation: database, keys, nation pack, mail server, signed grants; or its probes.

    With --probes each probe is tried on vulnerable, repaired and odd systems of the lab, on loopback, and
    the records say when it last fired and of how many systems. Ends with status 1 where a check failed or
    a probe answered wrongly.
    """
    begin(home)
    if probes:
        _try_probes(as_json=as_json)
        return
    from mendsky.cli import checks  # noqa: PLC0415 - needs Django

    failed = 0
    for check in checks.run():
        failed += not check.ok
        say(f"{'ok  ' if check.ok else 'FAIL'} {check.subject}: {check.finding}")
    if failed:
        raise typer.Exit(1)


def _try_probes(*, as_json: bool) -> None:
    from mendsky.cli import probe_check  # noqa: PLC0415 - needs Django

    document = probe_check.run()
    if as_json:
        print_json(document)
    else:
        for line in probe_check.lines(document):
            say(line)
    if not document["ok"]:
        raise typer.Exit(1)


def manage(context: typer.Context) -> None:
    """Run one of Django's own commands."""
    connect()
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - needs Django

    execute_from_command_line([sys.argv[0], *context.args])
