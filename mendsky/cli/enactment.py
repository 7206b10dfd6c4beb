# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Live through some weeks of the lab nation with the code that real users run.

The lab gets the domain's date through its door and says when its owners next want to be woken;
everything else passes over HTTP and SMTP. Between two instants all due rows are picked up and all
jobs run. The lab's truth is asked for once, after the release, to say what was missed.
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mendsky.cli import lab_process
from mendsky.cli.memory import peak_memory
from mendsky.cli.shell import connect

if TYPE_CHECKING:
    import subprocess

    from mendsky.audit.audit import AuditResult
    from mendsky.runtime.jobs import Others
    from mendsky.verify.release import Verdict

APRIL_2015, SMALL, DRAWN = "april-2015", "small", "drawn"
PERIODS = {
    APRIL_2015: (datetime(2014, 4, 21, 1, 0, tzinfo=UTC), datetime(2015, 4, 24, 10, 0, tzinfo=UTC)),
    SMALL: (datetime(2015, 3, 2, 1, 0, tzinfo=UTC), datetime(2015, 4, 20, 1, 0, tzinfo=UTC)),
    DRAWN: (datetime(2015, 3, 2, 1, 0, tzinfo=UTC), datetime(2015, 4, 20, 1, 0, tzinfo=UTC)),
}
"""First and last instant of each story."""
LOGINS = ("handler", "reviewer", "publisher", "auditor", "administrator")
LEAST_STEP = timedelta(minutes=1)
PROBE_TIMEOUT = "2"
"""Seconds that a lab system may take unless the environment says more: all of them stand on this machine."""
PROBE_FROM = ("127.0.0.1", "127.0.0.2")
"""Addresses that the demo's probes come from: an owner may shut out one of them only."""
WATCHING, ANSWERING = "sweeps, cases, letters, retests", "owners: answers, repairs, censuses"
WORKERS = ("worker", "worker-2")
WIPED = ("keys", "releases", "static", "logs/web.log", *(f"logs/{name}.log" for name in WORKERS))

Tell = Callable[[str, float], None]


@dataclass(kw_only=True)
class Enacted:
    """What one demo gave."""

    story: str
    figures: dict[str, Any]
    release_id: str
    verdict: "Verdict"
    audit: "AuditResult"
    against_truth: dict[str, int]
    """`false_positives` and `missed`; empty where the truth is not known."""
    phases: dict[str, float] = field(default_factory=dict)
    peak_bytes: int = 0
    """Most memory that the demo, its lab, portal and owners took together, without the database."""
    logins: list[tuple[str, str, str]] = field(default_factory=list)
    letter_link: str | None = None
    """What the letter about an open case links to; None where no case is open."""

    def as_json(self) -> dict[str, Any]:
        """Give the contract's object."""
        return {
            **self.figures,
            **self.against_truth,
            "release": self.release_id,
            "verified": self.verdict.ok,
            "self_audit": self.audit.as_json(),
            "phases": {name: round(seconds, 2) for name, seconds in self.phases.items()},
            "peak_bytes": self.peak_bytes,
            "seconds": round(sum(self.phases.values()), 2),
        }

    def keep_serving(self, host: str, port: int) -> None:
        """Let the domain clock run on from its last instant and serve until stopped."""
        from mendsky.cli.serve import serve  # noqa: PLC0415 - Django
        from mendsky.runtime import clocks  # noqa: PLC0415 - needs Django

        clocks.run_from(clocks.now())
        serve(host, port)


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """Which lab nation is lived through, and for how long."""

    story: str
    """A key of `PERIODS`."""
    story_file: Path | None = None
    """Table that the lab tells the story from, instead of the one that it brings with it."""
    seed: int | None = None
    lab_line: str | None = None
    """Line of a lab that already runs; its truth is then not asked for."""
    days: int | None = None
    """Instead of the story's own length."""

    @property
    def starts(self) -> datetime:
        """Give the first instant."""
        return PERIODS[self.story][0]

    @property
    def ends(self) -> datetime:
        """Give the last instant, which is "now" afterwards."""
        return PERIODS[self.story][1] if self.days is None else self.starts + timedelta(days=self.days)


