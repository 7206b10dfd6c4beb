# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Record the visits that killed workers were making: what they sent counts and stands in the owner's log."""

from dataclasses import asdict
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from mendsky.apps.directory import queries as directory
from mendsky.apps.watch import budget, sent
from mendsky.apps.watch.models import SentRequests, SystemRun
from mendsky.core.terms.answers import Cause, Purpose
from mendsky.net.probing.journal import Left, LeftVisit, left_in
from mendsky.net.probing.visits import nothing_seen


def folder() -> Path:
    """Give where the journals of this machine are; their visits have systems as keys."""
    return Path(settings.HOME) / "journal"


def recover() -> int:
    """Record what killed processes of this machine left; give the number of visits."""
    return sum(_record(left) for left in left_in(folder()))


@transaction.atomic
def _record(left: Left) -> int:
    """Record what a process left, but what it had recorded itself before it ended."""
    visits = {UUID(key): visit for key, visit in left.visits.items()}
    done = set(SystemRun.objects.filter(system__in=visits, at=left.at).values_list("system", flat=True))
    known = directory.systems(visits)
    # Systems that are not known are of a database that is gone.
    runs = [
        _run(system, visits[system], budget.host_of(known[system].origin), left)
        for system in (visits.keys() & known.keys()) - done
    ]
    logs = [sent.sent_row(run, visits[run.system].transcript) for run in runs]
    SystemRun.objects.bulk_create(runs)
    SentRequests.objects.bulk_create([log for log in logs if log is not None])
    return len(runs)


def _run(system: UUID, visit: LeftVisit, host: str, left: Left) -> SystemRun:
    return SystemRun(
        system=system,
        host=host,
        purpose=Purpose.BROKEN_OFF,
        at=left.at,
        grant=visit.grant,
        grant_version=visit.grant_version,
        pack=left.pack,
        control=asdict(nothing_seen(Cause.OUR_FAILURE)),
        answers={},
        requests=len(visit.transcript),
        bytes=0,
    )
