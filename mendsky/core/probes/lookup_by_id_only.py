# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A record shown to whoever knows an identity number: no password, no second question.

Asks every form with one field to type into, on pages that name personal data, for the grant's test
identity, and where something shows for a number that stands for nobody. A search that finds everyone is
`wildcard-search`. CWE-639.
"""

from collections.abc import Generator

from mendsky.core.probes.answers import exposed, not_exposed, stated_records, undetermined
from mendsky.core.probes.lookups import Lookup
from mendsky.core.probes.records import NOBODYS, TESTED, Shown, ask, in_full, questions
from mendsky.core.probes.surface import Surface, explore
from mendsky.core.probes.wildcards import Everyone, everyone, terms_for
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Get, Observation, Page, Probe, ProbeEntry, ProbeSpec, Target

SPEC = ProbeSpec(
    kind="lookup-by-id-only", version=2, cwe=639, probe_class=2, cost=40, repair="lookup-by-id-only"
)
PAGES = 6
"""Pages beside the front page whose forms are read."""
MOST_FORMS = 4


def probe(target: Target) -> Probe:
    """Look for a lookup that asks for a number alone, known places first."""
    known = tuple(place.group for place in target.places)
    surface = yield from explore(target, first=known, most=PAGES + len(known))
    asked = yield from questions(target, surface, most=MOST_FORMS)
    if asked and not (target.test_identities and target.nobodys_identity):
        return undetermined(
            SPEC, Cause.NO_TEST_IDENTITY, f"{len(asked)} lookups ask for a number, and none is granted"
        )
    cause = surface.cause
    for question in asked:
        answer = yield from _look_up(target, surface, question)
        if isinstance(answer, Observation):
            return answer
        cause = cause or answer
    if cause is not None:
        return undetermined(SPEC, cause, f"of {len(asked)} lookups not all could be told")
    return not_exposed(SPEC, f"{len(asked)} lookups were asked and none shows a record by a number alone")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _look_up(
    target: Target, surface: Surface, question: Lookup
) -> Generator[Get, Page, Observation | Cause | None]:
    """Ask one lookup: the answer, or why it tells nothing, or None where it shows nobody."""
    tested = yield from ask(surface, question, target.test_identities[0], TESTED)
    if not isinstance(tested, Shown):
        return tested
    control = yield from ask(surface, question, target.nobodys_identity, NOBODYS)
    if not isinstance(control, Shown):
        return control or Cause.UNSTABLE
    if not in_full(tested, control):
        return Cause.HONEYPOT if control.beyond else None
    if question.searches and question.parameter.place not in target.places:
        terms = terms_for(known=False, star=False)
        whose = yield from everyone(question.parameter, surface, terms=terms)
        if isinstance(whose, Everyone):
            return None
    return exposed(
        SPEC,
        "a number alone shows the record of the test identity, and one that stands for nobody shows none",
        place=question.parameter.place,
        readings=(tested.reading,),
        records=stated_records(target.control, (tested.reading,)),
        evidence=(tested.evidence, control.evidence),
        writable=tested.writable,
    )
