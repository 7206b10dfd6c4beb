# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Logging in to PostgreSQL, and the names of the tables that a login may read.

Messages: https://www.postgresql.org/docs/current/protocol-message-formats.html; SCRAM-SHA-256: RFC 5802,
RFC 7677, without channel binding, which no service demands.
"""

import hmac
import struct
from base64 import b64decode, b64encode
from collections.abc import Generator, Sequence
from hashlib import md5, pbkdf2_hmac, sha256

from mendsky.core.probes.answers import seen_on
from mendsky.core.probes.logins import CannotTellError
from mendsky.core.probes.marks import content
from mendsky.core.probes.service_logins import SILENT, Held, Let, Login, Service, begin_tls, hear
from mendsky.core.probes.talking import Asked
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Try
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import Page

Message = tuple[bytes, bytes]
"""Kind and content."""
VERSION = 196_608
TLS_PLEASE = struct.pack("!ii", 8, 80_877_103)
"""`SSLRequest`: answered with one letter, and with nothing after it before the handshake."""
AGREED, NOT_OFFERED = b"S", b"N"
DATABASE = "postgres"
"""There from the start, and open to every account."""
KINDS = frozenset(b"RSKZENTDCIvAG")
"""Of messages that come in answer to what is sent here."""
MOST_BYTES = 262_144
ANOTHER = "it does not answer as PostgreSQL does"
LET_IN, CLEAR, MD5, SASL, SASL_GOES_ON, SASL_ENDS = 0, 3, 5, 10, 11, 12
MECHANISM = b"SCRAM-SHA-256"
MOST_ITERATIONS = 100_000
"""Of PBKDF2; 4096 are usual, and what takes long is a trap."""
WRONG_PASSWORD, MAY_NOT, NO_RIGHT = "28P01", "28000", "42501"
"""https://www.postgresql.org/docs/current/errcodes-appendix.html"""
BY_ADDRESS = "pg_hba.conf"
"""The file that says who may come from where, and how; its name is the same in every language."""
TABLES = (
    b"select count(*) from pg_catalog.pg_database where not datistemplate and datname <> current_database()"
    b" and has_database_privilege(datname, 'connect');"
    b"select c.relname, (select string_agg(a.attname, ',') from pg_catalog.pg_attribute a"
    b" where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) from pg_catalog.pg_class c"
    b" join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm')"
    b" and n.nspname <> 'information_schema' and n.nspname not like 'pg!_%' escape '!'"
    b" and has_table_privilege(c.oid, 'select') limit 400"
)
"""How many other databases there are; and of this one each table, with its columns: names alone."""


def enter(login: Login) -> Generator[Asked, Page, Let]:
    """Log in once; raises `CannotTellError`.

    Who is kept out by where and how it comes is asked for no password yet, so that it may come without TLS.
    """
    within_tls = yield from _begin_tls()
    asked = yield from _start_up(login)
    if within_tls and _is_kept_out(asked):
        asked = yield from _start_up(login, anew=True)
    kind = _kind(asked)
    if kind is None:
        return _refused(asked)
    if kind == LET_IN:
        return Let.UNASKED
    if login.knocks:
        return Let.OUT
    wanted, pair = asked[-1][1], login.trying.credential
    if kind == CLEAR:
        answered = yield from _try(login.trying, pair.password.encode())
    elif kind == MD5 and len(wanted) == 8:
        answered = yield from _try(login.trying, _digested(pair.account, pair.password, wanted[4:]))
    elif kind == SASL and MECHANISM in wanted[4:].split(b"\0"):
        answered = yield from _scram(login)
    else:
        raise CannotTellError(Cause.BLOCKED, "it asks for a password in a way that is not known here")
    return Let.IN if _kind(answered) == LET_IN else _refused(answered)


