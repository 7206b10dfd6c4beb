# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An export of people that its own address gives to anyone, whatever stands before the page that names it.

Asks without a session for the head of exports that pages name, login pages among them, and that robots.txt or
the sitemap names to search engines; of a document for as much text as a sample may read. A file that lies
there is `published-list` or `exposed-backup`, a folder `directory-listing`, what a page asks for itself
`identifiers-in-page`, and an address with a record's number `sequential-records`. CWE-425.
"""

from collections.abc import Generator
from dataclasses import dataclass, replace

from mendsky.core.probes.answers import exposed, not_exposed, stated_records, undetermined
from mendsky.core.probes.attachments import DOCUMENT_BYTES, PACKED
from mendsky.core.probes.exports import FORMAT_NAMES, FORMATS, is_export
from mendsky.core.probes.heads import SHORTEST_HEAD, longest_head
from mendsky.core.probes.marks import LOGIN, content, shows
from mendsky.core.probes.named import named
from mendsky.core.probes.requested import place_of, requested
from mendsky.core.probes.showing import PROOF, people
from mendsky.core.probes.surface import SOMEBODYS, Surface, explore, unseen
from mendsky.core.probes.targets import blanked, read_name, with_query
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
    Target,
)

SPEC = ProbeSpec(
    kind="export-without-login",
    version=2,
    cwe=425,
    probe_class=2,
    cost=48,
    repair="export-without-login",
)
PAGES = 6
"""Pages beside the front page that are read; a visit has them in common."""
MOST_EXPORTS = 3
STEPS = 3
"""Heads of growing length asked while none held a number: an export may begin with titles and columns."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Export:
    """One export and its place."""

    asked: str
    place: Place


def probe(target: Target) -> Probe:
    """Look for an export that needs no login, known places first."""
    surface = yield from explore(target, most=PAGES)
    waiting, cause = yield from _waiting(target, surface)
    if waiting and longest_head(target) < SHORTEST_HEAD:
        return undetermined(SPEC, Cause.NOT_GRANTED, f"{len(waiting)} exports, and no record may be read")
    cause = cause or surface.cause
    for export in waiting:
        answer = yield from _look(target, surface, export)
        if isinstance(answer, Observation):
            return answer
        cause = cause or answer
    if cause is not None:
        return undetermined(SPEC, cause, f"of {len(waiting)} exports not all could be told")
    return not_exposed(SPEC, f"{len(waiting)} exports are named and none gives people to anyone")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _waiting(target: Target, surface: Surface) -> Generator[Get, Page, tuple[list[Export], Cause | None]]:
    """Give what is to be asked, and why some of it cannot be."""
    names = yield from named(target)
    exports = dict.fromkeys((*surface.exports, *filter(is_export, names.targets)))
    if not exports and not target.places:
        return [], names.cause
    of_pages = set((yield from requested(target, surface)))
    offered: dict[Place, str] = {}
    for export in exports:
        place = place_of(export)
        if SOMEBODYS.search(export) is None and (place not in of_pages or place in target.places):
            offered.setdefault(place, export)
    waiting: list[Export] = []
    cause = names.cause
    for place in target.places:
        again = [offered.pop(place)] if place in offered else _unlinked(place)
        waiting += [Export(asked=asked, place=place) for asked in again]
        if not again:
            # Which value it had was not kept: only a page that names it can bring it back.
            cause = Cause.OVER_BUDGET
    waiting += [Export(asked=asked, place=place) for place, asked in list(offered.items())[:MOST_EXPORTS]]
    return waiting, cause


def _unlinked(place: Place) -> list[str]:
    """Give the targets of a known place that no page names any more."""
    names = [read_name(name) for name in place.parameters]
    if not all(name.lower() in FORMAT_NAMES for name in names):
        return []
    values = FORMATS if names else ("",)
    path = place.group.replace("{n}", "1")
    return [with_query(path, ((name, value) for name in names)) for value in values]


def _look(
    target: Target, surface: Surface, export: Export
) -> Generator[Get, Page, Observation | Cause | None]:
    """Ask for one export: the answer, or why it tells nothing, or None where it gives nobody."""
    most = longest_head(target)
    for step in range(1, STEPS + 1):
        asking = Get(export.asked, max_bytes=step * most, first_bytes=step * most)
        page = yield asking
        found, cause = _found(page), unseen(page)
        shown = content(page)
        whole = len(shown) < step * most or shown.lstrip().startswith(b"<") or shown.startswith(PACKED)
        if found or cause is not None or whole:
            break
    at_place = cause is None and not found and page.status in {200, 206} and page.target == export.asked
    if at_place and shown.startswith(PACKED):
        # Whom a document names lies further in than a head reaches.
        asking = Get(export.asked, max_bytes=DOCUMENT_BYTES, records=target.sample_records)
        page = yield asking
        found, cause = _found(page), unseen(page) or page.unread
    elif at_place and shown.lstrip().startswith(b"<"):
        # A table in markup is read as a page is; so is the login form or captcha in its place.
        asking = Get(export.asked)
        page = yield asking
        found, cause = _found(page), unseen(page)
        if cause is None and not found and not surface.login_box and shows(page, LOGIN):
            cause = Cause.LOGIN_PAGE if page.target == export.asked else None
        cause = cause or (Cause.TOO_LARGE if page.cut and not found else None)
    if found:
        return (yield from _with_control(target, export, asking, page, found))
    return cause


def _found(page: Page) -> int:
    """Give for how many people an answer holds a number in full; for fewer than two, 0."""
    found = people(page.reading) if page.failure is None and page.status in {200, 206} else 0
    return found if found >= PROOF else 0


def _with_control(
    target: Target, export: Export, asking: Get, page: Page, found: int
) -> Generator[Get, Page, Observation | Cause]:
    """Ask beside the place for what cannot exist; where it gives people too, the first proves nothing."""
    text = "its first {} bytes" if page.whole is None else "the first {} bytes of the document's text"
    note = f"without a session {text.format(len(page.body))} hold numbers of {found} people in full"
    observation = exposed(
        SPEC,
        "an export with people's numbers is given to anyone who has its address",
        place=export.place,
        readings=(page.reading,),
        records=stated_records(target.control, (page.reading,), rows=found),
        evidence=(Evidence(target=blanked(export.asked), status=page.status, note=note),),
    )
    path, _, query = export.asked.partition("?")
    beside = f"{path.rpartition('/')[0]}/{target.nonce}{'?' if query else ''}{query}"
    control = yield replace(asking, target=beside)
    if control.failure is not None:
        return control.failure
    return Cause.HONEYPOT if _found(control) else observation
