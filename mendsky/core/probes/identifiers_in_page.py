# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers of people that a page is sent with and does not show: in scripts, attributes, comments, its data.

Looks at pages that a visit has anyway, whether or not they show hidden digits, and asks for at most two
addresses that their own markup asks for. What a page shows in full is a list: see `showing`. Telephone
numbers, which have no check digit, count for nothing. CWE-201.
"""

from collections.abc import Generator
from dataclasses import dataclass, replace

from mendsky.core.probes.answers import exposed, not_exposed, seen_on, stated_records, undetermined
from mendsky.core.probes.endpoints import guessed, is_paging
from mendsky.core.probes.heads import SHORTEST_HEAD, longest_head
from mendsky.core.probes.marks import LOGIN, content, shows
from mendsky.core.probes.notices import MOST_NUMBERED, asking, is_notice, linked, place_of
from mendsky.core.probes.requested import requested
from mendsky.core.probes.showing import JSON, PROOF, is_error, people, unseen_people
from mendsky.core.probes.surface import FRONT_BYTES, Surface, explore, unseen
from mendsky.core.probes.targets import read_name
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Get, Observation, Page, Place, Probe, ProbeEntry, ProbeSpec, Target

SPEC = ProbeSpec(
    kind="identifiers-in-page", version=1, cwe=201, probe_class=0, cost=32, repair="identifiers-in-page"
)
PAGES = 6
"""Pages beside the front page that are read; a visit has them in common."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """One page, or one address of data, that is looked at."""

    get: Get
    place: Place
    whole: Get | None = None
    """What to ask where the head of a known place shows that it is a page, and not data."""


def probe(target: Target) -> Probe:
    """Look for people in what pages hold and do not show, known places first."""
    surface = yield from explore(target, most=PAGES)
    waiting, cause = yield from _waiting(target, surface)
    cause = cause or surface.cause
    for looked in waiting:
        page = yield looked.get
        if looked.whole is not None and page.failure is None and not _is_data(page):
            page = yield looked.whole
        unable = unseen(page)
        found = _found(page) if unable is None and page.status == 200 else 0
        if looked.place in target.places and unable is None and not found and not surface.login_box:
            at_place = page.target == looked.get.target
            unable = Cause.LOGIN_PAGE if at_place and shows(page, LOGIN) else None
        cause = cause or unable
        if found:
            answer = yield from _with_control(target, looked, page, found)
            if isinstance(answer, Observation):
                return answer
            cause = cause or answer
    if cause is not None:
        return undetermined(SPEC, cause, "not every page and address of data could be told")
    return not_exposed(
        SPEC, f"{len(surface.pages)} pages and what they ask for hold nobody's number that they do not show"
    )


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _waiting(target: Target, surface: Surface) -> Generator[Get, Page, tuple[list[Looked], Cause | None]]:
    """Give what is to be looked at, and why some of it cannot be."""
    requests = yield from requested(target, surface)
    notices = [link for link in linked(surface) if is_notice(link)]
    pages = {place_of(page.asked): page.again for page in reversed(surface.pages)}
    waiting: list[Looked] = []
    causes: list[Cause] = []
    for place in target.places:
        again = [asking(link) for link in notices if place_of(link) == place]
        again += [pages[place]] if place in pages else []
        waiting += [Looked(get=get, place=place) for get in again]
        if not again and place not in requests and not all(map(is_paging, map(read_name, place.parameters))):
            # Which value it had was not kept: only a page that names it can bring it back.
            causes.append(Cause.OVER_BUDGET)
        elif not again:
            requests.setdefault(place, guessed(place).target)
    waiting += [
        Looked(get=page.again, place=place_of(page.asked))
        for page in surface.pages
        if unseen_people(page.reading)
    ]
    waiting += [Looked(get=asking(link), place=place_of(link)) for link in notices[:MOST_NUMBERED]]
    most = longest_head(target)
    if requests and most < SHORTEST_HEAD:
        return waiting, Cause.NOT_GRANTED
    for place, asked in requests.items():
        whole = Get(asked, max_bytes=FRONT_BYTES, fresh=False) if place in target.places else None
        waiting.append(Looked(get=Get(asked, max_bytes=most, fresh=False), place=place, whole=whole))
    return waiting, next(iter(causes), None)


def _is_data(page: Page) -> bool:
    return JSON.match(content(page)) is not None


def _found(page: Page) -> int:
    """Give for how many people a page holds a number that it does not show; for fewer than two, 0."""
    if not _is_data(page):
        found = unseen_people(page.reading)
        return 0 if found and is_error(page) else found
    found = people(page.reading)
    return found if found >= PROOF else 0


def _with_control(
    target: Target, looked: Looked, page: Page, found: int
) -> Generator[Get, Page, Observation | Cause]:
    """Ask beside the place for what cannot exist; where it holds people too, the first proves nothing."""
    reading = page.reading if _is_data(page) else replace(page.reading, identifiers=page.reading.hidden)
    hides = f" while it shows {page.reading.masked} with hidden digits" if page.reading.masked else ""
    note = "data that a page asks for holds" if _is_data(page) else "the page's source holds"
    evidence = seen_on(page, f"{note} numbers of {found} people in full{hides}")
    folder = looked.get.target.partition("?")[0].rpartition("/")[0]
    asked = looked.get if _is_data(page) or looked.whole is None else looked.whole
    control = yield replace(asked, target=f"{folder}/{target.nonce}")
    if control.failure is not None:
        return control.failure
    if control.status == 200 and control.reading.occurrences > 1:
        return Cause.HONEYPOT
    return exposed(
        SPEC,
        "a page is sent with people's numbers in full that it does not show",
        place=looked.place,
        readings=(reading,),
        records=stated_records(target.control, (), rows=found),
        evidence=(evidence,),
    )