def held() -> Generator[Asked, Page, Held]:
    """Ask for the names of tables; raises `CannotTellError`."""
    page = yield from hear(
        "query of names",
        _message(b"Q", TABLES + b"\0"),
        MOST_BYTES,
        is_whole,
        values=names_in,
        otherwise=SILENT,
    )
    messages = read(content(page))
    rows = [row(body) for kind, body in messages if kind == b"D"]
    if any(kind == b"E" for kind, _ in messages) or not rows or not rows[0] or not rows[0][0].isdigit():
        raise CannotTellError(Cause.BLOCKED, SILENT)
    databases, tables = int(rows[0][0]), len(rows) - 1
    note = f"the login opens {tables} tables and {databases} more databases"
    return Held(number=tables + databases, reading=page.reading, evidence=seen_on(page, note))


POSTGRESQL = Service(
    shipped=(Account(name="postgres", passwords=("postgres", "123456")),), enter=enter, held=held
)


def read(heard: bytes) -> list[Message]:
    """Read the whole messages at the start."""
    found, at = [], 0
    while len(heard) >= at + 5 and heard[at] in KINDS:
        (length,) = struct.unpack_from("!i", heard, at + 1)
        if length < 4 or len(heard) < at + 1 + length:
            break
        found.append((heard[at : at + 1], heard[at + 5 : at + 1 + length]))
        at += 1 + length
    return found


def is_whole(heard: bytes) -> bool:
    """Say whether the service now waits for us, or what is there can never be an answer of its kind."""
    messages = read(heard)
    at = sum(5 + len(body) for _, body in messages)
    if at < len(heard):
        # The beginning of a message, or of something else.
        begun = len(heard) - at < 5 or 4 <= struct.unpack_from("!i", heard, at + 1)[0] <= MOST_BYTES
        return heard[at] not in KINDS or not begun
    asks = _kind(messages) not in {None, LET_IN, SASL_ENDS}
    return bool(messages) and (messages[-1][0] in {b"Z", b"E"} or asks)


def names_in(heard: bytes) -> bytes:
    """Give the names in the rows of an answer."""
    return b"\n".join(b",".join(row(body)) for kind, body in read(heard) if kind == b"D")


def row(body: bytes) -> list[bytes]:
    """Read the fields of a row, what is null left out; nothing where they cannot be read."""
    fields, at = [], 2
    while at + 4 <= len(body):
        (length,) = struct.unpack_from("!i", body, at)
        at += 4
        if length >= 0:
            fields.append(body[at : at + length])
            at += length
    return fields if at == len(body) else []


def _start_up(login: Login, *, anew: bool = False) -> Generator[Asked, Page, list[Message]]:
    """Say who wants to log in."""
    fields = ("user", login.trying.credential.account, "database", DATABASE, "client_encoding", "UTF8", "")
    body = struct.pack("!i", VERSION) + b"".join(field.encode() + b"\0" for field in fields)
    return (yield from _hear("startup", struct.pack("!i", len(body) + 4) + body, anew=anew))


def _begin_tls() -> Generator[Asked, Page, bool]:
    """Ask for TLS, and begin it where it is offered."""
    page = yield from hear("request for TLS", TLS_PLEASE, 1, bool, anew=True, otherwise=ANOTHER)
    answer = content(page)
    if page.cut or answer not in {AGREED, NOT_OFFERED}:
        raise CannotTellError(Cause.NO_ANSWER, ANOTHER)
    if answer == AGREED:
        yield from begin_tls()
    return answer == AGREED


def _is_kept_out(asked: Sequence[Message]) -> bool:
    """Say whether who comes so, or from here, is let in with no password at all."""
    code, text = _error(asked)
    return code == MAY_NOT and BY_ADDRESS in text


def _message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!i", len(body) + 4) + body


def _hear(
    target: str, sent: bytes, *, anew: bool = False, trying: Try | None = None
) -> Generator[Asked, Page, list[Message]]:
    page = yield from hear(target, sent, MOST_BYTES, is_whole, anew=anew, trying=trying, otherwise=ANOTHER)
    messages = read(content(page))
    if not messages:
        raise CannotTellError(Cause.NO_ANSWER, ANOTHER)
    return messages


