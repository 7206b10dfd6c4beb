# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names to addresses, once for each visit; what a name points to later is not asked again within it."""

import socket
import time
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from typing import Protocol

import dns.exception
import dns.resolver

from mendsky.core.terms.grants import Address

SECONDS = 3.0
"""How long a name server may take."""
KEPT_SECONDS = 300
"""How long an answer is used again at most, whatever its TTL."""


class NameNotFoundError(ValueError):
    """No address is known for a name."""


class Resolver(Protocol):
    """Whatever turns a name into addresses."""

    def resolve(self, host: str) -> tuple[Address, ...]:
        """Give the addresses of a host; raises `NameNotFoundError` where there are none."""


class TextResolver(Resolver, Protocol):
    """Whatever also reads the texts at a name."""

    def texts(self, name: str) -> tuple[str, ...]:
        """Give the TXT records of a name (RFC 1035 section 3.3.14); none where none can be read."""


@dataclass(frozen=True, slots=True)
class SystemResolver:
    """The machine's own way of looking names up, its hosts file included."""

    def resolve(self, host: str) -> tuple[Address, ...]:
        """Give the addresses of a host; raises `NameNotFoundError` where there are none."""
        if (address := literal(host)) is not None:
            return (address,)
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as failure:
            # A name that cannot be written in DNS fails with the latter.
            raise _not_found(host) from failure
        # A zone, as in fe80::1%eth0, is this machine's own affair.
        addresses = (ip_address(str(entry[4][0]).partition("%")[0]) for entry in found)
        return tuple(dict.fromkeys(addresses))

    def texts(self, name: str) -> tuple[str, ...]:
        """Give the TXT records of a name; none where none can be read."""
        try:
            asking = dns.resolver.Resolver()
        except dns.exception.DNSException:
            # The machine names no name server.
            return ()
        asking.lifetime = SECONDS
        return _texts(asking, name)


@dataclass(frozen=True, slots=True)
class DnsResolver:
    """One given name server, asked over UDP and nothing else."""

    address: str
    port: int = 53

    def resolve(self, host: str) -> tuple[Address, ...]:
        """Give the addresses of a host; raises `NameNotFoundError` where there are none."""
        if (address := literal(host)) is not None:
            return (address,)
        asking = _asking(self.address, self.port, int(time.monotonic() // KEPT_SECONDS))
        addresses: list[Address] = []
        for kind in ("A", "AAAA"):
            try:
                answers = asking.resolve(f"{host}.", kind, search=False, raise_on_no_answer=False)
            except dns.exception.DNSException as failure:
                if not addresses:
                    raise _not_found(host) from failure
                break
            addresses.extend(ip_address(answer.to_text()) for answer in answers)
        if not addresses:
            raise _not_found(host)
        return tuple(addresses)

    def texts(self, name: str) -> tuple[str, ...]:
        """Give the TXT records of a name; none where none can be read."""
        asking = _fresh(self.address, self.port)
        return _texts(asking, name)


@lru_cache(maxsize=4)
def _asking(address: str, port: int, term: int) -> dns.resolver.Resolver:
    """Give the resolver of a name server with what it has learnt in a term, each for its TTL (RFC 1035)."""
    del term
    asking = _fresh(address, port)
    asking.cache = dns.resolver.LRUCache()
    return asking


def _fresh(address: str, port: int) -> dns.resolver.Resolver:
    asking = dns.resolver.Resolver(configure=False)
    asking.nameservers = [address]
    asking.port = port
    asking.lifetime = SECONDS
    return asking


def _texts(asking: dns.resolver.Resolver, name: str) -> tuple[str, ...]:
    try:
        answers = asking.resolve(f"{name}.", "TXT", search=False, raise_on_no_answer=False)
    except (dns.exception.DNSException, UnicodeError):
        return ()
    # One text may be cut into pieces of 255 bytes.
    return tuple(b"".join(answer.strings).decode(errors="replace") for answer in answers)


def literal(host: str) -> Address | None:
    """Give the address that a host is written as; None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        # A name, not an address written out.
        return None


def _not_found(host: str) -> NameNotFoundError:
    return NameNotFoundError(f"no address is known for {host}")
