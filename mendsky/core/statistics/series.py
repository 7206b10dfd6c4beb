# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the figures came about: what was found, claimed, verified, open and silent at the end of each period.

Told by when things were so (`at`), as known now: a case that was withdrawn since is left out from
its beginning. So the last point is the headline itself.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from mendsky.core.lifecycle.table import ANSWERS, REPAIRED_STATES
from mendsky.core.statistics.headline import Scope, in_scope
from mendsky.core.statistics.loopholes import CLAIMED_STATES, by_case, loopholes
from mendsky.core.terms.cases import EventKind, State
from mendsky.core.terms.facts import Fact
from mendsky.core.terms.instants import instant_text, read_instant


class Period(StrEnum):
    """How long one step of a series is."""

    WEEK = "week"
    """From Monday."""
    MONTH = "month"


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """The figures of a scope as they stood at an instant."""

    until: datetime
    """End of the period, not included; of the last one, the instant of the whole."""
    found: int
    """Loopholes verified by then."""
    claimed: int
    """Loopholes whose owner's last word was a claim of repair that no retest had borne out."""
    ever_claimed: int
    """Loopholes whose owner had said by then that they were repaired, rightly or not."""
    verified: int
    """Loopholes whose repair stood verified."""
    open: int
    """Loopholes found and not verified repaired."""
    silent: int
    """Organisations that had been told of an open one and not answered within the term."""

    def as_json(self) -> dict[str, int | str]:
        """Give the point as JSON, its instant as text."""
        return {
            "until": instant_text(self.until),
            "found": self.found,
            "claimed": self.claimed,
            "ever_claimed": self.ever_claimed,
            "verified": self.verified,
            "open": self.open,
            "silent": self.silent,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class _Standing:
    """What one case adds to the tallies at an instant."""

    state: State | None = None
    organisation: str = ""
    notified: bool = False
    escalated: bool = False
    answered: bool = False
    claimed: bool = False

    def after(self, event: Fact) -> "_Standing":
        kind = EventKind(event["kind"])
        verified = self.state is not None or kind is EventKind.VERIFY
        before = self
        if kind is EventKind.TRANSFER:  # whoever is responsible from now on was not told yet
            before = _Standing(organisation=event["public"]["organisation"], claimed=self.claimed)
        return _Standing(
            state=State(event["state"]) if verified else None,
            organisation=event["public"]["organisation"] if kind is EventKind.VERIFY else before.organisation,
            notified=before.notified or kind is EventKind.NOTIFY,
            escalated=before.escalated or kind is EventKind.ESCALATE,
            answered=before.answered or kind in ANSWERS,
            claimed=before.claimed or kind is EventKind.CLAIM_REPAIR,
        )

    @property
    def unanswered(self) -> bool:
        told = self.notified and self.escalated and self.state is not State.UNDELIVERABLE
        return self.state is not None and told and self.state not in REPAIRED_STATES and not self.answered


class _Tallies:
    """Running sums over all cases."""

    def __init__(self) -> None:
        self._sums: Counter[str] = Counter()
        self._answered: Counter[str] = Counter()
        self._unanswered: Counter[str] = Counter()
        self._silent: set[str] = set()

    def move(self, before: _Standing, after: _Standing) -> None:
        for standing, sign in ((before, -1), (after, 1)):
            if standing.state is None:
                continue
            repaired = standing.state in REPAIRED_STATES
            self._sums["found"] += sign
            self._sums["claimed"] += sign * (standing.state in CLAIMED_STATES)
            self._sums["ever_claimed"] += sign * standing.claimed
            self._sums["verified"] += sign * repaired
            self._sums["open"] += sign * (not repaired)
            self._answered[standing.organisation] += sign * standing.answered
            self._unanswered[standing.organisation] += sign * standing.unanswered
        for organisation in (before.organisation, after.organisation):
            if self._unanswered[organisation] and not self._answered[organisation]:
                self._silent.add(organisation)
            else:
                self._silent.discard(organisation)

    def point(self, until: datetime) -> Point:
        sums = self._sums
        return Point(
            until=until,
            found=sums["found"],
            claimed=sums["claimed"],
            ever_claimed=sums["ever_claimed"],
            verified=sums["verified"],
            open=sums["open"],
            silent=len(self._silent),
        )


def series(
    facts: Iterable[Fact],
    *,
    as_of: datetime,
    scope: Scope,
    nation_code: str,
    provinces: Mapping[str, str | None],
    zone: tzinfo,
    period: Period,
    since: datetime | None = None,
) -> tuple[Point, ...]:
    """Give the figures of a scope at the end of each period up to `as_of`.

    `facts` and `provinces` as `figures` takes them; periods begin at midnight in `zone`, the first with the
    earliest finding of the scope or with `since`. Empty where nothing was found and no `since` is given.
    """
    known = [fact for fact in facts if read_instant(fact["recorded_at"]) <= as_of]
    found = in_scope(loopholes(known, provinces=provinces), scope, nation_code)
    start = since or min((loophole.found_at for loophole in found), default=None)
    if start is None:
        return ()
    events = by_case(known)
    moves = sorted(
        (move for loophole in found for move in _moves(events[loophole.case])),
        key=lambda move: move[0],
    )
    tallies, points, taken = _Tallies(), [], 0
    for until in _ends(start, as_of, zone, period):
        while taken < len(moves) and (moves[taken][0] < until or until == as_of):
            tallies.move(*moves[taken][1:])
            taken += 1
        points.append(tallies.point(until))
    return tuple(points)


def _moves(events: Sequence[Fact]) -> Iterator[tuple[datetime, _Standing, _Standing]]:
    standing, at = _Standing(), read_instant(events[0]["at"])
    for event in events:
        after = standing.after(event)
        at = max(at, read_instant(event["at"]))  # what is told late is so only after what came before it
        if after != standing:
            yield at, standing, after
        standing = after


def _ends(start: datetime, as_of: datetime, zone: tzinfo, period: Period) -> Iterator[datetime]:
    """Yield the ends of the periods that begin before an instant, the last cut off by it."""
    day = start.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    if period is Period.WEEK:
        day -= timedelta(days=day.weekday())
    else:
        day = day.replace(day=1)
    while True:
        if period is Period.WEEK:
            day += timedelta(days=7)
        else:
            day = day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)
        if day >= as_of:
            yield as_of
            return
        yield day