def _kind(messages: Sequence[Message]) -> int | None:
    """Give what the last word on the login asks for; None where there is none, or an error."""
    said = [body for kind, body in messages if kind == b"R" and len(body) >= 4]
    if not said or any(kind == b"E" for kind, _ in messages):
        return None
    (kind,) = struct.unpack_from("!i", said[-1])
    return int(kind)


def _try(trying: Try, proof: bytes) -> Generator[Asked, Page, list[Message]]:
    return (yield from _hear("password", _message(b"p", proof + b"\0"), trying=trying))


def _digested(account: str, password: str, salt: bytes) -> bytes:
    inner = md5(password.encode() + account.encode(), usedforsecurity=False).hexdigest()
    return b"md5" + md5(inner.encode() + salt, usedforsecurity=False).hexdigest().encode()


def _scram(login: Login) -> Generator[Asked, Page, list[Message]]:
    """Prove the password without sending it; the service must prove in turn that it knows it."""
    first = b"n=,r=" + login.nonce.encode()
    opening = b"n,," + first
    sent = MECHANISM + b"\0" + struct.pack("!i", len(opening)) + opening
    challenged = yield from _hear("SASL", _message(b"p", sent))
    if _kind(challenged) != SASL_GOES_ON:
        return challenged
    challenge = challenged[-1][1][4:]
    salted, nonce = _salted(login, challenge)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    bare = b"c=biws,r=" + nonce
    signed = b",".join((first, challenge, bare))
    signature = hmac.digest(sha256(client_key).digest(), signed, "sha256")
    proof = bytes(one ^ other for one, other in zip(client_key, signature, strict=True))
    final = _message(b"p", bare + b",p=" + b64encode(proof))
    answered = yield from _hear("password", final, trying=login.trying)
    expected = hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), signed, "sha256")
    proven = struct.pack("!i", SASL_ENDS) + b"v=" + b64encode(expected)
    if _kind(answered) == LET_IN and (b"R", proven) not in answered:
        raise CannotTellError(Cause.HONEYPOT, "it lets in whoever comes, and does not know the password")
    return answered


def _salted(login: Login, challenge: bytes) -> tuple[bytes, bytes]:
    """Give the salted password, and the nonce of both; raises `CannotTellError`."""
    parts = dict(part.split(b"=", 1) for part in challenge.split(b",") if b"=" in part)
    nonce, iterations = parts.get(b"r", b""), parts.get(b"i", b"")
    try:
        salt = b64decode(parts.get(b"s", b""), validate=True)
    except ValueError:
        salt = b""
    told = nonce.startswith(login.nonce.encode()) and salt and iterations.isdigit() and len(iterations) < 10
    if not told or not 0 < int(iterations) <= MOST_ITERATIONS:
        raise CannotTellError(Cause.NO_ANSWER, "its challenge cannot be answered")
    password = login.trying.credential.password.encode()
    return pbkdf2_hmac("sha256", password, salt, int(iterations)), nonce


def _refused(messages: Sequence[Message]) -> Let:
    """Read a refusal; raises `CannotTellError` where it is none of this name and password."""
    code, text = _error(messages)
    if not code:
        raise CannotTellError(Cause.NO_ANSWER, ANOTHER)
    if code == WRONG_PASSWORD or (code == MAY_NOT and BY_ADDRESS not in text):
        return Let.OUT
    if code in {MAY_NOT, NO_RIGHT}:
        raise CannotTellError(Cause.BLOCKED, "it lets nobody in from here")
    raise CannotTellError(Cause.SERVER_ERROR, "it lets nobody log in now")


def _error(messages: Sequence[Message]) -> tuple[str, str]:
    """Give code and text of the first error; empty ones where there is none."""
    for kind, body in messages:
        if kind == b"E":
            fields = {part[:1]: part[1:].decode(errors="replace") for part in body.split(b"\0") if part}
            return fields.get(b"C", "?"), fields.get(b"M", "")
    return "", ""
