# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Identity over dense, sparse and noisy text beside ripgrep, hyperscan, re2, re and presidio.

One run, one core, the file read included; start-up and compiling stand apart, but ripgrep's, which are its
use. What counts is the processor's time, which others on the machine lengthen little; of two cores it is that
of the wall. Contenders take turns; who is too slow for the whole file has the first bytes of it. Ratios are
set beside goals. `--full` adds `mendsky scan` on 1 GB and 8 GB, `--size` sets the megabytes of each file.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import corpora
import numpy as np
import peers
from pairs import Contender, Row, arguments, print_goals, race_by_shares, report

from mendsky.core import identity
from mendsky.core.terms.nations import Nation
from mendsky.nations.load import load
from mendsky.scan.scan import scan
from mendsky.scan.sources import sources

MB = 1_000_000
BORN = (1900, 2026)
FOUR = ("cn-resident-id", "cn-mobile", "cn-bank-card")
"""With email the four kinds that all contenders look for."""
CHUNK = 4 << 20
OURS, ALL_KINDS, IN_MEMORY = "mendsky", "mendsky, all kinds", "mendsky, in memory"
BOUND, READING = "memory read once (bound)", "file read only (bound)"
SHARES = {"re": 4, "re2": 8, "hyperscan": 32}
"""Megabytes that slower ones are given."""
PRESIDIO_SHARE = {"dense": 0.25, "sparse": 2.0, "noise": 0.5}
GOALS = {
    "rg -o": {"dense": 8.0, "sparse": 10.0, "noise": 12.0},
    "rg -c": {"dense": 1.0, "sparse": 1.0, "noise": 1.0},
    "presidio": {"dense": 1000.0, "sparse": 200.0, "noise": 300.0},
}
"""Least ratio of our speed to theirs."""
ABSOLUTE = {"dense": 1.0, "sparse": 5.0, "noise": 2.0}
"""Gigabytes a second in memory, on a machine that reads nine."""
MACHINE_READS = 9.0
TWO_CORES = 1.7
FULL = (1, 8)
"""Gigabytes of the files between which the slope of `mendsky scan` is taken."""
SLOPE = 0.6
"""Least share of the engine's own speed that `mendsky scan` keeps between them."""
LONGEST = 1200
"""Seconds after which a scan of one of them is given up."""


def streamed(path: Path, nation: Nation) -> float:
    """Read a file in chunks and find what is in it; give the processor's seconds."""
    began = time.process_time()
    stream = identity.Stream(nation, BORN)
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(CHUNK):
            stream.feed(chunk)
    stream.end()
    return time.process_time() - began


def timed(run: Callable[[], object]) -> float:
    """Give the processor's seconds that something takes in this process."""
    began = time.process_time()
    run()
    return time.process_time() - began


