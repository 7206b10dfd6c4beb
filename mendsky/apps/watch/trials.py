# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keep what the last self-test of the probes came to, and say when the next is due; by the real clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from mendsky.apps.watch.selftest import Tried
from mendsky.apps.watch.tallies import ProbeTrial

EVERY = timedelta(days=7)
"""An installation changes by updates, which no one need announce to it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """The last self-test."""

    at: datetime
    probes: int
    """How many kinds were tried."""
    wrong: tuple[tuple[str, tuple[str, ...]], ...]
    """Kind → the counterparts of which it answered wrongly, for those that did."""


@transaction.atomic
def note(tried: Iterable[Tried], at: datetime) -> None:
    """Keep a self-test in place of the one before."""
    rows: dict[str, ProbeTrial] = {}
    for one in tried:
        row = rows.setdefault(one.counterpart.kind, ProbeTrial(probe=one.counterpart.kind, at=at))
        row.tried += 1
        if not one.ok:
            row.wrong.append(one.counterpart.name)
    ProbeTrial.objects.all().delete()
    ProbeTrial.objects.bulk_create(rows.values())


def last() -> Trial | None:
    """Give the last self-test; None before the first."""
    rows = list(ProbeTrial.objects.order_by("probe"))
    if not rows:
        return None
    wrong = tuple((row.probe, tuple(row.wrong)) for row in rows if row.wrong)
    return Trial(at=rows[0].at, probes=len(rows), wrong=wrong)


def is_due(now: datetime) -> bool:
    """Say whether the probes are to be tried again."""
    return not ProbeTrial.objects.filter(at__gt=now - EVERY).exists()
