# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a probe of a TCP service may ask: to send bytes and to receive some, on one connection.

The connection is opened by what is asked first, and anew after an answer that failed or was cut.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

PORTS = {"redis": 6379, "memcached": 11211}
"""Schemes of the origins of TCP services, with the ports that IANA registered for them."""


@dataclass(frozen=True, slots=True)
class Send:
    """Bytes for the service; the page that comes back is empty, and says why where they could not be sent."""

    content: bytes = field(repr=False)
    target: str = field(kw_only=True)
    """How the log of what was sent names them: the commands, without keys and values."""


@dataclass(frozen=True, slots=True)
class Receive:
    """What the service says next; the page that comes back holds it, and is named after what was sent."""

    most: int
    """Bytes at which reading ends; the page is then marked as cut."""
    until: Callable[[bytes], bool] = field(repr=False)
    """Says of what came so far whether it is whole, or can never become so."""


def is_stream(origin: str) -> bool:
    """Say whether the system at an origin is a TCP service, and no website."""
    return origin.partition("://")[0] in PORTS
