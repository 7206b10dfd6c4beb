# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stand-in for PostgreSQL with SCRAM-SHA-256: a login, and one query of names.

https://www.postgresql.org/docs/current/protocol-flow.html; RFC 5802, RFC 7677.
"""

import hmac
import struct
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import pbkdf2_hmac, sha256

from mendsky.lab.talks import Said
from mendsky.lab.weak_service_password.gate import Gate

SALT, ITERATIONS = b"synthetic salt!!", 4096
READY = b"Z\0\0\0\5I"
REQUEST_FOR_TLS, NOT_OFFERED = b"\0\0\0\x08\x04\xd2\x16\x2f", b"N"
COLUMNS = b"id,xm,sfzh,sjh"


@dataclass(kw_only=True, slots=True)
class Talk:
    """One connection."""

    gate: Gate
    account: str = ""
    opening: bytes = b""
    challenge: bytes = b""
    inside: bool = False

    def __call__(self, came: bytes) -> Said:
        """Carry out one message."""
        if not came:
            return Said()
        if came == REQUEST_FOR_TLS:
            return Said(content=NOT_OFFERED)
        if not self.account:
            self.account = came[8:].split(b"\0")[1].decode()
            return Said(content=self._greeting())
        if self.inside:
            return Said(content=self._names() if came[:1] == b"Q" else b"")
        if not self.challenge:
            self.opening = came[5:].partition(b"\0")[2][4:].removeprefix(b"n,,")
            nonce = self.opening.partition(b"r=")[2] + b"synthetic"
            self.challenge = b"r=" + nonce + b",s=" + b64encode(SALT) + b",i=%d" % ITERATIONS
            return Said(content=_asks(11, self.challenge))
        return self._proven(came[5:])

    def _greeting(self) -> bytes:
        if self.gate.shut:
            return _error("28000", "no pg_hba.conf entry for this host, no encryption (synthetic)")
        if self.gate.busy:
            return _error("53300", "sorry, too many clients already (synthetic)")
        return _asks(10, b"SCRAM-SHA-256\0\0")

    def _proven(self, final: bytes) -> Said:
        if self.gate.cut:
            return Said(content=_error("28P01", "password")[:-4], closed=True)
        bare, _, proof = final.partition(b",p=")
        signed = b",".join((self.opening, self.challenge, bare))
        password = self.gate.knows(self.account)
        salted = pbkdf2_hmac("sha256", (password or "").encode(), SALT, ITERATIONS)
        key = hmac.digest(salted, b"Client Key", "sha256")
        signature = hmac.digest(sha256(key).digest(), signed, "sha256")
        right = b64decode(proof) == bytes(one ^ other for one, other in zip(key, signature, strict=True))
        if not (self.gate.anybody or (right and password is not None)):
            return Said(content=_error("28P01", "password authentication failed (synthetic)"), closed=True)
        self.inside = True
        server = hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), signed, "sha256")
        return Said(content=_asks(12, b"v=" + b64encode(server)) + _asks(0) + READY)

    def _names(self) -> bytes:
        if self.gate.mute:
            return _error("42501", "permission denied (synthetic)") + READY
        rows = _row(b"2") + b"C\0\0\0\4" + _row(self.gate.premises.fault.table.encode(), COLUMNS)
        return rows + b"C\0\0\0\4" + READY


def _message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!i", len(body) + 4) + body


def _asks(kind: int, body: bytes = b"") -> bytes:
    return _message(b"R", struct.pack("!i", kind) + body)


def _error(code: str, text: str) -> bytes:
    return _message(b"E", f"SFATAL\0C{code}\0M{text}\0\0".encode())


def _row(*fields: bytes) -> bytes:
    body = b"".join(struct.pack("!i", len(field)) + field for field in fields)
    return _message(b"D", struct.pack("!h", len(fields)) + body)
