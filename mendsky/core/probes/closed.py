# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A login before everything: whether the known places of a system that refuses all ask for one too (401).

That is what a repair looks like, and also what a server shows that shuts out our address alone: one look
can never tell, so its answer is undetermined. Looks from several addresses that agree can.
"""

from collections.abc import Generator

from mendsky.core.probes.answers import seen_on, undetermined
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Control, Evidence, Get, Observation, Page, Place, ProbeSpec

UNAUTHORIZED = 401
"""Says that a login is wanted (RFC 9110 section 15.5.2); 403 and 429 may mean the asker alone."""
MOST = 4
"""Known places that are asked for; more are not told."""


def wants_login(control: Control) -> bool:
    """Say whether front page and random path both asked for a login."""
    return control.cause is Cause.BLOCKED and control.front_status == control.random_status == UNAUTHORIZED


def knock(spec: ProbeSpec, places: tuple[Place, ...]) -> Generator[Get, Page, Observation]:
    """Ask for known places without reading what they hold; blocked, with evidence where all want a login."""
    evidence: list[Evidence] = []
    paths = [place.group for place in places]
    if not paths or len(paths) > MOST or any("{" in path for path in paths):
        return undetermined(spec, Cause.BLOCKED, "the server refuses everything")
    for path in paths:
        page = yield Get(path, max_bytes=0)
        if page.failure is not None or page.status != UNAUTHORIZED or page.target != path:
            return undetermined(spec, Cause.BLOCKED, "the server refuses everything but a known place")
        evidence.append(seen_on(page, "the known place asks for a login, as everything does"))
    return Observation(
        probe=spec.kind,
        version=spec.version,
        answer=Answer.UNDETERMINED,
        cause=Cause.BLOCKED,
        reason="the server asks for a login everywhere: of everybody, or of this address alone",
        evidence=tuple(evidence),
    )


def is_closed(observation: Observation) -> bool:
    """Say whether all known places of a system that refuses everything were seen to ask for a login."""
    return (
        observation.cause is Cause.BLOCKED
        and bool(observation.evidence)
        and all(line.status == UNAUTHORIZED for line in observation.evidence)
    )
