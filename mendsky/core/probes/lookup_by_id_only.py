# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A record shown to whoever knows an identity number: no password, no second question.

Asks every form with one field to type into, on pages that name personal data, for the grant's test
identity, and where something shows for a number that stands for nobody. A search that finds everyone is
`wildcard-search`. CWE-639.
"""

from collections.abc import Generator
from dataclasses import dataclass

from mendsky.core.probes.answers import exposed, not_exposed, seen_on, stated_records, undetermined
from mendsky.core.probes.lookups import Lookup, lookups, unlinked
from mendsky.core.probes.marks import LOGIN, content, offers_change, shows
from mendsky.core.probes.surface import Surface, explore, unseen
from mendsky.core.probes.wildcards import Everyone, everyone, terms_for
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import (
    Evidence,
    Get,
    Observation,
    Page,
    Place,
    Probe,
    ProbeEntry,
    ProbeSpec,
    Reading,
    Target,
)

SPEC = ProbeSpec(
    kind="lookup-by-id-only", version=1, cwe=639, probe_class=2, cost=40, repair="lookup-by-id-only"
)
PAGES = 6
"""Pages beside the front page whose forms are read."""
MOST_FORMS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What is kept of one answer."""

    beyond: int
    """Identifiers beside the one that was asked with."""
    printed: int
    """How often the number that was asked with stands on the page."""
    classes: frozenset[str]
    hidden: bool
    """Some digits or letters were starred out."""
    reading: Reading
    evidence: Evidence
    writable: bool


def probe(target: Target) -> Probe:
    """Look for a lookup that asks for a number alone, known places first."""
    known = tuple(place.group for place in target.places)
    surface = yield from explore(target, first=known, most=PAGES + len(known))
    questions = yield from _questions(target, surface)
    if questions and not (target.test_identities and target.nobodys_identity):
        return undetermined(
            SPEC, Cause.NO_TEST_IDENTITY, f"{len(questions)} lookups ask for a number, and none is granted"
        )
    cause = surface.cause
    for question in questions:
        answer = yield from _look_up(target, surface, question)
        if isinstance(answer, Observation):
            return answer
        cause = cause or answer
    if cause is not None:
        return undetermined(SPEC, cause, f"of {len(questions)} lookups not all could be told")
    return not_exposed(SPEC, f"{len(questions)} lookups were asked and none shows a record by a number alone")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _questions(target: Target, surface: Surface) -> Generator[Get, Page, list[Lookup]]:
    """Gather known places and the forms of pages that name personal data, each place once."""
    found = {place: unlinked(place) for place in target.places if place.parameters}
    offered: dict[Place, Lookup] = {}
    for explored in surface.pages:
        if explored.reading.classes:
            page = yield explored.again
            if page.failure is None:
                for lookup in lookups(page, target.origin):
                    offered.setdefault(lookup.parameter.place, lookup)
    found.update(list(offered.items())[:MOST_FORMS])
    return list(found.values())


def _look_up(
    target: Target, surface: Surface, question: Lookup
) -> Generator[Get, Page, Observation | Cause | None]:
    """Ask one lookup: the answer, or why it tells nothing, or None where it shows nobody."""
    tested = yield from _ask(surface, question, target.test_identities[0], "the test identity's record")
    if not isinstance(tested, Shown):
        return tested
    control = yield from _ask(
        surface, question, target.nobodys_identity, "a number that stands for nobody shows no record"
    )
    if not isinstance(control, Shown):
        return control or Cause.UNSTABLE
    if tested.beyond <= control.beyond:
        if control.beyond:
            return Cause.HONEYPOT
        # Labels alone may only promise what a login shows, and stars tell nobody but the person.
        labelled = tested.classes - control.classes and tested.printed > control.printed
        if not labelled or tested.hidden:
            return None
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


def _ask(
    surface: Surface, question: Lookup, number: str, note: str
) -> Generator[Get, Page, Shown | Cause | None]:
    """Ask for a number; None where the lookup is closed or gone."""
    asked = question.parameter.target(number)
    page = yield Get(asked)
    if page.failure is None and page.status in {404, 405, 501} and question.posted:
        return Cause.NOT_GRANTED
    cause = unseen(page)
    if cause is not None:
        return cause
    if page.status != 200:
        return None
    if shows(page, LOGIN) and not page.reading.occurrences:
        # Sent on to a login page the lookup is closed; a login page in its place may hide anything.
        return Cause.LOGIN_PAGE if page.target == asked and not surface.login_box else None
    shown = content(page)
    printed = shown.count(number.encode())
    return Shown(
        beyond=max(0, page.reading.occurrences - printed),
        printed=printed,
        classes=page.reading.classes,
        hidden=b"**" in shown or page.reading.masked > 0,
        reading=page.reading,
        evidence=seen_on(page, note),
        writable=offers_change(page),
    )
