# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an observation can answer, and why it may be undetermined."""

from enum import StrEnum


class Answer(StrEnum):
    """The three answers of a probe; our own failure is a cause of its own, never an answer."""

    EXPOSED = "exposed"
    NOT_EXPOSED = "not-exposed"
    UNDETERMINED = "undetermined"


class Cause(StrEnum):
    """Why a place could not be looked at; the closed list behind every *undetermined*."""

    NO_ANSWER = "no-answer"
    """The server refused or dropped the connection."""
    TIMED_OUT = "timed-out"
    NAME_NOT_FOUND = "name-not-found"
    TLS_FAILED = "tls-failed"
    SERVER_ERROR = "server-error"
    """A 5xx status where an answer was expected."""
    BLOCKED = "blocked"
    """The server answers 401, 403 or 429 to everything we ask, the control included."""
    CAPTCHA = "captcha"
    LOGIN_PAGE = "login-page"
    CATCH_ALL = "catch-all"
    """The server answers a random path as if it were there, so that such an answer proves nothing."""
    TOO_LARGE = "too-large"
    TRUNCATED = "truncated"
    """The body ended before the length that the server promised."""
    UNREADABLE = "unreadable"
    """A document came whole and is damaged, locked by a password, made of pictures, or of no known format."""
    REDIRECTED = "redirected"
    """The server redirects to where no grant lets us follow."""
    UNSTABLE = "unstable"
    """The same question was answered differently when asked again."""
    NOT_GRANTED = "not-granted"
    """No live grant covers what the probe must ask."""
    NO_TEST_IDENTITY = "no-test-identity"
    HONEYPOT = "honeypot"
    """The server matches everything at once, so that a match proves nothing."""
    OVER_BUDGET = "over-budget"
    """The probe reached its cost, or the grant's budget of the day, before it could tell."""
    STOPPED = "stopped"
    """A person halted the probing."""
    OUR_FAILURE = "our-failure"
    """Mendsky itself failed; named apart from everything that a server can do."""


OURS = frozenset({Cause.NOT_GRANTED, Cause.OVER_BUDGET, Cause.STOPPED, Cause.OUR_FAILURE})
"""Causes that say nothing of the server: another probe may be allowed to ask."""


class Purpose(StrEnum):
    """Why a system run was made."""

    SWEEP = "sweep"
    CONFIRM = "confirm"
    """The second look at a first positive, apart in time."""
    RETEST = "retest"
    RECHECK = "recheck"
    """The look at a repaired place days later."""
    PROBE = "probe"
    """Asked for by a person on the command line."""
    BROKEN_OFF = "broken-off"
    """Any look that our own failure ended: what was sent is known, what was seen is lost."""
