# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What logins of TCP services have in common: how one is answered, and what it opens."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import Enum, auto

from mendsky.core.probes.logins import CannotTellError
from mendsky.core.probes.talking import Asked, ask
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Try
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import Evidence, Page, Reading
from mendsky.core.terms.streams import Send, StartTls

SILENT = "it does not say what it holds"
NO_TLS = "it offers TLS, which does not come about"


class Let(Enum):
    """How a login is answered."""

    IN = auto()
    OUT = auto()
    UNASKED = auto()
    """Let in by the name alone: no password was asked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Login:
    """One login to be made, on a new connection."""

    trying: Try
    nonce: str
    """Random letters and digits, used in no other login."""
    knocks: bool = False
    """Goes away where a password is asked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """What a login opens, by names and numbers alone."""

    number: int
    """Keys, tables, databases or files; 0 where there is nothing."""
    reading: Reading
    """Of the names."""
    evidence: Evidence


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """How one kind of service is logged in to; both raise `CannotTellError`."""

    shipped: tuple[Account, ...]
    """What it is shipped with, or set up with by everybody."""
    enter: Callable[[Login], Generator[Asked, Page, Let]]
    held: Callable[[], Generator[Asked, Page, Held]]
    """On the connection that was logged in."""


def begin_tls(agreeing: bytes = b"") -> Generator[Asked, Page, None]:
    """Begin TLS, after what the service is still to be told of it; raises `CannotTellError`."""
    told = (Send(agreeing, target="request for TLS"),) if agreeing else ()
    for question in (*told, StartTls()):
        page = yield question
        if page.failure is not None:
            raise CannotTellError(page.failure, NO_TLS)


def hear(
    target: str,
    sent: bytes,
    most: int,
    until: Callable[[bytes], bool],
    *,
    otherwise: str,
    anew: bool = False,
    trying: Try | None = None,
    values: Callable[[bytes], bytes] = bytes,
) -> Generator[Asked, Page, Page]:
    """Send bytes and hear an answer, as `ask`; raises `CannotTellError` with a reason where there is none."""
    page = yield from ask(target, sent, most, until, anew=anew, trying=trying, values=values)
    if isinstance(page, Cause):
        raise CannotTellError(page, otherwise)
    return page