@contextlib.contextmanager
def enact(course: Course, *, port: int, tell: Tell) -> Iterator[Enacted]:
    """Run the demo; while the block runs the lab stays up, so that its owners' pages can be retested."""
    home = Path(os.environ["MENDSKY_HOME"])
    home.mkdir(parents=True, exist_ok=True)
    phases = _Phases(tell)
    with _alone(home), contextlib.ExitStack() as stack:
        memory = stack.enter_context(peak_memory())
        with phases.phase("lab nation"):
            if course.lab_line is not None:
                lab = lab_process.already_running(course.lab_line)
            else:
                lab = stack.enter_context(
                    lab_process.running(
                        home=home, story=course.story, seed=course.seed, story_file=course.story_file
                    )
                )
        with phases.phase("database and portal"):
            _set_environment(lab)
            connect()
            _refuse_real(home)
            _wipe_files(home)
            _fresh_database(course.starts)
            web = _Web(home, port)
            stack.callback(web.stop)
            web.start()
            logins = _logins()
        with phases.phase("directory and grants"):
            _import(lab)
            web.wait()
        _live(lab, web, course, phases)
        with phases.phase("release"):
            made = _release()
        with phases.phase("verify"):
            verdict = _verify(made)
        with phases.phase("self-audit"):
            from mendsky.audit import audit  # noqa: PLC0415 - needs Django

            audited = audit.run()
        against_truth = _compare(lab.truth()) if course.lab_line is None else {}
        tell("done", 1.0)
        web.stop()
        yield Enacted(
            story=course.story, figures=made.figures, release_id=made.id, verdict=verdict, audit=audited,
            against_truth=against_truth, phases=phases.seconds, peak_bytes=memory.peak, logins=logins,
            letter_link=_letter_link(),
        )  # fmt: skip


class _Phases:
    def __init__(self, tell: Tell) -> None:
        self.seconds: dict[str, float] = {}
        self.tell = tell

    @contextlib.contextmanager
    def phase(self, name: str, part: float = 0.0) -> Iterator[None]:
        """Add the time of a block to a phase; `part` says how far the phase is."""
        self.tell(name, part)
        began = time.monotonic()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.monotonic() - began


class _Web:
    def __init__(self, home: Path, port: int) -> None:
        self._home, self._port = home, port

    def start(self) -> None:
        from mendsky.runtime import processes  # noqa: PLC0415 - psutil

        self._child = processes.start(
            "web", processes.web_command("127.0.0.1", self._port), home=self._home, environment=os.environ
        )

    def wait(self) -> None:
        """Wait until it answers; it gets ready while other work is done."""
        from mendsky.runtime import processes  # noqa: PLC0415 - psutil

        processes.wait_until_answers(f"http://127.0.0.1:{self._port}/", self._child)

    def ended(self) -> bool:
        return _ended(self._child)

    def stop(self) -> None:
        from mendsky.runtime import processes  # noqa: PLC0415 - psutil

        processes.end("web", home=self._home)


class DemoBusyError(ValueError):
    """Another demo runs on the same home folder."""


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    import fasteners  # noqa: PLC0415 - only the demo locks its home

    lock = fasteners.InterProcessLock(home / "demo.lock")
    if not lock.acquire(blocking=False):
        msg = f"another demo runs on {home}: stop it, or name another folder with --home"
        raise DemoBusyError(msg)
    try:
        yield
    finally:
        lock.release()


class DemoRefusedError(ValueError):
    """The home folder may be in real use."""


def _refuse_real(home: Path) -> None:
    """Raise `DemoRefusedError` or `DatabaseRefusedError` before anything is wiped that no demo made."""
    from mendsky.runtime import database  # noqa: PLC0415 - needs Django

    if not database.refuse_unless_synthetic() and (home / "keys").exists():
        msg = f"{home} holds keys that no demo made: name another folder with --home"
        raise DemoRefusedError(msg)


def _wipe_files(home: Path) -> None:
    from mendsky.runtime import processes  # noqa: PLC0415 - psutil

    for name in ("web", *WORKERS):
        processes.end(name, home=home)
    for name in WIPED:
        path = home / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _set_environment(lab: lab_process.Lab) -> None:
    os.environ["MENDSKY_RESOLVER"] = lab.dns
    os.environ["MENDSKY_SMTP"] = lab.smtp
    os.environ.setdefault("MENDSKY_PROBE_TIMEOUT", PROBE_TIMEOUT)
    os.environ["MENDSKY_PROBE_FROM"] = ",".join(PROBE_FROM)
    os.environ["MENDSKY_ORIGIN"] = "demo.mendsky.test"
    os.environ["MENDSKY_MAIL_FROM"] = "Mendsky <mendsky@demo.mendsky.test>"


def _fresh_database(starts: datetime) -> None:
    from mendsky.runtime import clocks, database, installation  # noqa: PLC0415 - needs Django

    database.prepare_fresh_synthetic()
    installation.claim(synthetic=True)
    clocks.move_to(starts)


def _logins() -> list[tuple[str, str, str]]:
    from mendsky.apps.accounts import services  # noqa: PLC0415 - needs Django
    from mendsky.core.terms.roles import Role  # noqa: PLC0415 - as above

    logins = []
    for role in LOGINS:
        email, password = f"{role}@demo.mendsky.test", secrets.token_urlsafe(12)
        services.appoint(email=email, role=Role(role), division="CN", password=password)
        logins.append((role, email, password))
    return logins


