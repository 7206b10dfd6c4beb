# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lay the log of our requests beside an owner's access log: what came, what is missing, what is not ours."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mendsky.core.probes.targets import blanked
from mendsky.core.requests.access_log import Access, read_access
from mendsky.core.requests.sent import SentRequest

CLAIM = "Mendsky/"
"""What the User-Agent of a request has that claims to be ours."""
APART = timedelta(seconds=120)
"""How far two clocks may be apart, and a slow request's line behind its beginning."""

Key = tuple[str, str]
"""Method and target, values blanked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Claimed:
    """A logged request that may be ours."""

    line: int
    """Its line in the log, from 1."""
    access: Access


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What both logs say together."""

    found: int
    """Requests of ours that the server logged."""
    missing: tuple[SentRequest, ...]
    """Answered by the server, within the time of its log, and not logged."""
    unanswered: int
    """Sent within the time of the log, neither answered nor logged."""
    outside: int
    """Sent before the log begins or after it ends."""
    foreign: tuple[Claimed, ...]
    """Logged requests that claim to be ours and are not in our log."""
    lines: int
    unread: int
    """Lines of neither format."""
    named: bool
    """The log has the User-Agent: without it no claim can be seen."""

    @property
    def ok(self) -> bool:
        """Say whether both logs tell the same."""
        return not self.missing and not self.foreign


@dataclass(slots=True)
class _Log:
    """What was read of an access log."""

    lines: int = 0
    unread: int = 0
    named: bool = False
    first: datetime | None = None
    last: datetime | None = None
    claimed: list[Claimed] = field(default_factory=list)
    """With a User-Agent those that claim to be ours; without, those that ask what we asked."""


def compare(sent: Sequence[SentRequest], lines: Iterable[str], *, apart: timedelta = APART) -> Comparison:
    """Match each request of ours with the nearest logged one of its method and target, each at most once.

    Of a log only the lines that may be ours are kept in memory.
    """
    log = _read(lines, {_key(one.method, one.target) for one in sent})
    inside = [one for one in sent if _within(one.at, log, apart)]
    waiting: dict[Key, list[Claimed]] = {}
    for claimed in sorted(log.claimed, key=_at):
        waiting.setdefault(_key(claimed.access.method, claimed.access.target), []).append(claimed)
    found = 0
    unmatched: list[SentRequest] = []
    for one in sorted(inside, key=lambda one: one.at):
        if _take(waiting.get(_key(one.method, one.target), []), one.at, apart):
            found += 1
        else:
            unmatched.append(one)
    left = [
        claimed for several in waiting.values() for claimed in several if claimed.access.agent is not None
    ]
    return Comparison(
        found=found,
        missing=tuple(one for one in unmatched if one.status),
        unanswered=sum(not one.status for one in unmatched),
        outside=len(sent) - len(inside),
        foreign=tuple(sorted(left, key=lambda claimed: claimed.line)),
        lines=log.lines,
        unread=log.unread,
        named=log.named,
    )


def _read(lines: Iterable[str], asked: set[Key]) -> _Log:
    log = _Log()
    for number, line in enumerate(lines, 1):
        log.lines = number
        access = read_access(line)
        if access is None:
            log.unread += 1
            continue
        log.first = access.at if log.first is None else min(log.first, access.at)
        log.last = access.at if log.last is None else max(log.last, access.at)
        log.named |= access.agent is not None
        ours = _key(access.method, access.target) in asked if access.agent is None else CLAIM in access.agent
        if ours:
            log.claimed.append(Claimed(line=number, access=access))
    return log


def _within(at: datetime, log: _Log, apart: timedelta) -> bool:
    return log.first is not None and log.last is not None and log.first - apart <= at <= log.last + apart


def _take(several: list[Claimed], at: datetime, apart: timedelta) -> bool:
    """Take the logged request that is nearest to an instant, where one is near enough; they are in order."""
    after = bisect_left(several, at, key=_at)
    near = [place for place in (after - 1, after) if 0 <= place < len(several)]
    nearest = min(near, key=lambda place: abs(_at(several[place]) - at), default=None)
    if nearest is None or abs(_at(several[nearest]) - at) > apart:
        return False
    del several[nearest]
    return True


def _at(claimed: Claimed) -> datetime:
    return claimed.access.at


def _key(method: str, target: str) -> Key:
    return method, blanked(target)
