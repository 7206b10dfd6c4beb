# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Logging in to MySQL or MariaDB, and the names of the tables that a login may read.

https://dev.mysql.com/doc/dev/mysql-server/latest/PAGE_PROTOCOL.html; https://mariadb.com/kb/en/connection/
"""

import re
import struct
from collections.abc import Generator
from hashlib import sha1, sha256

from mendsky.core.probes.answers import seen_on
from mendsky.core.probes.logins import CannotTellError
from mendsky.core.probes.marks import content
from mendsky.core.probes.service_logins import SILENT, Held, Let, Login, Service, begin_tls, hear
from mendsky.core.probes.talking import Asked
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Try
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import Page

MOST_BYTES = 262_144
ANOTHER = "it does not answer as MySQL does"
PROTOCOL = b"\x0a"
HEAD_BYTES = 4
SALT_BYTES = 20
ABLE = 0x1 | 0x200 | 0x8000 | 0x80000
"""Long passwords, protocol 4.1, its way of logging in, and another way where the account asks for it."""
TLS = 0x800
"""Where the service offers it, login and all that follows are said within it, as today's clients do."""
LONGEST = 0x0100_0000
UTF8 = 33
OK, SWITCH, ERROR = b"\x00", b"\xfe", b"\xff"
END = b"\xfe"
FAST, IN_FULL = b"\x01\x03", b"\x01\x04"
"""With `caching_sha2_password`: the password is right; it must be sent within TLS before that can be told."""
NATIVE, CACHING = b"mysql_native_password", b"caching_sha2_password"
DENIED = frozenset({1045, 1698})
"""Access denied, and access denied without a password."""
SHUT = frozenset({1129, 1130, 1820, 1862, 3118, 3159, 3955, 4150, 4151})
"""Host blocked or not allowed, password expired, account locked, TLS required."""
LOCKED = re.compile(r"\block(?:ed)?\b|\bblocked\b", re.IGNORECASE)
TABLES = (
    b"select table_name, group_concat(column_name) from information_schema.columns"
    b" where table_schema not in ('information_schema', 'mysql', 'performance_schema', 'sys')"
    b" group by table_schema, table_name limit 400"
)
"""Each table with its columns: names alone."""


def enter(login: Login) -> Generator[Asked, Page, Let]:
    """Log in once; raises `CannotTellError`."""
    greeted = yield from _hear("connection", b"", anew=True)
    salt, plugin, offers_tls = _greeted(greeted[0][1])
    number, abilities = greeted[0][0] + 1, ABLE
    if offers_tls:
        abilities |= TLS
        yield from begin_tls(_packet(number, struct.pack("<IIB23x", abilities, LONGEST, UTF8)))
        number += 1
    pair = login.trying.credential
    if plugin not in {NATIVE, CACHING}:
        # An account may have another way than that which the service names first.
        plugin = NATIVE
    proof = _proof(plugin, pair.password, salt)
    body = struct.pack("<IIB23x", abilities, LONGEST, UTF8) + pair.account.encode() + b"\0"
    body += bytes([len(proof)]) + proof + plugin + b"\0"
    packets = yield from _hear("password", _packet(number, body), trying=login.trying)
    if packets[-1][1][:1] == SWITCH:
        number, asked = packets[-1]
        plugin, _, salt = asked[1:].partition(b"\0")
        if plugin not in {NATIVE, CACHING} or len(salt) < SALT_BYTES:
            raise CannotTellError(Cause.BLOCKED, "it asks for a password in a way that is not known here")
        # The same try: what was said before was for another way, and was not looked at.
        proof = _proof(plugin, pair.password, salt[:SALT_BYTES])
        packets = yield from _hear("password, as asked for", _packet(number + 1, proof))
    number, said = packets[-1]
    if said == IN_FULL and offers_tls:
        packets = yield from _hear("password in full", _packet(number + 1, pair.password.encode() + b"\0"))
    return _answer(packets[-1][1])


def held() -> Generator[Asked, Page, Held]:
    """Ask for the names of tables; raises `CannotTellError`."""
    page = yield from hear(
        "query of names",
        _packet(0, b"\x03" + TABLES),
        MOST_BYTES,
        is_answered,
        values=names_in,
        otherwise=SILENT,
    )
    packets = read(content(page))
    if not packets or packets[0][1][:1] == ERROR:
        raise CannotTellError(Cause.BLOCKED, SILENT)
    tables = len(_rows(content(page)))
    note = f"the login opens {tables} tables"
    return Held(number=tables, reading=page.reading, evidence=seen_on(page, note))


MYSQL = Service(shipped=(Account(name="root", passwords=("", "root")),), enter=enter, held=held)
"""Old versions, and bundles of web servers with them."""


