# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every service here has: who is let in, and what it says where it is odd."""

from collections.abc import Callable
from dataclasses import dataclass

from mendsky.lab.website import Premises

REDIS, FTP, POSTGRESQL, MYSQL = FORMS = ("redis", "ftp", "postgresql", "mysql")
"""Schemes of their origins."""
PAIRS = {
    REDIS: ("default/123456", "default/foobared"),
    FTP: ("admin/admin", "ftpuser/123456", "test/test"),
    POSTGRESQL: ("postgres/postgres", "postgres/123456"),
    MYSQL: ("root/", "root/root"),
}
"""Accounts and passwords that products are shipped with, or set up with by everybody."""

Knows = Callable[[str], str | None]
"""From an account to its password; None where there is no such account."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Gate:
    """Who is let in, and to what."""

    premises: Premises
    knows: Knows
    shut: bool = False
    """Lets nobody log in now, whatever the password: locked, or not without TLS."""
    busy: bool = False
    cut: bool = False
    """Breaks off while it answers a login."""
    mute: bool = False
    """Does not say what it holds."""
    anybody: bool = False
    """Lets in whoever names an account, with whatever password."""
    nameless: bool = False
    """Does not say which product it is."""

    def lets(self, account: str, password: str) -> bool:
        """Say whether a name and a password are let in."""
        return (self.anybody and account != "anonymous") or self.knows(account) == password
