# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One request to a lab site and its answer, as values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a visitor asks; the Host header is not looked at."""

    path: str
    """Decoded path without query."""
    query: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"
    form: Mapping[str, str] = field(default_factory=dict)
    """Fields of a posted form, the first value of a name, or of a posted JSON object."""
    cookies: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    """Of whoever asks."""
    origin: str = ""
    """Value of the Origin field; empty where there is none."""
    authorization: str = ""
    """Value of the Authorization field; empty where there is none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LongFile:
    """A file that is written while it is read."""

    size: int
    read: Callable[[int, int], bytes]
    """Gives the bytes from a start up to, not including, an end."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What the site answers."""

    status: int = 200
    body: bytes = b""
    kind: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    """Set-Cookie among them, where the site gives one."""
    file: LongFile | None = None
    """Served instead of the body, by ranges where asked."""
    promised: int | None = None
    """Content-Length that is promised where it is more than is sent; the connection is then cut."""
    silent: bool = False
    """Nothing is ever answered; the server hangs up after its bound."""
    dropped: bool = False
    """The connection is closed without an answer."""


Site = Callable[[Asked], Reply]
