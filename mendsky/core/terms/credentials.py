# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A name with its password, and the trying of it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Credential:
    """A name and a password; neither is ever written by a log, an exception or a test."""

    account: str = field(repr=False)
    password: str = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Try:
    """One try of a password, counted for its account and the day before it is sent."""

    credential: Credential
    service: str = ""
    """Whose own account it is, where it is not simply one of the system's: `grafana`, `mysql://db.test`."""
    control: bool = False
    """The password was drawn at random and must not be let in."""
    beside: tuple[Credential, ...] = ()
    """Pairs that were let in before it and are kept with it, where it proves nothing alone."""

    @property
    def counter(self) -> str:
        """Say what it is counted by."""
        return counter(self.credential.account, self.service)


def counter(account: str, service: str = "") -> str:
    """Say what the tries of an account are counted by, in one system and on one day."""
    return f"{service}/{account}" if service else account
