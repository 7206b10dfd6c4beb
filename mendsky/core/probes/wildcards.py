# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Terms of a search that stand for everyone, and what is shown to whoever asks with them.

The answers are kept for a visit, so that whoever must know whose loophole a place is asks nothing more.
"""

import re
from collections.abc import Generator
from dataclasses import dataclass

from mendsky.core.probes.answers import seen_on
from mendsky.core.probes.marks import LOGIN, shows
from mendsky.core.probes.showing import PROOF, people
from mendsky.core.probes.surface import Surface, unseen
from mendsky.core.probes.targets import Parameter
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Evidence, Get, Page, Reading

TERMS = {"%": "a percent sign", "": "an empty term", "*": "a star"}
"""SQL's LIKE (ISO/IEC 9075-2, 8.5), no condition at all, and the star of file names, LDAP and Lucene."""
RARE = "*"
"""Asked where a page speaks of it, and at a known place."""
STAR = re.compile("通配符|wildcard".encode(), re.IGNORECASE)
"""How a page says that a star stands for anything."""
REFUSING = frozenset({404, 405, 501})
"""How a form that is sent by POST alone answers a GET."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Everyone:
    """An answer that shows several people for a term that names nobody."""

    people: int
    reading: Reading
    evidence: Evidence


def everyone(
    parameter: Parameter, surface: Surface, *, terms: tuple[str, ...], posted: bool = False
) -> Generator[Get, Page, Everyone | Cause | None]:
    """Ask with some terms until one shows several people: that, or why it cannot be told, or None."""
    cause: Cause | None = None
    for term in terms:
        asked = parameter.target(term)
        page = yield Get(asked, fresh=False)
        if page.failure is None and page.status in REFUSING and posted:
            return Cause.NOT_GRANTED
        unable = unseen(page)
        found = people(page.reading) if unable is None and page.status == 200 else 0
        if found >= PROOF:
            note = f"{TERMS[term]} shows {found} people with their numbers in full"
            return Everyone(people=found, reading=page.reading, evidence=seen_on(page, note))
        if unable is None and page.status == 200 and not surface.login_box and shows(page, LOGIN):
            # Sent on to a login page the search is closed; a login page in its place may hide anything.
            unable = Cause.LOGIN_PAGE if page.target == asked else None
        cause = cause or unable or (Cause.TOO_LARGE if page.cut else None)
        if unable is not None or page.target != asked:
            break
    return cause


def terms_for(*, known: bool, star: bool) -> tuple[str, ...]:
    """Give the terms to ask with: all at a known place, else the star only where a page speaks of it."""
    return tuple(term for term in TERMS if term != RARE or known or star)
