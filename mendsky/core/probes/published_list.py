# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list of people that the site itself publishes: numbers in full, or names with hidden digits.

Visits the front page, pages and numbered notices that it links, and what robots.txt and the sitemap name that
speaks of a list; of linked files of text the head, and documents as far as the grant lets a sample read.
What a page holds and does not show is no list: see `showing`. CWE-359.
"""

from collections.abc import Generator
from dataclasses import dataclass, replace

from mendsky.core.probes.answers import exposed, not_exposed, stated_records, undetermined
from mendsky.core.probes.attachments import asking as asking_file
from mendsky.core.probes.attachments import (
    is_attached,
    likeliest,
    ranked,
    speaks_of_a_list,
    words_on,
)
from mendsky.core.probes.exports import is_export
from mendsky.core.probes.heads import MANY, NAME, SHORTEST_HEAD, about_many, estimate, instead, longest_head
from mendsky.core.probes.marks import LOGIN, shows
from mendsky.core.probes.named import Named, named
from mendsky.core.probes.notices import MOST_NUMBERED, asking, is_notice, linked, may_ask, place_of
from mendsky.core.probes.showing import SOME, listed, people
from mendsky.core.probes.surface import FRONT_BYTES, Surface, explore, unseen, worth_following
from mendsky.core.probes.targets import blanked
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import (
    Estimate,
    Evidence,
    Get,
    Observation,
    Page,
    Probe,
    ProbeEntry,
    ProbeSpec,
    Reading,
    Target,
)

SPEC = ProbeSpec(kind="published-list", version=3, cwe=359, probe_class=0, cost=40, repair="published-list")
PAGES = 6
"""Pages beside the front page that are read."""
MOST_ATTACHED = 4
MOST_NAMED = 3
"""Pages that no explored page links, and robots.txt or a sitemap names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """What a page, the head of a file or the beginning of a document lists."""

    rows: int
    numbers: bool
    """In full; else names with hidden digits."""
    records: Estimate
    reading: Reading
    evidence: Evidence


def probe(target: Target) -> Probe:
    """Look for a list of people among what the site publishes, known places first."""
    surface = yield from explore(target, most=PAGES)
    names = yield from named(target)
    waiting, cause = yield from _waiting(target, surface, names)
    cause, asked = cause or surface.cause or names.cause, len(surface.pages)
    for explored in surface.pages:
        if explored.asked not in waiting and listed(explored.reading) is not None:
            waiting.insert(0, explored.asked)
    known = {place.group for place in target.places}
    for path in waiting:
        asked += 1
        page = yield _question(target, path)
        unable = unseen(page)
        if unable is None and path in known and page.target == path and not surface.login_box:
            unable = Cause.LOGIN_PAGE if shows(page, LOGIN) and not page.reading.occurrences else None
        found = None if unable is not None or page.status not in {200, 206} else _found(target, path, page)
        if found is None:
            cause = cause or unable or page.unread
            if unable is None and is_notice(path):
                more = _attached_to(target, page, waiting)
                waiting += more if _may_read(target) else ()
                cause = cause or (Cause.NOT_GRANTED if more and not _may_read(target) else None)
            if unable is None and is_attached(path) and page.target == path:
                cause = cause or (yield from instead(page, surface))
            continue
        answer = yield from _with_control(target, path, found)
        if isinstance(answer, Observation):
            return answer
        cause = cause or answer
    if cause is not None:
        return undetermined(SPEC, cause, f"of {asked} pages and files not all could be told")
    return not_exposed(SPEC, f"{asked} pages and files were read and none lists people's numbers")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _waiting(
    target: Target, surface: Surface, names: Named
) -> Generator[Get, Page, tuple[list[str], Cause | None]]:
    """Give what is to be read beside the explored pages, each once, and why some of it cannot be."""
    cause: Cause | None = None
    links = linked(surface)
    speaking = [one for one in names.targets if one not in links and speaks_of_a_list(one)]
    files = yield from likeliest((*links, *speaking), target, surface)
    attached = files[:MOST_ATTACHED]
    notices = [link for link in links if is_notice(link)]
    pages = [one for one in speaking if (worth_following(one) or is_notice(one)) and not is_export(one)]
    waiting: list[str] = []
    for place in target.places:
        if not place.parameters:
            waiting.append(place.group)
            continue
        again = [link for link in notices if place_of(link) == place]
        waiting += again
        if not again:
            # Which number it had was not kept: only a page that links it can bring it back.
            cause = Cause.OVER_BUDGET
    if not _may_read(target) and any(map(is_attached, (*waiting, *attached))):
        cause, attached = Cause.NOT_GRANTED, []
        waiting = [path for path in waiting if not is_attached(path)]
    waiting += [*pages[:MOST_NAMED], *notices[:MOST_NUMBERED], *attached]
    return list(dict.fromkeys(waiting)), cause


