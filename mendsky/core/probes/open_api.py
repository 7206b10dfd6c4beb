# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An interface for programs that gives people's records to whoever asks, without key or login.

Asks for usual descriptions and for those and the scripts that pages name, and of the endpoints they list
without needing a value, the head of the answer. What a page's own markup asks for is no part of it: those
are `identifiers-in-page`. CWE-306.
"""

import re
from collections.abc import Generator
from html import unescape

from mendsky.core.probes.answers import exposed, not_exposed, seen_on, stated_records, undetermined
from mendsky.core.probes.descriptions import endpoints, guessed
from mendsky.core.probes.heads import SHORTEST_HEAD, instead, longest_head
from mendsky.core.probes.marks import content
from mendsky.core.probes.requested import requested
from mendsky.core.probes.showing import JSON, PROOF
from mendsky.core.probes.surface import SOMEBODYS, Surface, explore, unseen
from mendsky.core.probes.targets import Parameter, kept_name, may_act, on_origin, template
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import (
    Get,
    Observation,
    Page,
    Place,
    Probe,
    ProbeEntry,
    ProbeSpec,
    Target,
)

SPEC = ProbeSpec(kind="open-api", version=2, cwe=306, probe_class=1, cost=40, repair="open-api")
USUAL = ("/v2/api-docs", "/openapi.json", "/swagger.json", "/api")
PAGES = 6
"""Pages beside the front page whose links and scripts are read."""
MOST_LINKED = 3
MOST_SCRIPTS = 2
MOST_ENDPOINTS = 6
DESCRIPTION_BYTES = 262_144
DESCRIBES = re.compile(r"(?:api-docs|swagger|openapi)[^/]*$|/api/?$", re.IGNORECASE)
SCRIPT = re.compile(
    r"<script\b[^<>]{0,300}?\bsrc\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))", re.IGNORECASE
)
LIBRARY = re.compile(r"jquery|bootstrap|vue|react|angular|layui|echarts|\.min\.js", re.IGNORECASE)
"""Scripts that everybody has: they name no endpoint of this site."""


def probe(target: Target) -> Probe:
    """Look for an endpoint that lists people, known places first."""
    surface = yield from explore(target, most=PAGES)
    scripts = yield from _scripts(target, surface)
    of_pages = {place.group for place in (yield from requested(target, surface))}
    linked = [link for link in surface.links if DESCRIBES.search(link.partition("?")[0])]
    described = [link for link in linked if not may_act(link) and SOMEBODYS.search(link) is None][
        :MOST_LINKED
    ]
    found = {place: guessed(place) for place in target.places}
    cause = surface.cause
    for at in dict.fromkeys((*described, *scripts, *USUAL)):
        page = yield Get(at, max_bytes=DESCRIPTION_BYTES)
        unable = unseen(page)
        if unable is Cause.NOT_GRANTED and at in USUAL and at not in described:
            # An address that we merely guess, outside the grant's scope, is no part of the question.
            continue
        cause = cause or unable
        if unable is None and page.status == 200 and not content(page).lstrip().startswith(b"<"):
            text = content(page).decode(errors="replace")
            for endpoint in endpoints(text, target.origin, page.target):
                if len(found) < MOST_ENDPOINTS and template(endpoint.path) not in of_pages:
                    found.setdefault(_place(endpoint), endpoint)
    if found and longest_head(target) < SHORTEST_HEAD:
        return undetermined(SPEC, Cause.NOT_GRANTED, f"{len(found)} endpoints, and no record may be read")
    for endpoint in found.values():
        answer = yield from _look(target, surface, endpoint)
        if isinstance(answer, Observation):
            return answer
        cause = cause or answer
    if cause is not None:
        return undetermined(SPEC, cause, f"of {len(found)} endpoints not all could be told")
    return not_exposed(SPEC, f"{len(found)} endpoints are named and none gives people's records to anyone")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _scripts(target: Target, surface: Surface) -> Generator[Get, Page, list[str]]:
    """Give the site's own scripts, in the order in which its pages load them."""
    found: dict[str, None] = {}
    for explored in surface.pages:
        page = yield explored.again
        if page.failure is not None:
            continue
        text = content(page).decode(errors="surrogateescape")
        for script in SCRIPT.finditer(text):
            written = unescape(script.group(1) or script.group(2) or script.group(3) or "")
            at = on_origin(target.origin, page.target, written)
            if at is not None and LIBRARY.search(at) is None:
                found.setdefault(at)
    return list(found)[:MOST_SCRIPTS]


def _place(endpoint: Parameter) -> Place:
    return Place(
        group=template(endpoint.path), parameters=tuple(kept_name(name) for name, _ in endpoint.fields)
    )


def _look(
    target: Target, surface: Surface, endpoint: Parameter
) -> Generator[Get, Page, Observation | Cause | None]:
    """Ask one endpoint for the head of its answer."""
    most = longest_head(target)
    asked = endpoint.target("")
    page = yield Get(asked, max_bytes=most)
    cause = unseen(page)
    if cause is not None:
        return cause
    people = max((seen.distinct for seen in page.reading.identifiers if seen.tier in {"A", "B"}), default=0)
    if page.status != 200 or people < PROOF or JSON.match(content(page)) is None:
        return (yield from instead(page, surface)) if page.target == asked else None
    evidence = [seen_on(page, f"an answer of which the first {len(page.body)} bytes show {people} people")]
    control = yield Get(f"{endpoint.path.rpartition('/')[0]}/{target.nonce}", max_bytes=most)
    if control.failure is not None:
        return control.failure
    if control.status == 200 and control.reading.occurrences:
        return Cause.HONEYPOT
    evidence.append(seen_on(control, "an endpoint that does not exist shows nobody"))
    return exposed(
        SPEC,
        "an interface gives people's records to whoever asks",
        place=_place(endpoint),
        readings=(page.reading,),
        records=stated_records(target.control, (page.reading,), rows=people),
        evidence=evidence,
    )
