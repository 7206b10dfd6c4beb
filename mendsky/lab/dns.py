# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A name server for `lab.test`, over UDP (RFC 1035)."""

import asyncio
from collections.abc import Mapping
from typing import cast

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

from mendsky.lab.network import require_loopback

TTL = 600
"""Seconds; a name that is re-pointed may be known by its old address for so long."""


class NameServer(asyncio.DatagramProtocol):
    """Answers A questions from a table that others may change."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the socket to answer by."""
        # Before Python 3.12 the loop's own transport is no instance of the class it implements.
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Answer one question; what is no question gets no answer."""
        try:
            query = dns.message.from_wire(data)
        except dns.exception.DNSException:
            return
        if self._transport is not None and query.question:
            self._transport.sendto(self.answer(query).to_wire(), addr)

    def answer(self, query: dns.message.Message) -> dns.message.Message:
        """Make the answer to a question."""
        response = dns.message.make_response(query)
        response.flags |= dns.flags.AA
        question = query.question[0]
        address = self._names.get(str(question.name).rstrip(".").lower())
        if address is None:
            response.set_rcode(dns.rcode.NXDOMAIN)
        elif question.rdtype == dns.rdatatype.A:
            response.answer.append(
                dns.rrset.from_text(question.name, TTL, dns.rdataclass.IN, dns.rdatatype.A, address)
            )
        return response


async def serve(names: Mapping[str, str], address: str, port: int) -> tuple[asyncio.DatagramTransport, int]:
    """Open the name server; give its transport and port. Raises `NetworkError` off loopback."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: NameServer(names), local_addr=(require_loopback([address])[0], port)
    )
    return transport, int(transport.get_extra_info("sockname")[1])
