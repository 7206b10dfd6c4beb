# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Look from several addresses: an owner who shuts out only ours has repaired nothing.

Exposed from any address is exposed; clean is what is clean from one, with proof of coverage, and exposed
from none; clean is also what asks for a login from each of several; what no address could look at is
undetermined.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from ipaddress import ip_address

from mendsky.core.probes.closed import is_closed
from mendsky.core.rules.granted import CREDENTIAL_TESTS
from mendsky.core.terms.answers import Answer
from mendsky.core.terms.probing import Control, Observation
from mendsky.net.probing.door import Door, Outcome, Visit

RANK = {Answer.EXPOSED: 0, Answer.NOT_EXPOSED: 1, Answer.UNDETERMINED: 2}


def look(visits: Sequence[Visit], doors: Sequence[Door], turns: Mapping[str, int]) -> list[Outcome]:
    """Make visits through one door after another and give what all saw together.

    `turns` says by a visit's key at which door it begins. A login is asked for at the next door only
    where none before could tell, for each look costs its account a try of the day: pass after pass it
    begins at another door. A door after the first exposed answer is not needed.
    """
    seen: dict[str, list[Outcome]] = {visit.key: [] for visit in visits}
    sources: dict[str, set[str]] = {visit.key: set() for visit in visits}
    for step in range(len(doors)):
        for place, door in enumerate(doors):
            batch = [
                _with_what_is_left(visit, seen[visit.key])
                for visit in visits
                if (turns.get(visit.key, 0) + step) % len(doors) == place and _wanted(visit, seen[visit.key])
            ]
            for outcome in door.run(batch):
                seen[outcome.key].append(outcome)
                sources[outcome.key] |= _sources(door, outcome)
    return [together(outcomes, apart=len(sources[key]) == len(outcomes)) for key, outcomes in seen.items()]


def together(outcomes: Sequence[Outcome], *, apart: bool) -> Outcome:
    """Make one outcome of what several doors saw of a system, in the order in which they looked.

    `apart` says that each looked from an address of its own.
    """
    if len(outcomes) == 1:
        return outcomes[0]
    tried: Counter[str] = Counter()
    for outcome in outcomes:
        tried.update(outcome.tried)
    closed = apart and _all_closed(outcomes)
    return replace(
        outcomes[0],
        grant=next((outcome.grant for outcome in outcomes if outcome.grant is not None), None),
        control=replace(outcomes[0].control, cause=None) if closed else _control(outcomes),
        observations=tuple(
            _closed(several) if closed else _strongest(several)
            for several in zip(*(outcome.observations for outcome in outcomes), strict=True)
        ),
        transcript=tuple(exchange for outcome in outcomes for exchange in outcome.transcript),
        requests=sum(outcome.requests for outcome in outcomes),
        bytes=sum(outcome.bytes for outcome in outcomes),
        tried=dict(tried),
        credentials={kind: pair for outcome in outcomes for kind, pair in outcome.credentials.items()},
    )


def _wanted(visit: Visit, outcomes: Sequence[Outcome]) -> bool:
    answers = {seen.answer for outcome in outcomes for seen in outcome.observations}
    if Answer.EXPOSED in answers:
        return False
    logins = all(entry.spec.probe_class == CREDENTIAL_TESTS for entry in visit.entries)
    return not logins or Answer.NOT_EXPOSED not in answers


def _with_what_is_left(visit: Visit, outcomes: Sequence[Outcome]) -> Visit:
    spent = sum(outcome.requests for outcome in outcomes)
    tried: Counter[str] = Counter()
    for outcome in outcomes:
        tried.update(outcome.tried)
    return replace(
        visit,
        budget=None if visit.budget is None else max(0, visit.budget - spent),
        tries={account: tries - tried[account] for account, tries in visit.tries.items()},
    )


def _control(outcomes: Sequence[Outcome]) -> Control:
    well = (outcome.control for outcome in outcomes if outcome.control.cause is None)
    return next(well, outcomes[0].control)


def _strongest(several: Sequence[Observation]) -> Observation:
    strongest = min(several, key=lambda seen: RANK[seen.answer])
    return replace(strongest, requests=sum(seen.requests for seen in several))


def _sources(door: Door, outcome: Outcome) -> set[str]:
    """Give the local address of a door's look; none where the system chose it."""
    reached = {exchange.address for exchange in outcome.transcript if exchange.address}
    if not door.source or not reached:
        return set()
    version = ip_address(door.source).version
    return {door.source} if all(ip_address(one).version == version for one in reached) else set()


def _all_closed(outcomes: Sequence[Outcome]) -> bool:
    """Say whether everything, the known places included, asked for a login from every address."""
    seen = [observation for outcome in outcomes for observation in outcome.observations]
    return bool(seen) and all(is_closed(observation) for observation in seen)


def _closed(several: Sequence[Observation]) -> Observation:
    return replace(
        several[0],
        answer=Answer.NOT_EXPOSED,
        cause=None,
        reason=f"the known place asks for a login, as everything does, from {len(several)} addresses",
        requests=sum(seen.requests for seen in several),
    )
