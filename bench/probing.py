# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The probing door with every check on, beside a bare libcurl loop and a bare aiohttp loop; loopback only.

Contenders share one core; the server is a process of its own on another, where there is one, so that it
takes no time from the one that asks. All ask for the same pages; of the door's, as many are new to it as in
a sweep, for a body that it met before is not read again.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from datetime import time as time_of_day
from ipaddress import ip_network
from itertools import count
from operator import truediv
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pycurl
from pairs import Row, arguments, print_goals, race, report

from mendsky.core.probes.answers import not_exposed
from mendsky.core.terms.grants import Grant, Hours
from mendsky.core.terms.probing import Get, Probe, ProbeEntry, ProbeSpec, Target
from mendsky.keys.requests import request_signer
from mendsky.keys.vault import Vault
from mendsky.nations.load import load
from mendsky.net.probing import journal
from mendsky.net.probing.door import Door, Visit
from mendsky.net.probing.resolver import SystemResolver
from mendsky.net.probing.signatures import Signer
from mendsky.runtime import collecting

NOON = datetime(2015, 4, 22, 4, 0, tzinfo=UTC)
MOST_REQUESTS = 25_000
"""In all rounds together: a benchmark is no flood, not even on loopback."""
SIZES = {"requests": 1_200, "hosts": 30}
ROUNDS = 5
OURS, PYCURL, AIOHTTP = "mendsky, every check on", "bare pycurl", "bare aiohttp"
STRICT = "mendsky, all bodies new"
GOALS = {AIOHTTP: 1.5, PYCURL: 0.3}
"""Least ratio of our rate to theirs, by the clock and by processor time alike."""
CONTROLS = 2
"""Requests of a visit before its probe: the front page and a random path."""
NEW_EVERY = 4
"""Of so many bodies one is met for the first time: 5,794 of 23,357 were, in a first sweep of the lab."""
TEXT = "<p>办事指南，请携带证件。</p>" * 40
PAGE = f"<html><head><title>公告%05d</title></head><body>{TEXT}</body></html>".encode()


class Answering(asyncio.Protocol):
    """Answer every request with the same page, or one never sent before; an unknown path with 404."""

    numbers = count(1)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - a stream server's
        self.transport = transport

    def data_received(self, content: bytes) -> None:
        """Answer one request; clients here send no next one before."""
        new = content.startswith(b"GET /new/")
        known = new or content.startswith((b"GET / ", b"GET /page/"))
        status = b"200 OK" if known else b"404 Not Found"
        page = PAGE % (next(self.numbers) if new else 0)
        head = b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
        self.transport.write(head % (status, len(page)) + page)


async def serve(hosts: int) -> None:
    """Listen on one address a host and say where, until the standard input closes."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    loop = asyncio.get_running_loop()
    addresses = [f"127.93.0.{number + 1}" for number in range(hosts)]
    servers = [await loop.create_server(Answering, address, 0) for address in addresses]
    print(json.dumps([server.sockets[0].getsockname()[:2] for server in servers]), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


@contextmanager
def served(hosts: int) -> Iterator[list[str]]:
    """Run the server while the block runs; give its origins."""
    with subprocess.Popen(
        [sys.executable, __file__, "--serve", str(hosts)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None  # noqa: S101 - asked for above
        assert process.stdout is not None  # noqa: S101 - as above
        try:
            yield [f"http://{host}:{port}" for host, port in json.loads(process.stdout.readline())]
        finally:
            process.stdin.close()


def targets(each: int, new_every: int = NEW_EVERY) -> list[str]:
    """Name the pages that are asked of a host, of which one in so many is never the same."""
    return [f"/{'page' if number % new_every else 'new'}/{number}" for number in range(each)]


def entry(requests: int, new_every: int) -> ProbeEntry:
    """Make a probe that asks for so many pages."""
    spec = ProbeSpec(kind="bench", version=1, cwe=0, probe_class=1, cost=requests, repair="")

    def probe(target: Target) -> Probe:
        del target
        for page in targets(requests, new_every):
            yield Get(page)
        return not_exposed(spec, "asked")

    return ProbeEntry(spec=spec, probe=probe)


def by_door(origins: list[str], each: int, signer: Signer, new_every: int = NEW_EVERY) -> int:
    """Ask through the door: grant, pin, pace, limits, a signature and a reading for every page."""
    grant = Grant(
        id="bench",
        version=1,
        signed_by="bench",
        legal_basis="own server",
        origins=frozenset(origins),
        networks=(ip_network("127.0.0.0/8"),),
        paths=("/",),
        excluded_paths=(),
        hours=Hours(start=time_of_day(0), end=time_of_day(0), zone=ZoneInfo("Asia/Shanghai")),
        classes=frozenset({0, 1}),
        rate=1_000_000.0,
        daily_budget=MOST_REQUESTS,
        test_identities=(),
        sample_records=0,
        birth_years=(1800, 1899),
        valid_from=datetime(2015, 1, 1, tzinfo=UTC),
        expires=datetime(2016, 1, 1, tzinfo=UTC),
        revoked_at=None,
        synthetic=True,
    )
    with tempfile.TemporaryDirectory() as folder, journal.kept(Path(folder), at=NOON, pack="bench") as begun:
        door = Door(
            grants=(grant,),
            now=lambda: NOON,
            resolver=SystemResolver(),
            nation=load("cn"),
            synthetic=True,
            user_agent="mendsky-bench",
            stopped=lambda: False,
            signer=signer,
            hearing=begun,
        )
        asked = entry(each - CONTROLS, new_every)
        visits = [
            Visit(key=origin, origin=origin, entries=(asked,), places={}, nonce="qzx7k2m9")
            for origin in origins
        ]
        return sum(outcome.requests for outcome in door.run(visits))


def by_curl(origins: list[str], each: int) -> int:
    """Ask by libcurl alone, one request at a time to each host, each host's handle used again."""
    multi, done = pycurl.CurlMulti(), 0
    left = {}
    for origin in origins:
        curl = pycurl.Curl()
        curl.setopt(pycurl.WRITEFUNCTION, bytearray().extend)
        left[curl] = deque(f"{origin}{target}" for target in targets(each))
        curl.setopt(pycurl.URL, left[curl].popleft())
        multi.add_handle(curl)
    while left:
        multi.perform()
        more = 1
        while more:
            more, well, failed = multi.info_read()
            if failed:
                raise SystemExit(failed[0][2])
            for curl in well:
                multi.remove_handle(curl)
                done += 1
                if left[curl]:
                    curl.setopt(pycurl.URL, left[curl].popleft())
                    multi.add_handle(curl)
                else:
                    del left[curl]
        if left:
            multi.select(0.2)
    multi.close()
    return done


