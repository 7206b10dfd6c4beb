# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""Start one counterpart alone: `python -m mendsky.lab.counterpart KIND NAME --address 127.x.y.z`.

Prints one JSON line when it listens: `{"origin", "kind", "name", "path", "parameter", "records"}`; ends
when its standard input closes. `--list` prints the names of all counterparts by kind.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from functools import cache, partial
from ipaddress import IPv4Address
from itertools import count
from random import Random
from typing import Any

from mendsky.lab.draw import weakness
from mendsky.lab.network import NetworkError, listen
from mendsky.lab.object_references.portal import TEST_ACCOUNTS
from mendsky.lab.people import Holding, Register
from mendsky.lab.process import ending
from mendsky.lab.server import SILENCE, ConnectionLog, SiteServer
from mendsky.lab.services import SERVICES, build_service, scheme_of, service_names
from mendsky.lab.sites import COUNTERPARTS, SITE_WIDE, Condition, build, names
from mendsky.lab.talks import TalkProtocol
from mendsky.lab.tls import secured, server_context
from mendsky.lab.weakness import NUMBERS
from mendsky.lab.website import Premises
from mendsky.nations.load import load

KINDS = (*COUNTERPARTS, *SERVICES)
APPEARED = datetime(2015, 3, 2, 1, tzinfo=UTC)


def premises(
    kind: str, seed: int, name: str = "vulnerable", *, shows: str = NUMBERS, writable: bool = False
) -> Premises:
    """Draw one system of a kind; for half a repair with two weak parameters."""
    random = Random(f"{kind}/{seed}")
    people = random.randrange(5_000, 40_000)
    return Premises(
        name="某县社会保险查询系统 (合成演示)",
        noun="参保记录",
        holding=Holding(
            first=random.randrange(500) * 1_000_000, people=people, records=people + random.randrange(900)
        ),
        register=_register(),
        seed=seed,
        weakness=weakness(
            kind,
            random,
            appears=APPEARED,
            shows=shows,
            writable=writable,
            second=name == Condition.PARTLY.value,
            untold=True,
        ),
    )


@cache
def _register() -> Register:
    return Register(load("cn"))


def names_of(kind: str) -> tuple[str, ...]:
    """Give every counterpart of a kind by name."""
    return service_names(kind) if kind in SERVICES else names(kind)


async def serve(
    kind: str, name: str, *, address: str, port: int, seed: int, silence: float, tls: bool
) -> None:
    """Serve one counterpart until the process is to end; a TCP service within TLS alone, where told."""
    drawn = premises(kind, seed, name)
    log = ConnectionLog(now=lambda: APPEARED)
    server, scheme = None, _scheme(kind, drawn)
    if kind in SERVICES:
        service, context = build_service(kind, name, drawn), None
        if tls:
            context = server_context()
            scheme, service = secured(scheme, service)
        protocol: Callable[[], asyncio.BaseProtocol] = partial(TalkProtocol, service, log, context)
    else:
        site = build(kind, name, drawn)
        server = SiteServer({address: lambda: site}, log, silence)
        protocol = server.protocol
    stop = ending()
    listening = await listen(protocol, [address], port)
    opened = listening.sockets[0].getsockname()[1]
    print(  # noqa: T201  (the line that the starter waits for)
        json.dumps(
            {
                "origin": f"{scheme}://{address}:{opened}",
                "kind": kind,
                "name": name,
                "path": drawn.fault.path,
                "parameter": drawn.fault.parameter,
                "form": drawn.fault.form,
                "errors_shown": bool(drawn.fault.banner),
                "records": drawn.holding.records,
            }
        ),
        flush=True,
    )
    await stop.wait()
    listening.close()
    if server is not None:
        await server.shutdown()