def read(heard: bytes) -> list[tuple[int, bytes]]:
    """Read the whole packets at the start: the number of each, and what it holds."""
    found, at = [], 0
    while len(heard) >= at + HEAD_BYTES:
        length = int.from_bytes(heard[at : at + 3], "little")
        if not length or len(heard) < at + HEAD_BYTES + length:
            break
        found.append((heard[at + 3], heard[at + HEAD_BYTES : at + HEAD_BYTES + length]))
        at += HEAD_BYTES + length
    return found


def is_whole(heard: bytes) -> bool:
    """Say whether an answer to a login is there, or what is there can never become one."""
    if len(heard) >= HEAD_BYTES and int.from_bytes(heard[:3], "little") > MOST_BYTES:
        return True
    packets = read(heard)
    return bool(packets) and packets[-1][1] != FAST


def is_answered(heard: bytes) -> bool:
    """Say whether a query is answered: by an error, or by columns and rows, each with an end."""
    packets = [body for _, body in read(heard)]
    if packets and packets[0][:1] in {ERROR, OK}:
        return True
    return sum(map(_ends, packets[1:])) == 2


def names_in(heard: bytes) -> bytes:
    """Give the names in the rows of an answer."""
    return b"\n".join(b",".join(row) for row in _rows(heard))


def _rows(heard: bytes) -> list[list[bytes]]:
    packets = [body for _, body in read(heard)]
    ends = [at for at, body in enumerate(packets) if at and _ends(body)]
    if not ends:
        return []
    return [_fields(body) for body in packets[ends[0] + 1 : ends[1] if len(ends) > 1 else None]]


def _fields(body: bytes) -> list[bytes]:
    """Read the texts of a row, each after its length."""
    fields, at = [], 0
    while at < len(body):
        length, at = body[at], at + 1
        if length == 0xFC:
            length, at = int.from_bytes(body[at : at + 2], "little"), at + 2
        fields.append(body[at : at + length])
        at += length
    return fields


def _ends(body: bytes) -> bool:
    return body[:1] == END and len(body) < 9


def _packet(number: int, body: bytes) -> bytes:
    return len(body).to_bytes(3, "little") + bytes([number % 256]) + body


def _hear(
    target: str, sent: bytes, *, anew: bool = False, trying: Try | None = None
) -> Generator[Asked, Page, list[tuple[int, bytes]]]:
    page = yield from hear(target, sent, MOST_BYTES, is_whole, anew=anew, trying=trying, otherwise=ANOTHER)
    packets = read(content(page))
    if not packets:
        raise CannotTellError(Cause.NO_ANSWER, ANOTHER)
    return packets


def _greeted(body: bytes) -> tuple[bytes, bytes, bool]:
    """Read a greeting: salt, way of logging in, whether it offers TLS; raises `CannotTellError`."""
    if body[:1] == ERROR:
        _answer(body)
        raise CannotTellError(Cause.BLOCKED, "it lets nobody in from here")
    _, _, rest = body[1:].partition(b"\0")
    # Number of the connection, salt, nought, abilities, character set, state, abilities, length, nought.
    salt = rest[4:12] + rest[31:43]
    if body[:1] != PROTOCOL or len(salt) != SALT_BYTES:
        raise CannotTellError(Cause.NO_ANSWER, ANOTHER)
    return salt, rest[44:].partition(b"\0")[0], bool(int.from_bytes(rest[13:15], "little") & TLS)


def _proof(plugin: bytes, password: str, salt: bytes) -> bytes:
    """Prove a password without sending it; nothing for an empty one."""
    if not password:
        return b""
    if plugin == NATIVE:
        once = sha1(password.encode(), usedforsecurity=False).digest()
        mask = sha1(salt + sha1(once, usedforsecurity=False).digest(), usedforsecurity=False).digest()
    else:
        once = sha256(password.encode()).digest()
        mask = sha256(sha256(once).digest() + salt).digest()
    return bytes(one ^ other for one, other in zip(once, mask, strict=True))


def _answer(body: bytes) -> Let:
    """Read how a login was answered; raises `CannotTellError` where that is neither yes nor no."""
    if body[:1] == OK:
        return Let.IN
    if body == IN_FULL:
        raise CannotTellError(
            Cause.BLOCKED, "it takes the password within TLS alone, which it does not offer"
        )
    if body[:1] != ERROR or len(body) < 3:
        raise CannotTellError(Cause.NO_ANSWER, ANOTHER)
    code, text = int.from_bytes(body[1:3], "little"), body[3:].decode(errors="replace")
    if code in DENIED:
        return Let.OUT
    if code in SHUT or LOCKED.search(text):
        raise CannotTellError(Cause.BLOCKED, "it lets nobody in from here, or not without TLS")
    raise CannotTellError(Cause.SERVER_ERROR, "it lets nobody log in now")