def by_aiohttp(origins: list[str], each: int) -> int:
    """Ask by aiohttp alone, one request at a time to each host."""

    async def ask(session: aiohttp.ClientSession, origin: str) -> int:
        for target in targets(each):
            async with session.get(f"{origin}{target}") as answer:
                await answer.read()
        return each

    async def ask_all() -> int:
        async with aiohttp.ClientSession() as session:
            return sum(await asyncio.gather(*(ask(session, origin) for origin in origins)))

    return asyncio.run(ask_all())


def rates(given: argparse.Namespace) -> tuple[list[Row], dict[str, Any]]:
    """Let the door and the bare loops ask for the same pages in turns, all on one core.

    Give also the requests and, by processor time, µs a request and the ratios of theirs to ours, medians over
    the rounds: who waits for a server whose core others use as well is slow by the clock, and by this is not.
    """
    each = given.requests // given.hosts
    if each <= CONTROLS or 4 * given.rounds * each * given.hosts > MOST_REQUESTS:
        msg = (
            f"choose more than {CONTROLS} requests a host, and at most {MOST_REQUESTS} in all rounds together"
        )
        raise SystemExit(msg)
    total = each * given.hosts
    spent = defaultdict[str, list[float]](list)
    cores = os.sched_getaffinity(0)
    with served(given.hosts) as origins, tempfile.TemporaryDirectory(prefix="mendsky-bench-") as folder:
        signer = request_signer(Vault(Path(folder) / "vault.sqlite3"), "https://bench.example")

        def checked(name: str, ask: Callable[[], int]) -> Callable[[], None]:
            def run() -> None:
                began = time.process_time()
                if (asked := ask()) != total:
                    msg = f"{asked} of {total} requests were made: no comparison of speeds means anything"
                    raise SystemExit(msg)
                spent[name].append((time.process_time() - began) / total * 1e6)

            return run

        contenders = {
            OURS: lambda: by_door(origins, each, signer),
            PYCURL: lambda: by_curl(origins, each),
            AIOHTTP: lambda: by_aiohttp(origins, each),
            STRICT: lambda: by_door(origins, each, signer, 1),
        }
        os.sched_setaffinity(0, {min(cores)})
        try:
            by_door(origins, CONTROLS + 1, signer)  # compiles or loads what reads a page
            collecting.settle()  # as a worker does; it serves all contenders alike
            named = {name: checked(name, ask) for name, ask in contenders.items()}
            rows = race("requests", total, named, given.rounds)
        finally:
            os.sched_setaffinity(0, cores)
    processor = {name: round(statistics.median(times), 1) for name, times in spent.items()}
    ratios = {
        name: round(statistics.median(map(truediv, spent[name], spent[OURS])), 3) for name in contenders
    }
    return rows, {"requests": total, "processor_us": processor, "processor_ratios": ratios}


def print_processor(measured: Mapping[str, Any]) -> None:
    """Print the processor time a request of each contender, below the table."""
    times = measured["processor_us"].items()
    print("  processor time a request: " + "; ".join(f"{name} {spent} µs" for name, spent in times))


def goals(rows: list[Row], measured: Mapping[str, Any]) -> list[dict[str, object]]:
    """Set what `rates` measured beside the goals."""
    by_clock = {row.contender: round(row.ratio or 0.0, 3) for row in rows}
    return [
        {"goal": f"{task}: × {name}", "least": least, "measured": ratios[name], "met": ratios[name] >= least}
        for task, ratios in (("requests", by_clock), ("processor time", measured["processor_ratios"]))
        for name, least in GOALS.items()
    ]


def main() -> None:
    given = arguments(__doc__, rounds=ROUNDS, **SIZES)
    rows, measured = rates(given)
    held = goals(rows, measured)
    report("probing", rows, given, **measured, hosts=given.hosts, page_bytes=len(PAGE % 0), goals=held)
    if not given.json:
        print_processor(measured)
        print_goals(held)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        asyncio.run(serve(int(sys.argv[2])))
    else:
        main()
