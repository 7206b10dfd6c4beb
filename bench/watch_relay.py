# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stand between a peer and lab systems and count what it sends: not every scanner says so itself."""

import asyncio
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

HEAD = re.compile(rb"(?:^|\n)[A-Z]{3,7} \S+ HTTP/1\.[01]\r\n")
"""First line of a request (RFC 9112 section 3)."""
PIECE = 65_536


class Relay:
    """Relays from a port of its own on the same addresses, so that a system is known by its address."""

    def __init__(self) -> None:
        self.requests = 0
        self.bytes = 0
        """That came back."""
        self.port = 0

    async def open(self, systems: Iterable[str]) -> list[asyncio.Server]:
        """Listen beside every system, named by address and port."""
        servers = []
        for system in systems:
            address, port = system.rsplit(":", 1)

            async def relay(
                reader: asyncio.StreamReader,
                writer: asyncio.StreamWriter,
                address: str = address,
                port: int = int(port),
            ) -> None:
                await self._relay(reader, writer, address, port)

            server = await asyncio.start_server(relay, address, self.port)
            self.port = server.sockets[0].getsockname()[1]
            servers.append(server)
        return servers

    async def _relay(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str, port: int
    ) -> None:
        try:
            onward, back = await asyncio.open_connection(address, port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(self._forth(reader, back), self._back(onward, writer))

    async def _forth(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while piece := await reader.read(PIECE):
                self.requests += len(HEAD.findall(piece))
                writer.write(piece)
                await writer.drain()
        except OSError:
            pass  # either end may hang up at any time
        finally:
            writer.close()

    async def _back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while piece := await reader.read(PIECE):
                self.bytes += len(piece)
                writer.write(piece)
                await writer.drain()
        except OSError:
            pass  # as above
        finally:
            writer.close()


@contextmanager
def relayed(systems: Iterable[str]) -> Iterator[Relay]:
    """Run a relay before some systems while the block runs."""
    relay, loop = Relay(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(relay.open(systems), loop).result()
        yield relay
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