async def serve_all(*, address: str, seed: int, silence: float) -> None:
    """Serve the vulnerable, the repaired and the odd counterparts of every kind, each at its own address.

    Oddities of a whole site are none of a probe's own, and left out.
    """
    first = IPv4Address(address)
    wanted = [
        (kind, name, drawing)
        for kind in KINDS
        for drawing in _seeds(kind, seed)
        for name in names_of(kind)
        if name in {"vulnerable", "repaired"}
        or (name.startswith("odd:") and not name.startswith(f"odd:{SITE_WIDE}"))
    ]
    places = {str(first + number): (kind, name) for number, (kind, name, _) in enumerate(wanted)}
    drawn = {
        str(first + number): premises(kind, drawing, name)
        for number, (kind, name, drawing) in enumerate(wanted)
    }
    websites = {at: pair for at, pair in places.items() if pair[0] in COUNTERPARTS}
    sites = {at: build(kind, name, drawn[at]) for at, (kind, name) in websites.items()}
    log = ConnectionLog(now=lambda: APPEARED)
    server = SiteServer({at: partial(sites.__getitem__, at) for at in sites}, log, silence)
    stop = ending()
    listening = [await listen(server.protocol, list(sites), 0)]
    for at, (kind, name) in places.items():
        if kind in SERVICES:
            talk = partial(TalkProtocol, build_service(kind, name, drawn[at]), log)
            listening.append(await listen(talk, [at], 0))
    opened = dict(socket.getsockname()[:2] for one in listening for socket in one.sockets)
    print(  # noqa: T201  (the line that the starter waits for)
        json.dumps(
            {
                "test_identity": _register().test_identity,
                "test_accounts": TEST_ACCOUNTS,
                "counterparts": [
                    {"origin": f"{_scheme(kind, drawn[at])}://{at}:{opened[at]}", "kind": kind, "name": name}
                    for at, (kind, name) in places.items()
                ],
            }
        ),
        flush=True,
    )
    await stop.wait()
    for one in listening:
        one.close()
    await server.shutdown()


def _scheme(kind: str, drawn: Premises) -> str:
    return scheme_of(kind, drawn) if kind in SERVICES else "http"


def _seeds(kind: str, seed: int) -> tuple[int, ...]:
    """Give a seed, or where a kind has origins of several schemes the first from there on for each."""
    if kind not in SERVICES or len(SERVICES[kind].schemes) == 1:
        return (seed,)
    found: dict[str, int] = {}
    for drawing in count(seed):
        found.setdefault(_scheme(kind, premises(kind, drawing)), drawing)
        if len(found) == len(SERVICES[kind].schemes):
            break
    return tuple(found.values())


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line and serve; exit status 2 for the user's error."""
    parser = argparse.ArgumentParser(prog="python -m mendsky.lab.counterpart", description=__doc__)
    parser.add_argument("kind", nargs="?", choices=KINDS)
    parser.add_argument("name", nargs="?", help="vulnerable, pretended, repaired, sound or odd:NAME")
    parser.add_argument("--address", default="127.78.1.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--silence", type=float, default=SILENCE, help="seconds until a silent server hangs up"
    )
    parser.add_argument("--tls", action="store_true", help="serve a TCP service within TLS alone")
    parser.add_argument("--list", action="store_true", help="print all names as JSON and end")
    parser.add_argument(
        "--all", action="store_true", help="serve the counterparts of every kind from --address on"
    )
    given = parser.parse_args(arguments)
    if given.list:
        print(json.dumps({kind: names_of(kind) for kind in KINDS}))  # noqa: T201
        return 0
    if given.all:
        return _ended(serve_all(address=given.address, seed=given.seed, silence=given.silence))
    if given.kind is None or given.name not in names_of(given.kind):
        parser.error(f"no counterpart {given.name!r}: see --list")
    return _ended(
        serve(
            given.kind,
            given.name,
            address=given.address,
            port=given.port,
            seed=given.seed,
            silence=given.silence,
            tls=given.tls,
        )
    )


def _ended(serving: Coroutine[Any, Any, None]) -> int:
    try:
        asyncio.run(serving)
    except (NetworkError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
