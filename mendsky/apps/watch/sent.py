# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The log of every request that was sent, for the owners of the systems that were asked.

One row a run, as plain text: the audit of personal data reads it, and the database packs it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from mendsky.apps.watch.models import SentRequests, SystemRun
from mendsky.core.requests.sent import SentRequest
from mendsky.net.probing.door import Exchange

KEPT = timedelta(days=183)
"""Six months, for which the Cybersecurity Law (article 21) has network logs kept."""
ROWS = 500
CHUNK = 10_000
"""Rows that one transaction deletes, at each tick."""


def sent_row(run: SystemRun, transcript: Sequence[Exchange]) -> SentRequests | None:
    """Make the row of a run; None where nothing was sent."""
    if not transcript:
        return None
    return SentRequests(
        run=run.id,
        system=run.system,
        at=run.at,
        purpose=run.purpose,
        grant=run.grant,
        lines="\n".join(_line(exchange, run.at) for exchange in transcript),
    )


def sent_to(origins: Mapping[UUID, str]) -> Iterator[SentRequest]:
    """Yield every request that is kept of some systems, by identifier and origin, oldest visit first."""
    rows = SentRequests.objects.filter(system__in=origins).order_by("at", "run")
    for row in rows.iterator(chunk_size=ROWS):
        for line in row.lines.split("\n"):
            yield _request(row, line, origins[row.system])


def forget(now: datetime) -> None:
    """Delete a chunk of what is older than it is kept."""
    old = SentRequests.objects.filter(at__lt=now - KEPT).order_by("at").values("pk")
    SentRequests.objects.filter(pk__in=old[:CHUNK]).delete()


def _line(exchange: Exchange, start: datetime) -> str:
    after = (exchange.at - start) // timedelta(milliseconds=1)
    cells = (
        after,
        exchange.asked_by,
        exchange.method,
        exchange.status,
        exchange.length,
        exchange.failure or "",
        exchange.address,
        exchange.target,
    )
    return "\t".join(map(str, cells))


def _request(row: SentRequests, line: str, origin: str) -> SentRequest:
    after, probe, method, status, length, failure, address, target = line.split("\t")
    return SentRequest(
        at=row.at + timedelta(milliseconds=int(after)),
        system=origin,
        method=method,
        target=target,
        status=int(status),
        length=int(length),
        probe=probe,
        purpose=row.purpose,
        grant=row.grant,
        address=address,
        failure=failure,
    )
