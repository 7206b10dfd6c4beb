# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tries of passwords in one visit: no more for an account than were set aside for it beforehand."""

from base64 import b64encode
from collections.abc import Mapping

from mendsky.core.rules.granted import CREDENTIAL_TESTS
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Credential, Try


class Tries:
    """What may be tried, what was, and what was tried last."""

    __slots__ = ("_left", "last", "made")

    def __init__(self, left: Mapping[str, int]) -> None:
        self._left = dict(left)
        self.made: dict[str, int] = {}
        """What they are counted by → tries that were made."""
        self.last: tuple[Credential, ...] = ()
        """The pair that was tried last, controls left out, and after those that are kept with it."""

    @property
    def left(self) -> Mapping[str, int]:
        """Give what they are counted by → tries that may still be made."""
        return dict(self._left)

    def may(self, trying: Try) -> bool:
        """Say whether a try is left for the account."""
        return self._left.get(trying.counter, 0) > 0

    def why_not(self, trying: Try | None, probe_class: int) -> Cause | None:
        """Say why a probe of a class may not try a password; None where it may, or tries none."""
        if trying is None:
            return None
        if probe_class != CREDENTIAL_TESTS:
            return Cause.NOT_GRANTED
        return None if self.may(trying) else Cause.OVER_BUDGET

    def take(self, trying: Try) -> None:
        """Count a try that is about to be made; raises `ValueError` where none is left."""
        if not self.may(trying):
            msg = "no try is left for this account today"
            raise ValueError(msg)
        self._left[trying.counter] -= 1
        self.made[trying.counter] = self.made.get(trying.counter, 0) + 1
        self.last = self.last if trying.control else (*trying.beside, trying.credential)


def basic(trying: Try | None) -> str:
    """Write a name and a password for an Authorization field (RFC 7617); nothing where none is tried."""
    if trying is None:
        return ""
    pair = trying.credential
    return "Basic " + b64encode(f"{pair.account}:{pair.password}".encode()).decode()