def _may_read(target: Target) -> bool:
    """Say whether the grant lets enough of a file be read to tell what it is."""
    return longest_head(target) >= SHORTEST_HEAD


def _attached_to(target: Target, notice: Page, waiting: list[str]) -> list[str]:
    """Give the files that a notice links and that are worth reading, as many as are left to read."""
    left = max(MOST_ATTACHED - sum(map(is_attached, waiting)), 0)
    words = words_on(notice, target.origin)
    return [link for link in ranked(words, words) if may_ask(link) and link not in waiting][:left]


def _question(target: Target, path: str) -> Get:
    if is_attached(path):
        return asking_file(target, path)
    return asking(path) if is_notice(path) else Get(path, max_bytes=FRONT_BYTES, fresh=False)


def _found(target: Target, path: str, page: Page) -> Listed | None:
    """Say what a page or a file lists; None where it lists nobody, or few."""
    if is_attached(path):
        certain = people(page.reading)
        rows, numbers = (certain, True) if certain else (page.reading.masked, False)
        if not about_many(page, rows, many=SOME if numbers else MANY):
            return None
        if not numbers and NAME not in page.reading.classes:
            return None
        whole = estimate(page, rows)
        note = f"the first {len(page.body)} bytes of the file list"
        if page.whole is not None:
            # More may stand on another sheet.
            whole = replace(whole, high=None)
            note = f"the first {len(page.body)} bytes of the document's text list"
    else:
        seen = listed(page.reading)
        if seen is None:
            return None
        rows, numbers = seen
        whole = Estimate(low=rows, point=None, high=None, sampled=True)
        note = "the page lists"
    if target.control.stated_records is not None:
        whole = stated_records(target.control, (), rows=rows)
    shown = "numbers in full" if numbers else "names and hidden digits"
    return Listed(
        rows=rows,
        numbers=numbers,
        records=whole,
        reading=page.reading if numbers else replace(page.reading, identifiers=()),
        evidence=Evidence(
            target=blanked(path), status=page.status, note=f"{note} {rows} people with {shown}"
        ),
    )


def _with_control(target: Target, path: str, found: Listed) -> Generator[Get, Page, Observation | Cause]:
    """Ask for a document that cannot exist; where it lists people too, the first proves nothing."""
    suffix = f".{path.rpartition('.')[2]}" if is_attached(path) else ""
    folder = path.partition("?")[0].rpartition("/")[0]
    control = yield _question(target, f"{folder}/{target.nonce}{suffix}")
    if control.failure is not None:
        return control.failure
    if control.status in {200, 206} and (control.reading.occurrences > 1 or control.reading.masked > 1):
        return Cause.HONEYPOT
    return exposed(
        SPEC,
        f"a page or file that anyone can open lists {'numbers' if found.numbers else 'names'} of many people",
        place=place_of(path),
        readings=(found.reading,),
        records=found.records,
        evidence=(found.evidence,),
    )
