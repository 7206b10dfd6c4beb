# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tries of passwords in one visit: no more for an account than were set aside for it beforehand."""

import json
from base64 import b64encode
from collections.abc import Mapping

from mendsky.core.probes.targets import with_query
from mendsky.core.rules.granted import CREDENTIAL_TESTS
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.credentials import Credential, Try
from mendsky.core.terms.probing import Get, Post, Question
from mendsky.core.terms.streams import Send


class Tries:
    """What may be tried, what was, and what was tried last."""

    __slots__ = ("_entered", "_left", "last", "made")

    def __init__(self, left: Mapping[str, int]) -> None:
        self._left = dict(left)
        self._entered: set[str] = set()
        """Sessions in which a login was posted."""
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

    def begin(self) -> None:
        """Forget what the probe before tried last, and where; what it made still counts."""
        self.last = ()
        self._entered.clear()

    def why_not(self, question: Question, probe_class: int) -> Cause | None:
        """Say why a probe of a class may not ask this; None where it may, or tries no password."""
        trying = trying_of(question)
        if trying is None:
            # Nothing is posted but a login, and what ends its session.
            ends = isinstance(question, Post) and question.session not in self._entered
            return Cause.NOT_GRANTED if ends else None
        if probe_class != CREDENTIAL_TESTS:
            return Cause.NOT_GRANTED
        return None if self.may(trying) else Cause.OVER_BUDGET

    def take(self, question: Question) -> None:
        """Count the try that is about to be made, if it is one; raises `ValueError` where none is left."""
        trying = trying_of(question)
        if trying is None:
            return
        if not self.may(trying):
            msg = "no try is left for this account today"
            raise ValueError(msg)
        self._left[trying.counter] -= 1
        self.made[trying.counter] = self.made.get(trying.counter, 0) + 1
        self.last = self.last if trying.control else (*trying.beside, trying.credential)
        if isinstance(question, Post):
            self._entered.add(question.session)


def trying_of(question: Question) -> Try | None:
    """Give the try of a password that a question is; None where it is none."""
    return question.trying if isinstance(question, Get | Post | Send) else None


def basic(trying: Try | None) -> str:
    """Write a name and a password for an Authorization field (RFC 7617); nothing where none is tried."""
    if trying is None:
        return ""
    pair = trying.credential
    return "Basic " + b64encode(f"{pair.account}:{pair.password}".encode()).decode()


def posted(question: Post) -> str:
    """Write what is posted: a form's fields (URL Standard, section 5), or one JSON object."""
    return json.dumps(dict(question.fields)) if question.json else with_query("", question.fields)[1:]
