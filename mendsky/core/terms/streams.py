# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a probe of a TCP service may ask: to send bytes and to receive some, on one connection, or within TLS.

The connection is opened by what is asked first, and anew after an answer that failed or was cut. Where a
service gives what is asked for on another of its ports, that is dialled beside it, and only listened to.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from mendsky.core.terms.credentials import Try

PORTS = {
    "redis": 6379,
    "memcached": 11211,
    "ftp": 21,
    "rsync": 873,
    "mongodb": 27017,
    "ldap": 389,
    "zookeeper": 2181,
    "etcd": 2379,
    "nfs": 2049,
    "postgresql": 5432,
    "mysql": 3306,
}
"""Schemes of the origins of TCP services, with the ports that they have by default."""
OVER_TLS = {
    "rediss": ("redis", 6379),
    "memcacheds": ("memcached", 11211),
    "ftps": ("ftp", 990),
    "mongodbs": ("mongodb", 27017),
    "ldaps": ("ldap", 636),
    "etcds": ("etcd", 2379),
}
"""Schemes of services that speak TLS from the start: what they speak within it, and the port by default."""
ALL_PORTS = PORTS | {scheme: port for scheme, (_, port) in OVER_TLS.items()}
LOWEST_DIALLED = 1024
"""Below are ports of services of their own (RFC 6335 section 6), to which nobody may send us."""
HIGHEST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Send:
    """Bytes for the service, none where it speaks first: then it is only connected to.

    The page that comes back is empty, and says why where they could not be sent.
    """

    content: bytes = field(repr=False)
    target: str = field(kw_only=True)
    """How the log of what was sent names them: the commands, without keys and values."""
    anew: bool = field(default=False, kw_only=True)
    """On a new connection; the one that there is ends."""
    trying: Try | None = field(default=None, kw_only=True)
    """The name and password that they try, if any; for probes of class 3 only."""


@dataclass(frozen=True, slots=True)
class Receive:
    """What the service says next; the page that comes back holds it, and is named after what was sent."""

    most: int
    """Bytes at which reading ends; the page is then marked as cut."""
    until: Callable[[bytes], bool] = field(repr=False)
    """Says of what came so far whether it is whole, or can never become so."""
    beside: bool = field(default=False, kw_only=True)
    """On the connection that was dialled. There an answer is whole when the service hangs up; one that was
    cut goes on with the next such question; and it ends with the next that is heard on the first one."""
    values: Callable[[bytes], bytes] = field(default=bytes, repr=False)
    """Gives of an answer what is read for identifiers, all of it where nothing is said: a length or a tag
    right beside a number may be a byte that is a digit too."""


@dataclass(frozen=True, slots=True)
class Dial:
    """A second connection, to another port of the one address; nothing is ever sent on it."""

    port: int
    target: str = field(kw_only=True)
    """How the log of what was sent names it."""

    def __post_init__(self) -> None:
        if not LOWEST_DIALLED <= self.port <= HIGHEST_PORT:
            msg = f"a port from {LOWEST_DIALLED} to {HIGHEST_PORT} can be dialled, not {self.port}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class StartTls:
    """TLS from here on (RFC 8446), on the connection that there is, once the service has agreed to it.

    The page that comes back is empty, and says why where it did not come about. Nobody's certificate is
    believed: what anybody can read behind a bad one is exposed, too.
    """

    target: str = field(default="TLS handshake", kw_only=True)
    """How the log of what was sent names it."""
    beside: bool = field(default=False, kw_only=True)
    """On the connection that was dialled, as a part of the session of the first one."""


def is_stream(origin: str) -> bool:
    """Say whether the system at an origin is a TCP service, and no website."""
    return origin.partition("://")[0] in ALL_PORTS


def is_over_tls(origin: str) -> bool:
    """Say whether the service at an origin speaks TLS from the start."""
    return origin.partition("://")[0] in OVER_TLS


def spoken_at(origin: str) -> str:
    """Give what is spoken at an origin, by its scheme; within TLS it is the same as without."""
    scheme = origin.partition("://")[0]
    return OVER_TLS[scheme][0] if scheme in OVER_TLS else scheme
