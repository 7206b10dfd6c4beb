# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Loopback addresses of one lab: which, and that they are nothing else."""

import asyncio
import errno
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv4Address, IPv4Network
from typing import TypeVar

LOOPBACK = IPv4Network("127.0.0.0/8")
PORTS = range(18_000, 32_000)
"""Below the ports that Linux hands out by itself, so that nobody else holds one for a moment."""
TRIES = 40
OCTETS = range(20, 241)
Opened = TypeVar("Opened")


class NetworkError(ValueError):
    """The lab was asked to listen where it must not or cannot."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Network:
    """The /16 of one lab below 127.0.0.0/8."""

    octet: int

    @property
    def block(self) -> IPv4Network:
        """Give all its addresses."""
        return IPv4Network(f"127.{self.octet}.0.0/16")

    @property
    def door(self) -> str:
        """Give the address of the door."""
        return f"127.{self.octet}.0.1"

    @property
    def smtp(self) -> str:
        """Give the address of the mail sink."""
        return f"127.{self.octet}.0.2"

    @property
    def dns(self) -> str:
        """Give the address of the name server."""
        return f"127.{self.octet}.0.3"

    def system(self, position: int) -> str:
        """Give the address of a system by its position in the story, from 0."""
        return f"127.{self.octet}.{1 + position // 250}.{1 + position % 250}"


def candidates(text: str) -> Iterator[Network]:
    """Yield the networks to try: the one named (`127.77`), or those that `auto:<text>` hashes to.

    Raises `NetworkError` where the text names none.
    """
    kind, _, seed = text.partition(":")
    if kind == "auto":
        start = int.from_bytes(sha256(seed.encode()).digest()[:4]) % len(OCTETS)
        for step in range(len(OCTETS)):
            yield Network(octet=OCTETS[(start + step) % len(OCTETS)])
        return
    first, dot, second = text.partition(".")
    if first != "127" or not dot or not second.isdecimal() or not 1 <= int(second) <= 254:
        msg = f"a lab's network is 127.<1..254> or auto:<text>, not {text!r}"
        raise NetworkError(msg)
    yield Network(octet=int(second))


def require_loopback(addresses: Sequence[str]) -> tuple[str, ...]:
    """Give the addresses back; raises `NetworkError` for a wildcard or anything outside 127.0.0.0/8."""
    if not addresses:
        msg = "the lab listens on named loopback addresses: none was given"
        raise NetworkError(msg)
    for address in addresses:
        try:
            loopback = IPv4Address(address) in LOOPBACK
        except ValueError:
            loopback = False
        if not loopback:
            msg = f"the lab listens on 127.x.y.z only, not on {address!r}"
            raise NetworkError(msg)
    return tuple(addresses)


async def listen(
    factory: Callable[[], asyncio.BaseProtocol], addresses: Sequence[str], port: int
) -> asyncio.Server:
    """Open one listening socket for each address, all on one port.

    Raises `NetworkError` for an address that is not loopback, `OSError` for one that is busy.
    """
    loop = asyncio.get_running_loop()
    return await loop.create_server(factory, host=require_loopback(addresses), port=port, backlog=128)


async def on_common_port(
    network: Network, port: int | None, open_all: Callable[[int], Awaitable[Opened]]
) -> tuple[int, Opened]:
    """Open everything on one port: the one given, or the first that is free on all addresses.

    Raises `NetworkError` where there is none.
    """
    start = network.octet * TRIES
    ports = [port] if port else [PORTS[(start + step) % len(PORTS)] for step in range(TRIES)]
    for candidate in ports:
        try:
            return candidate, await open_all(candidate)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    msg = f"127.{network.octet} has no free port in common: give another --network or --port"
    raise NetworkError(msg)
