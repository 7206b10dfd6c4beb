# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Serve sites by the local address of the connection, and keep a log of every connection."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl

from aiohttp import web

from mendsky.lab import plain
from mendsky.lab.exchange import Asked, LongFile, Reply, Site

LABEL = {"X-Synthetic": "yes", "Server": "synthetic"}
SILENCE = 60.0
"""Seconds after which a server that never answers hangs up."""
SILENT = logging.getLogger("mendsky.lab.access")
"""Below its level nothing is written: requests stand in the log of connections only."""
CHUNK = 1_000_000
MOST_POSTED = 65_536
"""Bytes of a posted form; the rest is not read."""
MOST_FIELDS = 100
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
KEEP_ALIVE = 3600.0
"""Seconds that an idle connection stays open: the watch decides when it closes."""
KEPT = 200
"""Connections of one address that are kept in the log one by one; the count goes on."""


@dataclass(kw_only=True, slots=True)
class Connection:
    """One connection somebody made to the lab."""

    at: datetime
    """By the lab's date."""
    first: str = ""
    """First line that came, or empty."""


@dataclass(kw_only=True, slots=True)
class ConnectionLog:
    """All connections by address."""

    now: Callable[[], datetime]
    counts: dict[str, int] = field(default_factory=dict)
    kept: dict[str, list[Connection]] = field(default_factory=dict)

    def opened(self, address: str) -> Connection:
        """Note a connection; its first line is filled in when it comes."""
        connection = Connection(at=self.now())
        self.counts[address] = self.counts.get(address, 0) + 1
        kept = self.kept.setdefault(address, [])
        if len(kept) < KEPT:
            kept.append(connection)
        return connection

    def as_json(self) -> dict[str, object]:
        """Give the log: address to count and connections."""
        return {
            address: {
                "count": count,
                "connections": [
                    {"at": connection.at.isoformat(), "first": connection.first}
                    for connection in self.kept[address]
                ],
            }
            for address, count in sorted(self.counts.items())
        }


class LoggedHandler(web.RequestHandler):
    """aiohttp's protocol, which notes who connected where and the first line that came.

    A plain GET that came whole is answered at once, past aiohttp's parser and tasks: nearly all that a
    watch asks of the lab is such a request.
    """

    __slots__ = ("_connection", "_log", "_peer", "_plain", "_site", "_sites")

    def __init__(
        self,
        server: web.Server,
        *,
        loop: asyncio.AbstractEventLoop,
        log: ConnectionLog,
        sites: Mapping[str, Callable[[], Site]],
    ) -> None:
        super().__init__(server, loop=loop, access_log=SILENT, keepalive_timeout=KEEP_ALIVE)
        self._log = log
        self._sites = sites
        self._connection: Connection | None = None
        self._site: Callable[[], Site] | None = None
        self._peer = ""
        self._plain = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note the connection."""
        local = transport.get_extra_info("sockname")[0]
        self._connection = self._log.opened(local)
        self._site = self._sites.get(local)
        self._peer = transport.get_extra_info("peername")[0]
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        """Note the first line; answer what is plain, leave everything else to aiohttp."""
        if self._connection is not None and not self._connection.first:
            self._connection.first = data.split(b"\r\n", 1)[0][:200].decode("ascii", "replace")
        if self._plain and self._answered(data):
            return
        # From here on what comes may be the rest of a request that is not plain.
        self._plain = False
        super().data_received(data)

    def _answered(self, data: bytes) -> bool:
        """Answer a plain request, or say that it is none."""
        transport = self.transport
        target = plain.target(data)
        if target is None or self._site is None or transport is None or transport.is_closing():
            return False
        path, query = target
        reply = self._site()(Asked(path=path, query=query, address=self._peer))
        if not plain.is_plain(reply):
            return False
        transport.write(plain.written(reply, LABEL))
        return True


class SiteServer:
    """An HTTP server that gives each local address its own site."""

    def __init__(
        self, sites: Mapping[str, Callable[[], Site]], log: ConnectionLog, silence: float = SILENCE
    ) -> None:
        self._sites = sites
        self._log = log
        self._silence = silence
        self._server = web.Server(self._answer, handler_cancellation=True)

    def protocol(self) -> asyncio.Protocol:
        """Make the protocol of one connection."""
        return LoggedHandler(self._server, loop=asyncio.get_running_loop(), log=self._log, sites=self._sites)

    async def shutdown(self) -> None:
        """Close what is open."""
        await self._server.shutdown(timeout=0.5)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        transport = request.transport
        if transport is None:
            raise asyncio.CancelledError
        site = self._sites[transport.get_extra_info("sockname")[0]]()
        reply = site(
            Asked(
                path=request.path,
                query=dict(request.query),
                method=request.method,
                form=await _form(request),
                cookies=dict(request.cookies),
                address=transport.get_extra_info("peername")[0],
                origin=request.headers.get("Origin", ""),
                authorization=request.headers.get("Authorization", ""),
            )
        )
        if reply.silent:
            await asyncio.sleep(self._silence)
        if reply.silent or reply.dropped:
            transport.close()
            return web.Response(status=444, headers=LABEL)
        if reply.file is not None:
            return await _send_file(request, reply, reply.file)
        headers = {**LABEL, "Content-Type": reply.kind, **reply.headers}
        if reply.promised is not None:
            return await _cut_short(request, reply, headers, transport)
        return web.Response(status=reply.status, body=reply.body, headers=headers)


async def _form(request: web.BaseRequest) -> dict[str, str]:
    """Read the fields of a posted form; none where it is longer than the bound."""
    if request.method != "POST" or request.content_type not in {FORM, JSON}:
        return {}
    posted = b""
    async for piece in request.content.iter_any():
        posted += piece
        if len(posted) > MOST_POSTED:
            return {}
    if request.content_type == JSON:
        return _object(posted)
    try:
        pairs = parse_qsl(posted.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        # More fields than any form of ours has.
        return {}
    form: dict[str, str] = {}
    for name, value in pairs:
        form.setdefault(name, value)
    return form


def _object(posted: bytes) -> dict[str, str]:
    """Read a posted JSON object of texts; nothing where it is none."""
    try:
        sent = json.loads(posted)
    except ValueError:
        return {}
    return (
        {name: word for name, word in sent.items() if isinstance(word, str)} if isinstance(sent, dict) else {}
    )


async def _cut_short(
    request: web.BaseRequest, reply: Reply, headers: Mapping[str, str], transport: asyncio.Transport
) -> web.StreamResponse:
    response = web.StreamResponse(status=reply.status, headers=headers)
    response.content_length = reply.promised
    await response.prepare(request)
    await response.write(reply.body)
    transport.close()
    return response


async def _send_file(request: web.BaseRequest, reply: Reply, file: LongFile) -> web.StreamResponse:
    """Send a file, or the one range that is asked for (RFC 9110, section 14)."""
    headers = {**LABEL, "Content-Type": reply.kind, "Accept-Ranges": "bytes"}
    start, end, status = 0, file.size, 200
    try:
        asked = request.http_range
    except ValueError:
        asked = slice(None, None, 1)
    if asked.start is not None or asked.stop is not None:
        start, end, _ = asked.indices(file.size)
        if start >= end:
            return web.Response(status=416, headers={**LABEL, "Content-Range": f"bytes */{file.size}"})
        status = 206
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    response = web.StreamResponse(status=status, headers=headers)
    response.content_length = end - start
    await response.prepare(request)
    if request.method != "HEAD":
        for at in range(start, end, CHUNK):
            await response.write(file.read(at, min(end, at + CHUNK)))
    await response.write_eof()
    return response
