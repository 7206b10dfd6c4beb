# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a lookup shows of the person whose number it is asked for: a record in full, one with stars, or none.

The answers are kept for a visit, so that the probes that ask lookups ask each question once.
"""

from collections.abc import Generator
from dataclasses import dataclass

from mendsky.core.probes.answers import seen_on
from mendsky.core.probes.lookups import Lookup, lookups, unlinked
from mendsky.core.probes.marks import LOGIN, content, offers_change, shows
from mendsky.core.probes.surface import Surface, unseen
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Evidence, Get, Page, Place, Reading, Target

TESTED = "the test identity's record"
NOBODYS = "a number that stands for nobody shows no record"


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


def questions(target: Target, surface: Surface, *, most: int) -> Generator[Get, Page, list[Lookup]]:
    """Gather known places and the first lookups of pages that name personal data, each place once."""
    found = {place: unlinked(place) for place in target.places if place.parameters}
    offered: dict[Place, Lookup] = {}
    for explored in surface.pages:
        if explored.reading.classes:
            page = yield explored.again
            if page.failure is None:
                for lookup in lookups(page, target.origin):
                    offered.setdefault(lookup.parameter.place, lookup)
    found.update(list(offered.items())[:most])
    return list(found.values())


def ask(
    surface: Surface, question: Lookup, number: str, note: str, *, fresh: bool = False
) -> Generator[Get, Page, Shown | Cause | None]:
    """Ask for a number; None where the lookup is closed or gone."""
    asked = question.parameter.target(number)
    page = yield Get(asked, fresh=fresh)
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


def in_full(tested: Shown, control: Shown) -> bool:
    """Say whether a test identity's record shows in full, and none for a number that stands for nobody."""
    if tested.beyond > control.beyond:
        return True
    # Labels alone may only promise what a login shows, and stars tell nobody but the person.
    labelled = tested.classes - control.classes and tested.printed > control.printed
    return bool(labelled) and not tested.hidden and not control.beyond


def with_stars(tested: Shown, control: Shown) -> bool:
    """Say whether a test identity's record shows with stars in it, and none for a number of nobody."""
    return tested.hidden and not control.hidden and not in_full(tested, control)
