# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An error page that shows people: a failed program's words, with the values that it had in hand.

Looks at the answers that a visit has anyway, that to its random path among them, and asks one linked address
without its parameters; never with an input of its own. CWE-209.
"""

from collections.abc import Iterator

from mendsky.core.probes.answers import exposed, not_exposed, seen_on, stated_records, undetermined
from mendsky.core.probes.marks import CONNECTIONS, LOGIN, shows
from mendsky.core.probes.notices import bare, place_of
from mendsky.core.probes.showing import is_error, people, people_of_error
from mendsky.core.probes.surface import FRONT_BYTES, Surface, explore, unread
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Get, Place, Probe, ProbeEntry, ProbeSpec, Target

SPEC = ProbeSpec(kind="error-page", version=1, cwe=209, probe_class=0, cost=32, repair="error-page")
PAGES = 6
"""Pages beside the front page that are read; a visit has them in common."""
ANY = Place(group="/{any}")
"""Where an error page stands that is answered for whatever does not exist."""


def probe(target: Target) -> Probe:
    """Look for people on error pages, known places first."""
    surface = yield from explore(target, most=PAGES)
    cause, connections, asked = surface.unread, False, 0
    for place, get in _waiting(target, surface):
        page = yield get
        asked += 1
        found = people_of_error(page)
        if found and surface.pages and people(surface.pages[0].reading):
            # The front page holds somebody too: what every page holds, an error did not bring out.
            cause, found = cause or Cause.HONEYPOT, 0
        if found:
            return exposed(
                SPEC,
                "an error page shows people's numbers in full to whoever meets it",
                place=place,
                readings=(page.reading,),
                records=stated_records(target.control, (page.reading,), rows=found),
                evidence=(seen_on(page, f"an error page holds numbers of {found} people in full"),),
            )
        unable = unread(page)
        at_place = place in target.places and page.target == get.target and not surface.login_box
        if unable is None and at_place and shows(page, LOGIN):
            unable = Cause.LOGIN_PAGE
        cause = cause or unable
        connections = connections or (page.failure is None and is_error(page) and shows(page, CONNECTIONS))
    if cause is not None:
        return undetermined(SPEC, cause, f"of {asked} pages not all could be told")
    # What exposes nobody is information, and no finding.
    told = "; one tells how a database is reached" if connections else ""
    return not_exposed(SPEC, f"{asked} pages were read and no error shows anybody{told}")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _waiting(target: Target, surface: Surface) -> Iterator[tuple[Place, Get]]:
    """Yield each place and how to ask for it; all but known ones and the last are answered already."""
    missing = Get(f"/{target.nonce}", fresh=False)
    for place in target.places:
        yield place, missing if place == ANY else Get(place.group, max_bytes=FRONT_BYTES, fresh=False)
    yield ANY, missing
    seen = (*surface.errors, *surface.pages)
    for page in seen:
        yield place_of(page.asked), page.again
    without = bare(surface)
    if without is not None:
        yield Place(group=without), Get(without, max_bytes=FRONT_BYTES, fresh=False)
