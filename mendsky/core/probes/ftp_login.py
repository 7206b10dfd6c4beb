# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Logging in to an FTP server, and what lies in the folder to which that leads.

RFC 959; within TLS where that is offered: RFC 4217.
"""

from collections.abc import Generator

from mendsky.core.probes.answers import seen_on
from mendsky.core.probes.ftp import NeedsTlsError, Reply, begin_tls, listed, protect, say, transfer
from mendsky.core.probes.logins import LOCKED, CannotTellError
from mendsky.core.probes.marks import content
from mendsky.core.probes.service_logins import NO_TLS, SILENT, Held, Let, Login, Service
from mendsky.core.probes.talking import Asked
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import Page

READY, NEEDS_PASSWORD = 220, 331
LET_IN = frozenset({202, 230})
OUT = frozenset({332, 430, 530, 532})
"""An account is needed, wrong name or password, not logged in (RFC 959 section 4.2.2)."""
CLOSES = 421
ANOTHER = "it does not answer as an FTP server does"
LISTING_BYTES = 262_144


def enter(login: Login) -> Generator[Asked, Page, Let]:
    """Log in once; raises `CannotTellError`."""
    greeting = yield from _say("connection", b"", anew=True)
    if greeting.code != READY:
        raise _unable(greeting)
    begun = yield from begin_tls()
    if isinstance(begun, Cause):
        raise CannotTellError(begun, NO_TLS)
    pair = login.trying.credential
    named = yield from _say("USER", b"USER " + pair.account.encode())
    if named.code in LET_IN:
        return Let.UNASKED
    if named.code != NEEDS_PASSWORD:
        return _refused(named)
    if login.knocks:
        return Let.OUT
    answered = yield from say("PASS", b"PASS " + pair.password.encode(), trying=login.trying)
    if isinstance(answered, Cause):
        raise CannotTellError(answered, "a login was answered, and not with yes or no")
    return Let.IN if answered[-1].code in LET_IN else _refused(answered[-1])


def held() -> Generator[Asked, Page, Held]:
    """List the folder in which a login begins; raises `CannotTellError`."""

    def read(page: Page) -> Held | None:
        entries = listed(content(page))
        if entries is None:
            return None
        note = f"the login opens a folder with {len(entries)} entries"
        return Held(number=len(entries), reading=page.reading, evidence=seen_on(page, note))

    protected = yield from protect()
    if isinstance(protected, Cause):
        raise CannotTellError(protected, SILENT)
    try:
        listing = yield from transfer("LIST", b"LIST", LISTING_BYTES, read, protected=protected)
    except NeedsTlsError:
        listing = Cause.BLOCKED
    if listing is None or isinstance(listing, Cause):
        raise CannotTellError(listing or Cause.BLOCKED, SILENT)
    if listing.seen is None:
        raise CannotTellError(Cause.TOO_LARGE if listing.cut else Cause.NO_ANSWER, "its list cannot be read")
    return listing.seen


FTP = Service(
    shipped=(
        Account(name="admin", passwords=("admin", "123456")),
        Account(name="ftpuser", passwords=("ftpuser", "123456")),
        Account(name="test", passwords=("test", "123456")),
        Account(name="user", passwords=("user", "123456")),
    ),
    enter=enter,
    held=held,
)
"""No `ftp`: to many servers that is another name of whoever logs in as nobody."""


def _say(target: str, command: bytes, *, anew: bool = False) -> Generator[Asked, Page, Reply]:
    heard = yield from say(target, command, anew=anew)
    if isinstance(heard, Cause):
        raise CannotTellError(heard, ANOTHER)
    return heard[-1]


def _refused(reply: Reply) -> Let:
    locked = LOCKED.search(reply.text) is not None
    if reply.code in OUT and not reply.wants_tls and not locked:
        return Let.OUT
    if locked:
        raise CannotTellError(Cause.BLOCKED, "an account is locked after too many tries")
    raise _unable(reply)


def _unable(reply: Reply) -> CannotTellError:
    if reply.code < 400:
        return CannotTellError(Cause.NO_ANSWER, ANOTHER)
    busy = reply.code == CLOSES
    return CannotTellError(
        Cause.SERVER_ERROR if busy else Cause.BLOCKED, "it lets nobody log in now, or not without TLS"
    )