def _import(lab: lab_process.Lab) -> None:
    from mendsky.apps.directory import services  # noqa: PLC0415 - needs Django
    from mendsky.runtime import clocks  # noqa: PLC0415 - as above

    services.import_document(lab.inventory(), now=clocks.now(), synthetic=True)


def _live(lab: lab_process.Lab, web: _Web, course: Course, phases: _Phases) -> None:
    """Move from due instant to due instant until the end."""
    from mendsky.cli import stand_in  # noqa: PLC0415 - needs Django
    from mendsky.runtime import clocks, collecting, jobs  # noqa: PLC0415 - as above

    collecting.settle()
    starts, until = course.starts, course.ends
    now = clocks.now()
    with _workers() as workers:
        needed = {"lab": lab.ended, "web": web.ended, **workers}
        others = jobs.Others(lambda: next((name for name, ended in needed.items() if ended()), None))
        while True:
            part = (now - starts) / (until - starts)
            with phases.phase(WATCHING, part):
                stand_in.decide(now)
                jobs.run_due()
                _settle(others, now)
            with phases.phase(ANSWERING, part):
                wake = lab.tell(now)
            with phases.phase(WATCHING, part):
                _settle(others, now)
            if now >= until:
                return
            wanted = min((at for at in (_next_due(now), wake) if at is not None), default=until)
            now = min(max(wanted, now + LEAST_STEP), until)
            clocks.move_to(now)


@contextlib.contextmanager
def _workers() -> Iterator[dict[str, Callable[[], bool]]]:
    """Run a worker for each of two cores; give by name what says whether it has ended."""
    from mendsky.runtime import processes  # noqa: PLC0415 - psutil

    command, home = processes.single_worker_command(), Path(os.environ["MENDSKY_HOME"])
    with contextlib.ExitStack() as stack:
        workers = {
            name: stack.enter_context(processes.running(name, command, home=home, environment=os.environ))
            for name in WORKERS
        }
        yield {name: partial(_ended, worker) for name, worker in workers.items()}


def _ended(process: "subprocess.Popen[bytes]") -> bool:
    return process.poll() is not None


def _settle(others: "Others", now: datetime) -> None:
    """Wait for all jobs, and pick up what they made due, until nothing is left."""
    from mendsky.runtime import jobs  # noqa: PLC0415 - needs Django

    while others.wait():
        due = _next_due(now)
        if due is None or due > now:
            return
        jobs.run_due()


def _next_due(now: datetime) -> datetime | None:
    """Give the earliest instant at which the platform has something to do by itself."""
    from mendsky.apps.cases import queries as cases  # noqa: PLC0415 - needs Django
    from mendsky.apps.watch import queries as watch  # noqa: PLC0415 - as above

    return min((at for at in (watch.next_due(now), cases.next_due()) if at is not None), default=None)


def _release() -> Any:
    from mendsky.apps.publication import services  # noqa: PLC0415 - needs Django
    from mendsky.runtime import clocks  # noqa: PLC0415 - as above

    return services.release(clocks.now())


def _verify(made: Any) -> "Verdict":
    from mendsky.apps.publication import queries, services  # noqa: PLC0415 - needs Django
    from mendsky.verify.release import verify  # noqa: PLC0415 - as above

    return verify(json.loads(queries.document(made)), services.verifier_key())


def _compare(truth: dict[str, Any]) -> dict[str, int]:
    """Give how many sound places have a case, and how many loopholes have none."""
    from mendsky.apps.cases import queries as cases  # noqa: PLC0415 - needs Django
    from mendsky.apps.directory import queries as directory  # noqa: PLC0415 - as above

    real = {(loophole["origin"], loophole["kind"]) for loophole in truth["loopholes"]}
    opened = cases.cases()
    systems = directory.systems(case.system for case in opened)
    found = {(systems[case.system].origin, case.kind) for case in opened}
    return {"false_positives": len(found - real), "missed": len(real - found)}


def _letter_link() -> str | None:
    """Give the link of the first letter about a case that waits for its owner, for a visitor to press."""
    from django.conf import settings  # noqa: PLC0415 - needs Django

    from mendsky.apps.cases import queries as cases  # noqa: PLC0415 - as above
    from mendsky.core.rules.escalation import WAITING  # noqa: PLC0415 - as above

    waiting = [case.public_id for case in cases.cases() if WAITING[case.state] is not None]
    address = re.compile(re.escape(settings.PUBLIC_URL) + r"/o/\S+/")
    for letter in cases.rendered_letters():
        if any(public_id in letter.subject for public_id in waiting) and (
            found := address.search(letter.text)
        ):
            return found.group()
    return None
