# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Logging in to Redis, and how many keys it holds.

https://redis.io/docs/latest/commands/auth/
"""

import re
from collections.abc import Generator
from functools import partial

from mendsky.core.probes.answers import seen_on
from mendsky.core.probes.logins import CannotTellError
from mendsky.core.probes.marks import content
from mendsky.core.probes.resp import Refused, command, is_whole, read
from mendsky.core.probes.service_logins import SILENT, Held, Let, Login, Service, hear
from mendsky.core.probes.talking import Asked
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import Page

DEFAULT = "default"
"""The account of whoever names none; the only one before version 6."""
MOST_BYTES = 65_536
ANOTHER = "it does not answer as Redis does"
OUT = frozenset({"WRONGPASS", "DENIED"})
"""Wrong name or password; and protected mode, in which nobody from elsewhere is answered."""
OUT_BY_WORDS = re.compile(
    r"invalid password|no password is set|without any password configured|wrong number of arguments"
)
"""Wrong password before version 6; there is none to be guessed; accounts have no names before version 6."""
KEYS = re.compile(rb"^db[0-9]{1,5}:keys=([0-9]{1,15})\b", re.MULTILINE)


def enter(login: Login) -> Generator[Asked, Page, Let]:
    """Log in once; raises `CannotTellError`."""
    pair = login.trying.credential
    words = [word.encode() for word in (pair.account, pair.password)]
    sent = command(b"AUTH", *(words[1:] if pair.account == DEFAULT else words))
    until = partial(is_whole, count=1)
    page = yield from hear("AUTH", sent, MOST_BYTES, until, anew=True, trying=login.trying, otherwise=ANOTHER)
    (reply,) = read(content(page), 1) or (None,)
    if reply == b"OK":
        return Let.IN
    if not isinstance(reply, Refused):
        raise CannotTellError(Cause.NO_ANSWER, ANOTHER)
    if reply.word in OUT or OUT_BY_WORDS.search(reply.text):
        return Let.OUT
    unknown = "unknown command" in reply.text
    raise CannotTellError(Cause.BLOCKED if unknown else Cause.SERVER_ERROR, "it lets nobody log in now")


def held() -> Generator[Asked, Page, Held]:
    """Ask how many keys it holds; raises `CannotTellError`."""
    sent = command(b"INFO", b"keyspace") + command(b"DBSIZE")
    until = partial(is_whole, count=2)
    page = yield from hear("INFO keyspace, DBSIZE", sent, MOST_BYTES, until, otherwise=SILENT)
    counted, size = read(content(page), 2) or (None, None)
    keys = sum(map(int, KEYS.findall(counted))) if isinstance(counted, bytes) else None
    if isinstance(size, int):
        # That of one database only.
        keys = max(size, keys or 0)
    if keys is None:
        raise CannotTellError(Cause.BLOCKED, SILENT)
    return Held(
        number=keys, reading=page.reading, evidence=seen_on(page, f"the login opens a store of {keys} keys")
    )


REDIS = Service(
    shipped=(Account(name=DEFAULT, passwords=("foobared", "123456")),),
    enter=enter,
    held=held,
)
"""The first stands in the example of its settings (redis.conf)."""
