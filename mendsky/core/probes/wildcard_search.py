# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A search that shows everyone to whoever asks for nothing in particular.

Asks search forms with one field to type into, on pages that name personal data, for single characters that
stand for anything, and where several people show for a word that finds nobody. A lookup by a whole number is
no search, and a field that reaches the database as SQL is `sql-injection`. CWE-155.
"""

from collections.abc import Generator
from dataclasses import dataclass

from mendsky.core.probes.answers import exposed, not_exposed, seen_on, stated_records, undetermined
from mendsky.core.probes.lookups import Lookup, lookups, unlinked
from mendsky.core.probes.showing import PROOF, people
from mendsky.core.probes.surface import Surface, explore
from mendsky.core.probes.wildcards import STAR, Everyone, everyone, terms_for
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Get, Observation, Page, Place, Probe, ProbeEntry, ProbeSpec, Target

SPEC = ProbeSpec(kind="wildcard-search", version=1, cwe=155, probe_class=2, cost=32, repair="wildcard-search")
PAGES = 6
"""Pages beside the front page whose forms are read; a visit has them in common."""
MOST_FORMS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Search:
    """One search form and what to ask it."""

    lookup: Lookup
    terms: tuple[str, ...]


def probe(target: Target) -> Probe:
    """Look for a search that finds everyone, known places first."""
    known = tuple(place.group for place in target.places)
    surface = yield from explore(target, first=known, most=PAGES + len(known))
    searches = yield from _searches(target, surface)
    if searches and target.sample_records < PROOF:
        return undetermined(SPEC, Cause.NOT_GRANTED, f"the grant lets fewer than {PROOF} records be read")
    cause = surface.cause
    for search in searches:
        answer = yield from _look(target, surface, search)
        if isinstance(answer, Observation):
            return answer
        cause = cause or answer
    if cause is not None:
        return undetermined(SPEC, cause, f"of {len(searches)} searches not all could be told")
    return not_exposed(SPEC, f"{len(searches)} searches were asked and none finds everyone")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _searches(target: Target, surface: Surface) -> Generator[Get, Page, list[Search]]:
    """Gather known places and the search forms of pages that name personal data, each place once."""
    offered: dict[Place, Search] = {}
    # What lists people before it was asked anything is a published list.
    lists = {page.asked.partition("?")[0] for page in surface.pages if people(page.reading) >= PROOF}
    for explored in surface.pages:
        if explored.reading.classes and explored.asked.partition("?")[0] not in lists:
            page = yield explored.again
            if page.failure is None:
                for lookup in lookups(page, target.origin):
                    if lookup.searches and lookup.parameter.path not in lists:
                        star = next(page.body.matches(STAR), None) is not None
                        search = Search(lookup=lookup, terms=terms_for(known=False, star=star))
                        offered.setdefault(lookup.parameter.place, search)
    found = {
        place: Search(lookup=unlinked(place), terms=terms_for(known=True, star=True))
        for place in target.places
        if place.parameters
    }
    for place, search in list(offered.items())[: MOST_FORMS + len(found)]:
        terms = found[place].terms if place in found else search.terms
        found[place] = Search(lookup=search.lookup, terms=terms)
    return list(found.values())


def _look(
    target: Target, surface: Surface, search: Search
) -> Generator[Get, Page, Observation | Cause | None]:
    """Ask one search: the answer, or why it tells nothing, or None where it finds nobody."""
    parameter = search.lookup.parameter
    found = yield from everyone(parameter, surface, terms=search.terms, posted=search.lookup.posted)
    if not isinstance(found, Everyone):
        return found
    control = yield Get(parameter.target(target.nonce))
    if control.failure is not None:
        return control.failure
    if people(control.reading) >= PROOF:
        return Cause.HONEYPOT
    evidence = (found.evidence, seen_on(control, "a word that stands for nobody shows nobody"))
    if parameter.place not in target.places:
        # What a bound value never finds, SQL does: then the place is a worse loophole's.
        page = yield Get(parameter.target(f"{target.nonce}' OR '1' LIKE '1"))
        if people(page.reading) >= PROOF:
            return None
    return exposed(
        SPEC,
        "a search for nothing in particular shows everyone, and one for a word of nobody shows none",
        place=parameter.place,
        readings=(found.reading,),
        records=stated_records(target.control, (found.reading,)),
        evidence=evidence,
    )
