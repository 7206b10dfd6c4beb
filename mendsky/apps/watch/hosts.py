# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One worker on a host: whoever visits it holds its advisory lock in the database; others come back later.

The lock of a bucket keeps jobs apart; this one also whatever looks without such a job.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.conf import settings
from django.db import connection

from mendsky.apps.watch import put_off
from mendsky.apps.watch.models import OPEN_ORDERS, KnownPlace, RetestOrder, SystemSchedule
from mendsky.apps.watch.tallies import PutOffCause
from mendsky.core.terms.answers import Purpose
from mendsky.nations.load import load
from mendsky.runtime import clocks

SPACE = "mendsky.watch.host/"
"""Before a host's name, so that its number is no other lock's."""
TAKE = "select host from unnest(%s::text[]) host where pg_try_advisory_lock(hashtextextended(%s || host, 0))"
LEAVE = "select host from unnest(%s::text[]) host where pg_advisory_unlock(hashtextextended(%s || host, 0))"
"""One statement each: a slice has hundreds of hosts."""


@contextmanager
def held(hosts: Iterable[str]) -> Iterator[frozenset[str]]:
    """Hold the locks of hosts while the block runs, and give those that were free; none is waited for.

    The locks are the connection's own (PostgreSQL, explicit locking): they end with it, and outlive a
    transaction that is rolled back.
    """
    free: list[str] = []
    try:
        free += _those(TAKE, sorted(set(hosts)))
        yield frozenset(free)
    finally:
        _those(LEAVE, free)


def put_back(systems: Sequence[UUID], purpose: Purpose) -> None:
    """Have systems looked at later, and count that.

    What they were to be looked at for is due again in minutes: an owner may wait for it.
    """
    now = clocks.now()
    put_off.note(systems, PutOffCause.BUSY, now)
    later = now + load(settings.NATION).clocks.retest_spacing
    if purpose is Purpose.SWEEP:
        SystemSchedule.objects.filter(system__in=systems, next_due__gt=later).update(next_due=later)
    elif purpose is Purpose.CONFIRM:
        KnownPlace.objects.filter(system__in=systems, confirm_due__gt=later).update(confirm_due=later)
    else:
        orders = RetestOrder.objects.filter(system__in=systems, purpose=purpose, status__in=OPEN_ORDERS)
        orders.filter(next_due__gt=later).update(next_due=later)


def _those(statement: str, hosts: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [hosts, SPACE])
        return [host for (host,) in cursor.fetchall()]
