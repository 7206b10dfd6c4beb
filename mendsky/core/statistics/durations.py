# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long answers and repairs take, the ones that are still awaited counted too.

To average only what has ended would praise who lets the hard ones lie. So the median is that of
the Kaplan-Meier estimate, in which a span that has not ended says only how long it has lasted.
E. L. Kaplan, P. Meier, *Nonparametric Estimation from Incomplete Observations* (1958).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from mendsky.core.statistics.loopholes import Loophole

Measure = Callable[[datetime, datetime], int]
"""Days from one instant to a later one."""
HALF = Fraction(1, 2)


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """How long one thing took, or has lasted so far."""

    days: int
    ended: bool
    """False where it was still going on when we last looked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Median:
    """The number of days after which half of the spans have ended."""

    spans: int
    ended: int
    days: int | None
    """None where fewer than half are known to end, however long one waits, and for no spans."""
    more_than: int | None
    """Where `days` is None: half last longer than this, the longest span seen; None for no spans."""

    def as_json(self) -> dict[str, Any]:
        """Give the median as a release publishes it."""
        return {"spans": self.spans, "ended": self.ended, "days": self.days, "more_than": self.more_than}


def calendar_days(start: datetime, end: datetime) -> int:
    """Count the whole days of 24 hours between two instants; zero where the end is earlier."""
    return max((end - start).days, 0)


def lasting(spans: Iterable[Span]) -> tuple[tuple[int, Fraction], ...]:
    """Give, ascending, each number of days at which spans ended, and the share that lasts longer."""
    several = list(spans)
    ended = Counter(span.days for span in several if span.ended)
    gone = Counter(span.days for span in several)
    share, under_way = Fraction(1), len(several)
    curve = []
    for days in sorted(gone):
        if ended[days]:
            # A span that was cut short on a day was under way all that day, by convention.
            share *= Fraction(under_way - ended[days], under_way)
            curve.append((days, share))
        under_way -= gone[days]
    return tuple(curve)


def median(spans: Sequence[Span]) -> Median:
    """Give the median of spans, with how many of them had ended."""
    reached = next((days for days, share in lasting(spans) if share <= HALF), None)
    longest = max((span.days for span in spans), default=None)
    return Median(
        spans=len(spans),
        ended=sum(span.ended for span in spans),
        days=reached,
        more_than=longest if reached is None else None,
    )


def answers(found: Iterable[Loophole], *, as_of: datetime, measure: Measure = calendar_days) -> list[Span]:
    """Give the spans from the letter that arrived to the owner's first word.

    Whose letters never arrived is no part of it. A loophole repaired without a word leaves when the
    repair was verified: nothing was said until then.
    """
    return [
        _span(loophole.told_at, loophole.answered_at, loophole.repaired_at or as_of, measure)
        for loophole in found
        if loophole.told_at is not None
    ]


def repairs(found: Iterable[Loophole], *, as_of: datetime, measure: Measure = calendar_days) -> list[Span]:
    """Give the spans from the first verification of a loophole to the verified repair that stands.

    One that came back is open again, and counts from its beginning.
    """
    return [_span(loophole.found_at, loophole.repaired_at, as_of, measure) for loophole in found]


def days(found: Sequence[Loophole], *, as_of: datetime, measure: Measure = calendar_days) -> dict[str, Any]:
    """Give `to_answer` and `to_repair`, each a median as JSON, of some loopholes."""
    return {
        "to_answer": median(answers(found, as_of=as_of, measure=measure)).as_json(),
        "to_repair": median(repairs(found, as_of=as_of, measure=measure)).as_json(),
    }


def _span(start: datetime, end: datetime | None, seen_until: datetime, measure: Measure) -> Span:
    return Span(days=measure(start, seen_until if end is None else end), ended=end is not None)
