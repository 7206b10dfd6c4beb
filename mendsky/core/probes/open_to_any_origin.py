# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""People's data that a session gets, and that a page of any other website may read with that session.

Asks for addresses of data that pages name, in a session that any visitor is given, as a page of another
origin would. What is given without a session is not looked at here. CWE-942; the Fetch standard says what
browsers allow: <https://fetch.spec.whatwg.org/#http-access-control-allow-credentials>.
"""

from collections.abc import Generator, Mapping

from mendsky.core.probes.answers import exposed, not_exposed, seen_on, stated_records, undetermined
from mendsky.core.probes.endpoints import guessed, is_paging
from mendsky.core.probes.heads import SHORTEST_HEAD, instead, longest_head
from mendsky.core.probes.requested import requested
from mendsky.core.probes.showing import PROOF, people
from mendsky.core.probes.surface import Surface, explore, unseen
from mendsky.core.probes.targets import read_name
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import (
    FOREIGN,
    Get,
    Observation,
    Page,
    Place,
    Probe,
    ProbeEntry,
    ProbeSpec,
    Target,
)

SPEC = ProbeSpec(
    kind="open-to-any-origin", version=1, cwe=942, probe_class=0, cost=32, repair="open-to-any-origin"
)
PAGES = 6
"""Pages beside the front page whose markup is read; a visit has them in common."""
VISITOR = "visitor"
"""The session that the front page gives to anyone."""


def probe(target: Target) -> Probe:
    """Look for data of people that another website may read with a visitor's session, known places first."""
    surface = yield from explore(target, most=PAGES)
    named = yield from requested(target, surface)
    cause = surface.cause
    asked: dict[Place, str] = {}
    for place in target.places:
        if place in named or all(map(is_paging, map(read_name, place.parameters))):
            asked[place] = named.get(place) or guessed(place).target
        else:
            # Which value it had was not kept: only a page that names it can bring it back.
            cause = cause or Cause.OVER_BUDGET
    asked |= named
    if asked and longest_head(target) < SHORTEST_HEAD:
        return undetermined(SPEC, Cause.NOT_GRANTED, f"{len(asked)} addresses, and no record may be read")
    if asked:
        opened = yield Get("/", session=VISITOR)
        cause = cause or unseen(opened)
    told = ""
    for place, at in asked.items():
        answer = yield from _look(target, surface, place, at)
        if isinstance(answer, Observation):
            return answer
        if isinstance(answer, Cause):
            cause = cause or answer
        elif answer:
            # What exposes nobody is information, and no finding.
            told = "; one lets any website read what a session gets, and showed nobody"
    if cause is not None:
        return undetermined(SPEC, cause, f"of {len(asked)} addresses of data not all could be told")
    return not_exposed(SPEC, f"{len(asked)} addresses of data show no other website anybody{told}")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _look(
    target: Target, surface: Surface, place: Place, at: str
) -> Generator[Get, Page, Observation | Cause | bool]:
    """Ask one address; gives whether it lets any origin read where it shows nobody, or why it cannot tell."""
    most = longest_head(target)
    plain = yield Get(at, max_bytes=most, fresh=False)
    cause = unseen(plain)
    if cause is None and place in target.places and plain.target == at:
        cause = yield from instead(plain, surface)
    if cause is not None or (plain.status == 200 and people(plain.reading) >= PROOF):
        # Given to whoever asks, it is the loophole of a page's source or of an interface.
        return cause or False
    page = yield Get(at, max_bytes=most, session=VISITOR, foreign=True)
    cause = unseen(page)
    if cause is not None or page.status != 200 or not _lets_read(page.headers):
        return cause or False
    found = people(page.reading)
    if found < PROOF:
        return True
    evidence = seen_on(page, f"the answer shows {found} people and lets the made-up origin {FOREIGN} read it")
    readings = (page.reading,)
    folder = at.partition("?")[0].rpartition("/")[0]
    control = yield Get(f"{folder}/{target.nonce}", max_bytes=most, session=VISITOR, foreign=True)
    if control.failure is not None:
        return control.failure
    if control.status == 200 and control.reading.occurrences:
        return Cause.HONEYPOT
    return exposed(
        SPEC,
        "any other website may read people's data with the session of whoever opens it",
        place=place,
        readings=readings,
        records=stated_records(target.control, readings, rows=found),
        evidence=(evidence,),
    )


def _lets_read(headers: Mapping[str, str]) -> bool:
    """Say whether a browser would let the foreign page read, credentials sent: `*` does not."""
    origin = headers.get("access-control-allow-origin", "")
    return origin == FOREIGN and headers.get("access-control-allow-credentials", "") == "true"
