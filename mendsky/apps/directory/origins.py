# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bring an origin into the one form in which it is compared: `scheme://host:port`.

An origin is scheme, host and port (RFC 6454 section 4); here the port is always written.
"""

import re
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

from mendsky.core.terms import streams

PORTS = {"http": 80, "https": 443} | streams.ALL_PORTS
OTHERS = " or ".join(tuple(PORTS)[1:])
HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


class OriginError(ValueError):
    """A text is no origin; the message never repeats it, for it may carry a password."""


def normal_origin(text: str) -> str:
    """Give an origin in lower case, with an ASCII host (RFC 3490) and its port.

    Raises `OriginError` for anything else than `http`, `https` or a TCP service, a host and perhaps a port.
    """
    refused = OriginError(
        f"an origin is written http://host:port, or with {OTHERS} for http, and nothing else"
    )
    if re.search(r"[\s\\@%?#]", text) is not None:
        raise refused
    try:
        parts = urlsplit(text)
        port = parts.port
        host = _host(parts.hostname or "")
    except ValueError:
        raise refused from None
    if parts.scheme not in PORTS or parts.path not in {"", "/"} or port == 0:
        raise refused
    return f"{parts.scheme}://{host}:{port or PORTS[parts.scheme]}"


def _host(text: str) -> str:
    """Give the host's one form; raises `ValueError` where it has none."""
    if ":" in text:
        return f"[{IPv6Address(text)}]"
    host = text.removesuffix(".").encode("idna").decode("ascii").lower()
    if HOST.fullmatch(host) is None or len(host) > 253:
        msg = "not a host"
        raise ValueError(msg)
    if NUMBER.fullmatch(host.rpartition(".")[2]) is None:
        return host
    # A last label that is a number makes resolvers read the whole as an address, `127.1` too.
    return str(IPv4Address(host))
