# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Origins: scheme, host and port, written in one way so that a grant's can be compared."""

import re
from dataclasses import dataclass, field
from ipaddress import IPv6Address

from mendsky.core.terms.streams import ALL_PORTS

DEFAULT_PORTS = {"http": 80, "https": 443} | ALL_PORTS
"""RFC 9110 section 4.2, and those of TCP services."""
OTHERS = " or ".join(tuple(DEFAULT_PORTS)[1:])
ORIGIN = re.compile(
    rf"({'|'.join(DEFAULT_PORTS)})://([a-z0-9](?:[a-z0-9.-]{{0,252}}[a-z0-9])?|\[[0-9a-f:.]{{2,45}}\])(?::([0-9]{{1,5}}))?/?"
)
"""Names in their ASCII form (RFC 5890 A-labels); no user, no path."""


class OriginError(ValueError):
    """An origin that cannot be read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """A web origin (RFC 6454), or that of a TCP service."""

    scheme: str
    host: str
    """Name or address, without brackets."""
    port: int
    text: str = field(init=False, repr=False, compare=False)
    """`scheme://host:port`, as grants name it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", f"{self.scheme}://{self.url_host}:{self.port}")

    @property
    def url_host(self) -> str:
        """Write the host as in a URL: an IPv6 address in brackets."""
        return f"[{self.host}]" if ":" in self.host else self.host

    def __str__(self) -> str:
        return self.text


def parse_origin(text: str) -> Origin:
    """Read `scheme://host[:port]`; raises `OriginError` for anything else."""
    found = ORIGIN.fullmatch(text.lower())
    if found is None:
        msg = f"{text!r} is no origin: write http://host:port, or {OTHERS} for http"
        raise OriginError(msg)
    scheme, host, port_text = found.groups()
    port = int(port_text) if port_text else DEFAULT_PORTS[scheme]
    if not 0 < port < 65536:
        msg = f"{text!r} has no port between 1 and 65535"
        raise OriginError(msg)
    if host.startswith("["):
        try:
            host = str(IPv6Address(host[1:-1]))
        except ValueError as failure:
            msg = f"{text!r} has no IPv6 address in its brackets"
            raise OriginError(msg) from failure
    return Origin(scheme=scheme, host=host, port=port)
