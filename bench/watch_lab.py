# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Our sweep of the lab nation, by the code and the database of real use, held against the lab's truth."""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mendsky.cli import lab_process
from mendsky.cli.enactment import APRIL_2015, PERIODS
from mendsky.cli.shell import connect
from mendsky.net.probing.resolver import DnsResolver

HOMES = Path(__file__).parents[1] / ".mendsky" / "bench"
"""Each benchmark's database is made anew in a folder of its own at each run."""
PROBE_TIMEOUT = "2"
"""Seconds that a lab system may take unless the environment says more: all of them stand on this machine."""
LOOKS_MORE = 3
"""At most, after the first, at what stood open."""
Found = frozenset[tuple[str, str]]
"""Pairs of an origin and a kind of loophole."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Nation:
    """The lab nation on the last day of its story, when every weakness is on line."""

    lab: lab_process.Lab
    now: datetime
    systems: dict[str, str]
    """Origin → address and port at which the system listens."""
    planted: Found
    """What stands open."""
    odd: frozenset[str]
    """Origins of systems that let nobody tell."""

    def within(self, origins: Iterable[str]) -> Found:
        """Give what stands open at some of the systems."""
        some = set(origins)
        return frozenset(pair for pair in self.planted if pair[0] in some)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sweep:
    """What one contender found in how much time."""

    contender: str
    systems: int
    seconds: float
    requests: int
    megabytes: float
    planted: int
    """Loopholes that stand open at these systems."""
    found: int
    false_positives: int
    undetermined: int
    """Systems of which something could not be told; of a peer, those without a whole report."""
    seconds_for_all: float
    """For the whole lab: measured, or time a system by their number."""

    def as_json(self) -> dict[str, Any]:
        """Give it as a JSON object."""
        return {name: getattr(self, name) for name in self.__slots__}


@contextmanager
def nation() -> Iterator[Nation]:
    """Run the lab while the block runs."""
    home = HOMES / "watch"
    now = PERIODS[APRIL_2015][1]
    with lab_process.running(home=home, story=APRIL_2015, seed=None) as lab:
        lab.tell(now)
        truth = lab.truth()
        name_server, port = lab.dns.rsplit(":", 1)
        resolver = DnsResolver(name_server, int(port))
        systems = {}
        for system in lab.inventory()["systems"]:
            parts = urlsplit(system["origin"])
            systems[system["origin"]] = f"{resolver.resolve(str(parts.hostname))[0]}:{parts.port}"
        yield Nation(
            lab=lab,
            now=now,
            systems=systems,
            planted=frozenset(
                (one["origin"], one["kind"])
                for one in truth["loopholes"]
                if one["exposed"] and one["origin"] not in truth["hidden"]
            ),
            odd=frozenset(truth["odd"]),
        )


def fresh_database(now: datetime, benchmark: str) -> None:
    """Start Django on a benchmark's own database, which holds nothing then, at an instant."""
    # A server that somebody uses is none to be emptied.
    os.environ.pop("DATABASE_URL", None)
    home = HOMES / benchmark
    home.mkdir(parents=True, exist_ok=True)
    os.environ["MENDSKY_HOME"] = str(home)
    os.environ.setdefault("MENDSKY_PROBE_TIMEOUT", PROBE_TIMEOUT)
    connect()
    from mendsky.runtime import clocks, database, installation  # noqa: PLC0415 - needs Django

    database.prepare_fresh_synthetic()
    installation.claim(synthetic=True)
    clocks.move_to(now)


def our_sweep(lab_nation: Nation) -> tuple[Sweep, Found]:
    """Sweep every system and look a second time at what stood open, as one worker; give what is confirmed.

    The jobs' functions are called here one after another: cases and letters, which would follow, are not
    the watch's.
    """
    os.environ["MENDSKY_RESOLVER"] = lab_nation.lab.dns
    fresh_database(lab_nation.now, "watch")
    from django.db.models import Max, Sum  # noqa: PLC0415 - needs Django

    from mendsky.apps.directory import queries as directory  # noqa: PLC0415 - as above
    from mendsky.apps.directory import services as entering  # noqa: PLC0415 - as above
    from mendsky.apps.watch import queries, services  # noqa: PLC0415 - as above
    from mendsky.apps.watch.models import KnownPlace, SystemRun  # noqa: PLC0415 - as above
    from mendsky.runtime import clocks, collecting  # noqa: PLC0415 - as above

    collecting.settle()  # as a worker does
    entering.import_document(lab_nation.lab.inventory(), now=lab_nation.now, synthetic=True)
    origins = {system.id: system.origin for system in directory.systems_in_scope(lab_nation.now)}
    began = time.perf_counter()
    for start in range(0, len(origins), services.SLICE):
        services.sweep_slice(list(origins)[start : start + services.SLICE])
    for _ in range(LOOKS_MORE):
        # A login that has no try left today is looked at again when there are some.
        due = KnownPlace.objects.exclude(confirm_due=None)
        if (later := due.aggregate(last=Max("confirm_due"))["last"]) is None:
            break
        clocks.move_to(later)
        services.confirm(due.values_list("pk", flat=True))
    seconds = time.perf_counter() - began
    confirmed = KnownPlace.objects.exclude(confirmed_at=None)
    found = frozenset((origins[system], kind) for system, kind in confirmed.values_list("system", "probe"))
    spent = SystemRun.objects.aggregate(requests=Sum("requests"), bytes=Sum("bytes"))
    cells = queries.coverage_now(clocks.now())
    swept = Sweep(
        contender=f"mendsky {version('mendsky')}",
        systems=len(origins),
        seconds=seconds,
        requests=spent["requests"] or 0,
        megabytes=(spent["bytes"] or 0) / 1e6,
        planted=len(lab_nation.planted),
        found=len(found & lab_nation.planted),
        false_positives=len(found - lab_nation.planted),
        undetermined=sum(cell.undetermined for cell in cells),
        seconds_for_all=seconds,
    )
    return swept, found
