# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""TCP services of the lab as values: what is said on a connection, and what comes back."""

import asyncio
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass

from mendsky.lab.server import ConnectionLog

MOST_BYTES = 65_536


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What a service says to what came last."""

    content: bytes = b""
    closed: bool = False
    """It hangs up afterwards, and once TLS has begun where it does."""
    opening: Callable[[int], bytes] | None = None
    """Writes what is said, for the port on which it begins to listen beside."""
    beside: bytes | None = None
    """What is said there to whoever connects, before it hangs up there."""
    starts_tls: bool = False
    """TLS begins afterwards; on connections beside, then, too."""
    within: bytes = b""
    """What is said first within it."""
    hears: int = MOST_BYTES
    """Bytes that are taken of what comes next; what follows a request for TLS may be TLS's own."""


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


class TalkProtocol(asyncio.BufferedProtocol):
    """One connection to a service, noted in the lab's log."""

    def __init__(self, service: Service, log: ConnectionLog, tls: ssl.SSLContext | None = None) -> None:
        self._talk = service()
        self._log = log
        self._tls = tls
        self._starting: asyncio.Task[None] | None = None
        self._secured = False
        self._taken, self._hears = bytearray(MOST_BYTES), MOST_BYTES
        self._transport: asyncio.Transport | None = None
        self._heard = False
        self._beside: Beside | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note the connection, and greet where the service does."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport
            self._noted = self._log.opened(transport.get_extra_info("sockname")[0])
            self._say(b"")

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - the protocol's own shape
        """Give room for what comes next."""
        return memoryview(self._taken)[: self._hears]

    def buffer_updated(self, nbytes: int) -> None:
        """Note the first line; answer."""
        data = bytes(self._taken[:nbytes])
        if not self._heard:
            self._heard = True
            self._noted.first = data.split(b"\r\n", 1)[0][:200].decode("ascii", "replace")
        self._say(data)

    def _say(self, came: bytes) -> None:
        said = self._talk(came)
        self._hears = said.hears
        if self._transport is not None and not self._transport.is_closing():
            content = said.content
            if said.opening is not None:
                self._hang_up_beside()
                self._beside = Beside(self._log, self._tls if self._secured else None)
                content += said.opening(self._beside.listen(self._transport.get_extra_info("sockname")[0]))
            if said.beside is not None and self._beside is not None:
                self._beside.say(said.beside)
            self._transport.write(content)
            if said.starts_tls and self._tls is not None:
                # Nothing that comes from here on is read before TLS reads it.
                self._transport.pause_reading()
                starting = self._start_tls(self._transport, self._tls, said)
                self._starting = asyncio.get_running_loop().create_task(starting)
            elif said.closed:
                self._transport.close()

    async def _start_tls(self, transport: asyncio.Transport, tls: ssl.SSLContext, said: Said) -> None:
        try:
            secured = await asyncio.get_running_loop().start_tls(transport, self, tls, server_side=True)
        except OSError:
            transport.abort()
            return
        if secured is not None:
            self._transport, self._secured = secured, True
            secured.write(said.within)
            if said.closed:
                secured.close()

    def connection_lost(self, failure: Exception | None) -> None:  # noqa: ARG002 - the protocol's own shape
        """Listen no longer on the port beside."""
        self._hang_up_beside()

    def _hang_up_beside(self) -> None:
        if self._beside is not None:
            self._beside.close()


class Beside(asyncio.Protocol):
    """A port of one connection's own, on which something is said once to whoever connects."""

    def __init__(self, log: ConnectionLog, tls: ssl.SSLContext | None = None) -> None:
        self._log = log
        self._tls = tls
        self._listening: asyncio.Server | None = None
        self._opening: asyncio.Task[None] | None = None
        self._transport: asyncio.Transport | None = None
        self._content: bytes | None = None

    def listen(self, address: str) -> int:
        """Listen on a free port of an address; gives the port."""
        opened = socket.create_server((address, 0))
        self._opening = asyncio.get_running_loop().create_task(self._serve(opened))
        port: int = opened.getsockname()[1]
        return port

    async def _serve(self, opened: socket.socket) -> None:
        self._listening = await asyncio.get_running_loop().create_server(
            lambda: self, sock=opened, ssl=self._tls
        )

    def say(self, content: bytes) -> None:
        """Say this, now or to whoever connects."""
        self._content = content
        self._speak()

    def close(self) -> None:
        """Listen no longer."""
        if self._opening is not None:
            self._opening.cancel()
        if self._listening is not None:
            self._listening.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note the connection; say what there is to be said."""
        if isinstance(transport, asyncio.Transport):
            self._log.opened(transport.get_extra_info("sockname")[0])
            self._transport = transport
            self._speak()

    def _speak(self) -> None:
        if self._transport is not None and self._content is not None:
            self._transport.write(self._content)
            self._transport.close()
