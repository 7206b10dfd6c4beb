# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stand-in for MySQL with native passwords: a login, and one query of names.

https://dev.mysql.com/doc/dev/mysql-server/latest/PAGE_PROTOCOL.html
"""

import struct
from dataclasses import dataclass
from hashlib import sha1

from mendsky.lab.talks import Said
from mendsky.lab.weak_service_password.gate import Gate

SALT = b"synthetic-salt-20-by"
PLUGIN = b"mysql_native_password"
OK = b"\0\0\0\2\0\0\0"
END = b"\xfe\0\0\2\0"
VERSION = b"5.7.0-synthetic"


@dataclass(kw_only=True, slots=True)
class Talk:
    """One connection."""

    gate: Gate
    inside: bool = False

    def __call__(self, came: bytes) -> Said:
        """Greet, then carry out one packet."""
        if not came:
            return Said(content=self._greeting())
        if self.inside:
            return Said(content=self._names())
        if self.gate.cut:
            return Said(content=_packet(2, OK)[:-2], closed=True)
        account, _, rest = came[36:].partition(b"\0")
        if not rest:
            return Said(content=_packet(2, _error(1043, "Bad handshake (synthetic)")), closed=True)
        proof = rest[1 : 1 + rest[0]]
        password = self.gate.knows(account.decode())
        right = password is not None and proof == _proof(password)
        self.inside = right or self.gate.anybody
        denied = _error(1045, "Access denied (synthetic)")
        return Said(content=_packet(2, OK if self.inside else denied), closed=not self.inside)

    def _greeting(self) -> bytes:
        if self.gate.busy:
            return _packet(0, _error(1040, "Too many connections (synthetic)"))
        if self.gate.shut:
            return _packet(0, _error(1129, "Host is blocked because of many connection errors (synthetic)"))
        version = b"x" if self.gate.nameless else VERSION
        parts = struct.pack("<I", 7) + SALT[:8] + b"\0\xff\xf7\x21\2\0\x0f\x80\x15" + bytes(10)
        return _packet(0, b"\x0a" + version + b"\0" + parts + SALT[8:] + b"\0" + PLUGIN + b"\0")

    def _names(self) -> bytes:
        if self.gate.mute:
            return _packet(1, _error(1142, "SELECT command denied (synthetic)"))
        row = _text(self.gate.premises.fault.table.encode()) + _text(b"id,xm,sfzh,sjh")
        said = (b"\2", _text(b"table_name"), _text(b"columns"), END, row, END)
        return b"".join(_packet(number, body) for number, body in enumerate(said, 1))


def _packet(number: int, body: bytes) -> bytes:
    return len(body).to_bytes(3, "little") + bytes([number]) + body


def _error(code: int, text: str) -> bytes:
    return b"\xff" + struct.pack("<H", code) + b"#28000" + text.encode()


def _text(text: bytes) -> bytes:
    return bytes([len(text)]) + text


def _proof(password: str) -> bytes:
    if not password:
        return b""
    once = sha1(password.encode(), usedforsecurity=False).digest()
    mask = sha1(SALT + sha1(once, usedforsecurity=False).digest(), usedforsecurity=False).digest()
    return bytes(one ^ other for one, other in zip(once, mask, strict=True))
