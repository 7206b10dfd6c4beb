# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The probing door with every check on, beside a bare libcurl loop and a bare aiohttp loop; loopback only.

The server is a process of its own, so that it takes no time from the one that asks.
"""

import asyncio
import json
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from ipaddress import ip_network
from zoneinfo import ZoneInfo

import aiohttp
import pycurl
from pairs import arguments, race, report

from mendsky.core.probes.answers import not_exposed
from mendsky.core.terms.grants import Grant, Hours
from mendsky.core.terms.probing import Get, Probe, ProbeEntry, ProbeSpec, Target
from mendsky.nations.load import load
from mendsky.net.probing.door import Door, Visit
from mendsky.net.probing.resolver import SystemResolver

NOON = datetime(2015, 4, 22, 4, 0, tzinfo=UTC)
MOST_REQUESTS = 20_000
"""In all rounds together: a benchmark is no flood, not even on loopback."""
CONTROLS = 2
"""Requests of a visit before its probe: the front page and a random path."""
PAGE = (
    "<html><head><title>公告</title></head><body>" + "<p>办事指南，请携带证件。</p>" * 40 + "</body></html>"
).encode()


class Answering(asyncio.Protocol):
    """Answer every request with the same page, and any path of the control's kind with 404."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - a stream server's
        self.transport = transport

    def data_received(self, content: bytes) -> None:
        """Answer one request; clients here send no next one before."""
        known = content.startswith((b"GET / ", b"GET /page/"))
        status = b"200 OK" if known else b"404 Not Found"
        head = b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
        self.transport.write(head % (status, len(PAGE)) + PAGE)


async def serve(hosts: int) -> None:
    """Listen on one address a host and say where, until the standard input closes."""
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


def entry(requests: int) -> ProbeEntry:
    """Make a probe that asks for so many pages."""
    spec = ProbeSpec(kind="bench", version=1, cwe=0, probe_class=1, cost=requests, repair="")

    def probe(target: Target) -> Probe:
        del target
        for number in range(requests):
            yield Get(f"/page/{number}")
        return not_exposed(spec, "asked")

    return ProbeEntry(spec=spec, probe=probe)


def by_door(origins: list[str], each: int) -> int:
    """Ask through the door: grant, pin, pace, limits and a reading for every page."""
    grant = Grant(
        id="bench",
        version=1,
        signed_by="bench",
        legal_basis="own server",
        origins=frozenset(origins),
        networks=(ip_network("127.0.0.0/8"),),
        paths=("/",),
        excluded_paths=(),
        hours=Hours(start=time(0), end=time(0), zone=ZoneInfo("Asia/Shanghai")),
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
    door = Door(
        grants=(grant,),
        now=lambda: NOON,
        resolver=SystemResolver(),
        nation=load("cn"),
        synthetic=True,
        user_agent="mendsky-bench",
        stopped=lambda: False,
    )
    asked = entry(each - CONTROLS)
    visits = [
        Visit(key=origin, origin=origin, entries=(asked,), places={}, nonce="qzx7k2m9") for origin in origins
    ]
    return sum(outcome.requests for outcome in door.run(visits))


def by_curl(origins: list[str], each: int) -> int:
    """Ask by libcurl alone, one request at a time to each host."""
    multi, done = pycurl.CurlMulti(), 0
    waiting = {origin: deque(f"{origin}/page/{number}" for number in range(each)) for origin in origins}

    def begin(origin: str) -> None:
        curl = pycurl.Curl()
        curl.setopt(pycurl.URL, waiting[origin].popleft())
        curl.setopt(pycurl.WRITEFUNCTION, bytearray().extend)
        curl.origin = origin
        multi.add_handle(curl)
        live.add(curl)

    live: set[pycurl.Curl] = set()
    for origin in origins:
        begin(origin)
    while live:
        multi.perform()
        more = 1
        while more:
            more, well, failed = multi.info_read()
            if failed:
                raise SystemExit(failed[0][2])
            for curl in well:
                multi.remove_handle(curl)
                live.remove(curl)
                curl.close()
                done += 1
                if waiting[curl.origin]:
                    begin(curl.origin)
        if live:
            multi.select(0.2)
    multi.close()
    return done


def by_aiohttp(origins: list[str], each: int) -> int:
    """Ask by aiohttp alone, one request at a time to each host."""

    async def ask(session: aiohttp.ClientSession, origin: str) -> int:
        for number in range(each):
            async with session.get(f"{origin}/page/{number}") as answer:
                await answer.read()
        return each

    async def ask_all() -> int:
        async with aiohttp.ClientSession() as session:
            return sum(await asyncio.gather(*(ask(session, origin) for origin in origins)))

    return asyncio.run(ask_all())


def main() -> None:
    given = arguments(__doc__, requests=1_500, hosts=30)
    each = given.requests // given.hosts
    if each <= CONTROLS or 3 * given.rounds * each * given.hosts > MOST_REQUESTS:
        msg = (
            f"choose more than {CONTROLS} requests a host, and at most {MOST_REQUESTS} in all rounds together"
        )
        raise SystemExit(msg)
    total = each * given.hosts
    with served(given.hosts) as origins:

        def checked(ask: object) -> object:
            def run() -> None:
                assert callable(ask)  # noqa: S101 - one of ours
                if (asked := ask(origins, each)) != total:
                    msg = f"{asked} of {total} requests were made: no comparison of speeds means anything"
                    raise SystemExit(msg)

            return run

        rows = race(
            "requests",
            total,
            {
                "mendsky, every check on": checked(by_door),
                "bare pycurl": checked(by_curl),
                "bare aiohttp": checked(by_aiohttp),
            },
            given.rounds,
        )
    report("probing", rows, given, requests=total, hosts=given.hosts, page_bytes=len(PAGE))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        asyncio.run(serve(int(sys.argv[2])))
    else:
        main()
