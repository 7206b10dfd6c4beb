# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stand-in for an FTP server with accounts. RFC 959."""

from dataclasses import dataclass, field

from mendsky.lab.open_ftp.store import Store, everybody
from mendsky.lab.talks import Said
from mendsky.lab.weak_service_password.gate import Gate

NO_TLS = b"530 Non-anonymous sessions must use encryption.\r\n"
WRONG = b"530 Login incorrect.\r\n"
NO_RIGHT = b"550 Permission denied (synthetic).\r\n"


@dataclass(kw_only=True, slots=True)
class Talk:
    """One connection."""

    gate: Gate
    account: str = ""
    inside: bool = False
    _store: Store = field(init=False)

    def __post_init__(self) -> None:
        self._store = Store(files=everybody(self.gate.premises))

    def __call__(self, came: bytes) -> Said:
        """Greet, take a name and a password, and answer everything else to whoever is logged in."""
        if not came:
            greeting = self._store(came)
            busy = Said(content=b"421 Too many connections (synthetic).\r\n", closed=True)
            return (
                busy if self.gate.busy else Said(content=b"220 ready\r\n") if self.gate.nameless else greeting
            )
        name, _, given = came.decode().removesuffix("\r\n").partition(" ")
        if name == "USER":
            self.account = given
            return Said(content=NO_TLS if self.gate.shut else b"331 Password required.\r\n")
        if name == "PASS":
            return self._enter(given)
        if not self.inside:
            return Said(content=b"530 Please log in.\r\n")
        return Said(content=NO_RIGHT) if name == "LIST" and self.gate.mute else self._store(came)

    def _enter(self, password: str) -> Said:
        if self.gate.cut:
            return Said(content=b"23", closed=True)
        self.inside = self.gate.lets(self.account, password)
        return Said(content=b"230 Login successful.\r\n" if self.inside else WRONG)