def timed_by_wall(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def timed_outside(command: Sequence[str | Path], *, check: bool, **options: Any) -> float:
    """Give the processor's seconds that a command takes; `options` are those of `subprocess.run`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=check, **options)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def read_only(path: Path) -> float:
    """Read a file in the same chunks and do nothing with it."""
    began = time.process_time()
    with path.open("rb", buffering=0) as file:
        while file.read(CHUNK):
            pass
    return time.process_time() - began


def ripgrep(path: Path, mode: str, patterns: tuple[str, ...] = peers.PATTERNS) -> float:
    """Let ripgrep print every match into a file, or count lines; give the seconds of the process."""
    command: list[str | Path] = ["rg", "-j1", "-a", "-N", "--no-filename", mode]
    for pattern in patterns:
        command += ["-e", pattern]
    with tempfile.TemporaryFile(dir=path.parent) as out:
        return timed_outside([*command, path], stdout=out, check=True)


def contenders(path: Path, name: str, nation: Nation, there: dict[str, str]) -> dict[str, Contender]:
    """Give who takes part on a file, ours first."""
    size, four = path.stat().st_size, _four(nation)
    content = path.read_bytes()
    words = np.frombuffer(content, dtype=np.uint64, count=size // 8)
    several = {
        OURS: Contender(units=size, run=lambda: streamed(path, four)),
        ALL_KINDS: Contender(units=size, run=lambda: streamed(path, nation)),
        IN_MEMORY: Contender(units=size, run=lambda: timed(lambda: identity.find(content, four, BORN))),
        BOUND: Contender(units=size, run=lambda: timed(words.max)),
        READING: Contender(units=size, run=lambda: read_only(path)),
    }
    if _has_ripgrep():
        for mode in ("-o", "-c"):
            several[f"rg {mode}"] = Contender(units=size, run=lambda mode=mode: ripgrep(path, mode))  # type: ignore[misc]
        several["rg -c, resident ID only"] = Contender(
            units=size, run=lambda: ripgrep(path, "-c", peers.PATTERNS[:1])
        )
    for engine, python in there.items():
        share = PRESIDIO_SHARE[name] if engine == "presidio" else SHARES[engine]
        units = min(size, int(share * MB))
        several[engine] = Contender(
            units=units,
            run=lambda engine=engine, python=python, units=units: peers.measure(python, engine, path, units)[
                0
            ],  # type: ignore[misc]
        )
    return several


def _four(nation: Nation) -> Nation:
    return replace(nation, identifiers=tuple(row for row in nation.identifiers if row.kind in FOUR))


def _has_ripgrep() -> bool:
    try:
        subprocess.run(["rg", "--version"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        print("bench: ripgrep is absent here: apt-get install ripgrep; it is not compared", file=sys.stderr)
        return False
    return True


def on_one_core() -> set[int]:
    """Stay on one core, children too; give the cores there are."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    return cores


def two_cores(path: Path, nation: Nation, cores: set[int], rounds: int) -> list[Row]:
    """Let two threads find in a half each, and two cores scan the file, in turns with one."""
    content, four = path.read_bytes(), _four(nation)
    middle = content.index(b"\n", len(content) // 2) + 1
    halves = [content[:middle], content[middle:]]

    def find(threads: int) -> object:
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(lambda half: len(identity.find(half, four, BORN)), halves))

    def whole(threads: int) -> object:
        return scan(sources([path]), nation=four, birth_years=BORN, key=bytes(16), jobs=threads)

    def run(does: Callable[[int], object], threads: int) -> float:
        os.sched_setaffinity(0, set(sorted(cores)[:threads]))
        return timed_by_wall(lambda: does(threads))

    try:
        return [
            row
            for task, does in (("found", find), ("scanned", whole))
            for row in race_by_shares(
                f"{path.stem}: {task} on one core and two",
                {
                    "mendsky, two cores": Contender(units=len(content), run=partial(run, does, 2)),
                    "mendsky, one core": Contender(units=len(content), run=partial(run, does, 1)),
                },
                rounds,
            )
        ]
    finally:
        os.sched_setaffinity(0, {min(cores)})


def scanned(folder: Path, names: tuple[str, ...]) -> list[Row]:
    """Measure the slope of `mendsky scan` between two sizes of one file; ends where there is no room."""
    most = FULL[1] * 1000 * MB
    if shutil.disk_usage(folder).free < 2 * most:
        msg = f"bench: --full wants {2 * FULL[1]} GB of room in {folder.parent}; TMPDIR names another"
        raise SystemExit(msg)
    rows = []
    for name in names:
        seconds = []
        for size in FULL:
            path = corpora.write(name, size * 1000 * MB, folder)
            command = [sys.executable, "-m", "mendsky.cli", "scan", path, "--json", "--jobs", "1"]
            # It ends with the status that says that something was found.
            seconds.append(timed_outside(command, stdout=subprocess.DEVNULL, check=False, timeout=LONGEST))
            path.unlink()
        rate = (FULL[1] - FULL[0]) * 1000 * MB / (seconds[1] - seconds[0])
        rows.append(
            Row(task=f"{name}: slope of mendsky scan", contender="mendsky scan", rate=rate, ratio=None)
        )
    return rows


def goals(rows: list[Row]) -> list[dict[str, object]]:
    """Set the measured beside the goals."""
    held: list[dict[str, object]] = []

    def hold(goal: str, measured: float, least: float) -> None:
        held.append({"goal": goal, "least": least, "measured": round(measured, 3), "met": measured >= least})

    rates = {(row.task, row.contender): row.rate for row in rows}
    for row in rows:
        corpus = row.task.split(":")[0]
        if row.ratio is not None and row.contender in GOALS:
            hold(f"{corpus}: × {row.contender}", row.ratio, GOALS[row.contender][corpus])
        if row.contender == IN_MEMORY:
            machine = rates[row.task, BOUND] / (1000 * MB)
            least = ABSOLUTE[corpus] * min(1.0, machine / MACHINE_READS)
            hold(f"{corpus}: GB/s in memory (read at {machine:.1f})", row.rate / (1000 * MB), round(least, 3))
        if row.contender == "mendsky, one core" and row.ratio is not None:
            what = row.task.removesuffix(" on one core and two")
            hold(f"{what}: two cores × one", row.ratio, TWO_CORES)
        if row.contender == "mendsky scan":
            own = rates[f"{corpus}: found", ALL_KINDS]
            hold(f"{corpus}: scan × the engine alone", row.rate / own, SLOPE)
    return held


def main() -> None:
    given = arguments(__doc__, "full", size=256)
    there, nation, cores = peers.prepare(), load("cn"), on_one_core()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="mendsky-bench-") as name:
        folder = Path(name)
        for corpus in corpora.MAKERS:
            path = corpora.write(corpus, given.size * MB, folder)
            streamed(path, _four(nation))  # compiles or loads the kernels, and warms the cache of pages
            rows += race_by_shares(f"{corpus}: found", contenders(path, corpus, nation, there), given.rounds)
            if len(cores) > 1:
                rows += two_cores(path, nation, cores, given.rounds)
            path.unlink()
        if given.full:
            rows += scanned(folder, tuple(corpora.MAKERS))
    held = goals(rows)
    report(
        "identity",
        rows,
        given,
        megabytes=given.size,
        shares=SHARES | {"presidio": PRESIDIO_SHARE},
        goals=held,
    )
    if not given.json:
        print_goals(held)


if __name__ == "__main__":
    main()
