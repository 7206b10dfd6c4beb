# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stand-in for Redis with a password. https://redis.io/docs/latest/commands/auth/."""

from dataclasses import dataclass, field

from mendsky.lab.open_redis.store import Store, command, sessions
from mendsky.lab.talks import Said
from mendsky.lab.weak_service_password.gate import Gate

NO_PASSWORD = b"-NOAUTH Authentication required.\r\n"
WRONG = b"-WRONGPASS invalid username-password pair or user is disabled.\r\n"
UNKNOWN = b"-ERR unknown command, synthetic\r\n"
BUSY = b"-ERR max number of clients reached\r\n"
NO_RIGHT = b"-NOPERM this user has no permissions to run this command (synthetic)\r\n"
CUT_SHORT = b"-WRONGPASS invalid"


@dataclass(kw_only=True, slots=True)
class Talk:
    """One connection."""

    gate: Gate
    inside: bool = False
    _store: Store = field(init=False)

    def __post_init__(self) -> None:
        self._store = Store(
            databases={0: sessions(self.gate.premises.holding.records)},
            refuses=lambda _: NO_RIGHT if self.gate.mute else None,
        )

    def __call__(self, came: bytes) -> Said:
        """Take a password; answer everything else to whoever is logged in."""
        read = command(came)
        if read is None:
            return Said()
        name, *given = (word.decode() for word in read[0])
        if name == "AUTH":
            return self._auth(["default", *given][-2:])
        return self._store(came) if self.inside else Said(content=NO_PASSWORD)

    def _auth(self, pair: list[str]) -> Said:
        gate = self.gate
        if gate.cut:
            return Said(content=CUT_SHORT, closed=True)
        if gate.busy or gate.shut:
            return Said(content=BUSY if gate.busy else UNKNOWN)
        self.inside = gate.lets(*pair)
        return Said(content=b"+OK\r\n" if self.inside else WRONG)
