# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forget old runs, a chunk at each tick: what a case, a retest or a release rests on stays.

Coverage is recorded by the day as a fact of the ledger, so that figures outlive the runs they came from.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from mendsky.apps.watch.models import (
    Answered,
    LastAnswer,
    Observation,
    RetestPass,
    SystemRun,
    WatchMark,
)
from mendsky.core.terms.answers import Answer

KEPT = timedelta(days=396)
"""Thirteen months: a year and the month before it can be compared."""
CHUNK = 2_000
"""Runs that one transaction looks at, at each tick: ten times what a million systems a day bring."""


@transaction.atomic
def forget(now: datetime) -> int:
    """Delete a chunk of the runs that are older than they are kept, with what nobody needs; count them.

    How far it came is kept in the watch's mark, so that runs which stay are looked at once.
    """
    mark = WatchMark.objects.select_for_update().first()
    if mark is None:
        return 0
    old = SystemRun.objects.filter(at__lt=now - KEPT)
    if mark.forgotten_to is not None:
        old = old.filter(at__gt=mark.forgotten_to)
    last = _last_of_chunk(old)
    if last is None:
        return 0
    chunk = old.filter(at__lte=last)
    _unneeded(Observation.objects.filter(run__in=chunk)).delete()
    gone = chunk
    for model in (Observation, RetestPass, Answered):
        gone = gone.exclude(Exists(model._default_manager.filter(run=OuterRef("pk"))))  # noqa: SLF001 - Django's own name
    # Django would first read what may refer to them: that is what was just asked, and the database checks.
    deleted = gone._raw_delete(gone.db)  # noqa: SLF001 - Django has no other name for it
    mark.forgotten_to = last
    mark.save(update_fields=["forgotten_to"])
    return deleted


def _last_of_chunk(old: QuerySet[SystemRun]) -> datetime | None:
    """Give the instant of the last run of the next chunk; those of one instant are never parted."""
    instants = old.order_by("at").values_list("at", flat=True)
    return max(instants[:CHUNK], default=None)


def _unneeded(observations: QuerySet[Observation]) -> QuerySet[Observation]:
    """Leave out what was seen exposed, on which cases rest, and what is still a probe's last word."""
    last = LastAnswer.objects.filter(observation=OuterRef("pk"))
    return observations.exclude(answer=Answer.EXPOSED).exclude(Exists(last))
