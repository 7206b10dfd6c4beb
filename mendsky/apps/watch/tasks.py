# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Jobs of the watch: a slice of a sweep, second looks, passes of a retest; and what is due."""

from datetime import datetime
from uuid import UUID

from mendsky.apps.watch import coverage, proving, retention, sent, services
from mendsky.runtime import jobs

QUEUE = "probing"


@jobs.task(name="mendsky.apps.watch.tasks.sweep_bucket", queue=QUEUE)
def sweep_bucket(system_ids: list[str]) -> None:
    """Sweep one slice of a bucket of owners."""
    services.sweep_slice(UUID(system_id) for system_id in system_ids)


@jobs.task(name="mendsky.apps.watch.tasks.confirm", queue=QUEUE)
def confirm(place_ids: list[int]) -> None:
    """Look a second time at places of one bucket."""
    services.confirm(place_ids)


@jobs.task(name="mendsky.apps.watch.tasks.retest", queue=QUEUE)
def retest(order_id: str) -> None:
    """Make the next pass of an order."""
    services.retest(UUID(order_id))


@jobs.task(name="mendsky.apps.watch.tasks.prove", queue=QUEUE)
def prove(grant_id: str) -> None:
    """Look again for what proves the owner's control of a grant's origins."""
    proving.prove_and_note(grant_id)


def due(now: datetime) -> None:
    """Defer the looks that are due by the domain clock, record the coverage of a day that ended, forget."""
    services.sweep(now)
    services.look_again(now)
    proving.defer_due(now)
    coverage.record_ended_day(now)
    sent.forget(now)
    retention.forget(now)
