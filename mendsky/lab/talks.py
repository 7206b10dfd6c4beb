# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""TCP services of the lab as values: what is said on a connection, and what comes back."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from mendsky.lab.server import ConnectionLog


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What a service says to what came last."""

    content: bytes = b""
    closed: bool = False
    """It hangs up afterwards."""


Talk = Callable[[bytes], Said]
"""One connection: what came, nothing where somebody has just connected, to what is said."""
Service = Callable[[], Talk]
"""Begins the talk of a new connection."""


def says(content: bytes, *, closed: bool = False) -> Service:
    """Make a service that says the same to whatever comes, and nothing before."""

    def answer(came: bytes) -> Said:
        return Said(content=content, closed=closed) if came else Said()

    return lambda: answer


def greets(content: bytes, *, closed: bool = False) -> Service:
    """Make a service that says something to whoever connects, and nothing afterwards."""

    def answer(came: bytes) -> Said:
        return Said() if came else Said(content=content, closed=closed)

    return lambda: answer


class TalkProtocol(asyncio.Protocol):
    """One connection to a service, noted in the lab's log."""

    def __init__(self, service: Service, log: ConnectionLog) -> None:
        self._talk = service()
        self._log = log
        self._transport: asyncio.Transport | None = None
        self._heard = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note the connection, and greet where the service does."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport
            self._noted = self._log.opened(transport.get_extra_info("sockname")[0])
            self._say(b"")

    def data_received(self, data: bytes) -> None:
        """Note the first line; answer."""
        if not self._heard:
            self._heard = True
            self._noted.first = data.split(b"\r\n", 1)[0][:200].decode("ascii", "replace")
        self._say(data)

    def _say(self, came: bytes) -> None:
        said = self._talk(came)
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(said.content)
            if said.closed:
                self._transport.close()
