# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Make the rows of what the door saw: a packed one for each run, a full one where something is to be said."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from mendsky.apps.watch.coverage import NOT_PERMITTED
from mendsky.apps.watch.models import LastAnswer, Observation, SystemRun
from mendsky.core.terms import probing
from mendsky.core.terms.answers import Answer, Purpose
from mendsky.net.probing.door import Outcome


def run_row(
    outcome: Outcome, *, system: UUID, host: str, purpose: Purpose, at: datetime, pack: str
) -> SystemRun:
    """Make the packed row of one visit: the control, and of each probe its answer, cause and requests."""
    return SystemRun(
        system=system,
        host=host,
        purpose=purpose,
        at=at,
        grant=outcome.grant.id if outcome.grant else "",
        grant_version=outcome.grant.version if outcome.grant else 0,
        pack=pack,
        control=asdict(outcome.control),
        answers={
            seen.probe: [seen.version, seen.answer.value[0], seen.cause or "", seen.requests]
            for seen in outcome.observations
        },
        requests=outcome.requests,
        bytes=outcome.bytes,
    )


def is_kept(seen: probing.Observation, before: LastAnswer | None) -> bool:
    """Say whether an observation gets a full row: exposed, changed, or something could not be told.

    Where no grant permits the probe nothing was asked, and there is nothing to say beyond the run's own row.
    """
    if before is not None and before.answer != seen.answer:
        return True
    return seen.answer is not Answer.NOT_EXPOSED and seen.cause not in NOT_PERMITTED


def observation_row(run: SystemRun, seen: probing.Observation) -> Observation:
    """Make the full row of what one probe saw in a run."""
    return Observation(
        run=run,
        system=run.system,
        probe=seen.probe,
        version=seen.version,
        answer=seen.answer,
        cause=seen.cause or "",
        reason=seen.reason,
        place_group=seen.place.group if seen.place else "",
        parameters=list(seen.place.parameters) if seen.place else [],
        records=asdict(seen.records) if seen.records else None,
        kinds=list(seen.kinds),
        classes=list(seen.classes),
        writable=seen.writable,
        evidence=[asdict(line) for line in seen.evidence],
        grant=run.grant,
        grant_version=run.grant_version,
        pack=run.pack,
        at=run.at,
    )
