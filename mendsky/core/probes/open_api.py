# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An interface for programs that gives people's records to whoever asks, without key or login.

Asks for usual descriptions and for those and the scripts that pages name (OpenAPI, WSDL, GraphQL's schema),
and of the endpoints they list without needing a value, the head of the answer. It asks by GET alone: what
only POST reaches is undetermined. What a page's own markup asks for is no part of it: those are
`identifiers-in-page`. CWE-306.
"""

import re
from collections.abc import Generator
from dataclasses import dataclass, field
from html import unescape

from mendsky.core.probes.answers import exposed, not_exposed, seen_on, stated_records, undetermined
from mendsky.core.probes.descriptions import endpoints
from mendsky.core.probes.endpoints import PEOPLE, Endpoint, guessed
from mendsky.core.probes.graphql import ADDRESS, SCHEMA_BYTES, asking, lists, takes_post_alone
from mendsky.core.probes.graphql import USUAL as USUAL_GRAPH
from mendsky.core.probes.heads import SHORTEST_HEAD, instead, longest_head
from mendsky.core.probes.marks import content
from mendsky.core.probes.requested import requested
from mendsky.core.probes.showing import JSON, PROOF
from mendsky.core.probes.surface import SOMEBODYS, Surface, explore, unseen
from mendsky.core.probes.targets import may_act, on_origin
from mendsky.core.probes.wsdl import services
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

SPEC = ProbeSpec(kind="open-api", version=3, cwe=306, probe_class=1, cost=56, repair="open-api")
USUAL = ("/v2/api-docs", "/openapi.json", "/swagger.json", "/api")
PAGES = 6
"""Pages beside the front page whose links and scripts are read."""
MOST_LINKED = 3
MOST_SCRIPTS = 2
MOST_ENDPOINTS = 10
MOST_NAMED = 500
"""Endpoints among which those are chosen that are asked."""
DESCRIPTION_BYTES = 262_144
DESCRIBES = re.compile(r"(?:api-docs|swagger|openapi)[^/]*$|/api/?$", re.IGNORECASE)
SERVICES = re.compile(r"\.(?:asmx|svc)(?=/|$)", re.IGNORECASE)
"""How the address of a web service ends that gives its description when asked for it."""
WRITTEN = re.compile(r"\.wsdl$", re.IGNORECASE)
ASKS_WSDL = re.compile(r"(?:^|&)(?:single)?wsdl(?:=|&|$)", re.IGNORECASE)
QUOTED = re.compile(r"[\"'`]((?:https?:/)?(?:/[A-Za-z0-9_.:-]+){1,8}/?)[\"'`?]")
SCRIPT = re.compile(
    r"<script\b[^<>]{0,300}?\bsrc\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))", re.IGNORECASE
)
LIBRARY = re.compile(r"jquery|bootstrap|vue|react|angular|layui|echarts|\.min\.js", re.IGNORECASE)
"""Scripts that everybody has: they name no endpoint of this site."""
XML = re.compile(rb"\s*<\?xml\b")
HTML = (b"<html", b"<!doctype html")


@dataclass(kw_only=True, slots=True)
class _Named:
    """What a site's descriptions and scripts have named so far."""

    endpoints: dict[Place, Endpoint]
    """Those at known places first."""
    cause: Cause | None
    """Why something could not be looked at, if anything could not."""
    left: bool = False
    """More is named than is asked."""
    posted: int = 0
    """Operations that only read, and that only POST reaches."""
    services: dict[str, None] = field(default_factory=dict)
    """Descriptions of web services that are named."""
    graphs: dict[str, None] = field(default_factory=dict)
    """Addresses of GraphQL that are named."""

    def take(self, endpoint: Endpoint) -> None:
        """Keep an endpoint that may be asked."""
        if len(self.endpoints) < MOST_NAMED:
            self.endpoints.setdefault(endpoint.place, endpoint)
        else:
            self.left = True

    def note(self, target: str) -> None:
        """Keep an address that is a web service's or GraphQL's."""
        path, _, query = target.partition("?")
        if not _may_ask(target):
            return
        service = SERVICES.search(path)
        if service is not None:
            # One address for one service, however it is linked.
            whole = "singleWsdl" if service[0].lower() == ".svc" else "wsdl"
            self.services.setdefault(f"{path[: service.end()]}?{whole}")
        elif ASKS_WSDL.search(query) or WRITTEN.search(path):
            self.services.setdefault(target)
        elif ADDRESS.search(path) is not None:
            self.graphs.setdefault(path)

    def asked(self, known: tuple[Place, ...]) -> list[Endpoint]:
        """Give the endpoints to be asked: those at known places, then those whose names tell of people."""
        rest = [endpoint for place, endpoint in self.endpoints.items() if place not in known]
        rest.sort(key=lambda endpoint: PEOPLE.search(endpoint.shape or endpoint.path) is None)
        room = max(0, MOST_ENDPOINTS - len(known))
        self.left = self.left or len(rest) > room
        return [*(self.endpoints[place] for place in known), *rest[:room]]


def probe(target: Target) -> Probe:
    """Look for an endpoint that lists people, known places first."""
    surface = yield from explore(target, most=PAGES)
    named = _Named(endpoints={place: guessed(place) for place in target.places}, cause=surface.cause)
    for link in surface.links:
        named.note(link)
    yield from _described(target, surface, named)
    yield from _web_services(target, named)
    yield from _graphs(target, named)
    asked = named.asked(target.places)
    if asked and longest_head(target) < SHORTEST_HEAD:
        return undetermined(SPEC, Cause.NOT_GRANTED, f"{len(asked)} endpoints, and no record may be read")
    for endpoint in asked:
        answer = yield from _look(target, surface, endpoint)
        if isinstance(answer, Observation):
            return answer
        named.cause = named.cause or answer
    return _nothing(target, named, asked=len(asked))


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _nothing(target: Target, named: _Named, *, asked: int) -> Observation:
    """Answer where no endpoint that was asked gives people away."""
    if named.cause is not None:
        return undetermined(SPEC, named.cause, f"of {asked} endpoints not all could be told")
    if named.posted:
        return undetermined(
            SPEC, Cause.NOT_GRANTED, f"beside {asked} endpoints, {named.posted} that read take POST alone"
        )
    # Of a known place the question is whether it is shut, not what else the interface has.
    if named.left and not target.places:
        return undetermined(SPEC, Cause.OVER_BUDGET, f"more is named than {asked} endpoints")
    return not_exposed(SPEC, f"{asked} endpoints are named and none gives people's records to anyone")


def _is_seen(page: Page, named: _Named, *, guessed: bool) -> bool:
    """Say whether an answer can be read as a description, and note why one could not be looked at."""
    unable = unseen(page)
    if not (guessed and unable is Cause.NOT_GRANTED):
        # An address that we merely guess, outside the grant's scope, is no part of the question.
        named.cause = named.cause or unable
    return unable is None and page.status == 200


def _described(target: Target, surface: Surface, named: _Named) -> Generator[Get, Page, None]:
    """Read descriptions and indexes at usual addresses and where pages link them, and the site's scripts."""
    scripts = yield from _scripts(target, surface)
    of_pages = {place.group for place in (yield from requested(target, surface))}
    linked = [link for link in surface.links if DESCRIBES.search(link.partition("?")[0])]
    described = [link for link in linked if _may_ask(link)][:MOST_LINKED]
    for at in dict.fromkeys((*described, *scripts, *USUAL)):
        page = yield Get(at, max_bytes=DESCRIPTION_BYTES)
        if not _is_seen(page, named, guessed=at in USUAL and at not in described):
            continue
        text = content(page).decode(errors="replace")
        if page.cut and JSON.match(content(page)):
            named.cause = named.cause or Cause.TOO_LARGE
        elif not text.lstrip().startswith("<"):
            for endpoint in endpoints(text, target.origin, page.target):
                if endpoint.place.group not in of_pages and _is_asked_plainly(endpoint.path):
                    named.take(endpoint)
        for quoted in QUOTED.finditer(text) if at in scripts else ():
            address = on_origin(target.origin, page.target, quoted[1])
            if address is not None:
                named.note(address)


def _web_services(target: Target, named: _Named) -> Generator[Get, Page, None]:
    """Read the descriptions of web services that links and scripts name."""
    named.left = named.left or len(named.services) > MOST_LINKED
    for at in list(named.services)[:MOST_LINKED]:
        page = yield Get(at, max_bytes=DESCRIPTION_BYTES)
        if not _is_seen(page, named, guessed=False):
            continue
        if page.cut:
            named.cause = named.cause or Cause.TOO_LARGE
            continue
        found = services(content(page), target.origin, page.target)
        if found is not None:
            named.posted += found.posted
            for endpoint in found.endpoints:
                named.take(endpoint)


def _graphs(target: Target, named: _Named) -> Generator[Get, Page, None]:
    """Ask GraphQL for its schema, where links and scripts name it and at the usual address."""
    named.left = named.left or len(named.graphs) > MOST_LINKED
    for at in dict.fromkeys((*list(named.graphs)[:MOST_LINKED], USUAL_GRAPH)):
        page = yield Get(asking(at), max_bytes=SCHEMA_BYTES)
        if takes_post_alone(page, random_status=target.control.random_status):
            named.posted += 1
        elif _is_seen(page, named, guessed=at == USUAL_GRAPH and at not in named.graphs):
            if page.cut and JSON.match(content(page)):
                named.cause = named.cause or Cause.TOO_LARGE
            for endpoint in lists(content(page).decode(errors="replace"), at):
                named.take(endpoint)


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


def _look(
    target: Target, surface: Surface, endpoint: Endpoint
) -> Generator[Get, Page, Observation | Cause | None]:
    """Ask one endpoint for the head of its answer."""
    most = longest_head(target)
    asked = endpoint.target
    page = yield Get(asked, max_bytes=most)
    cause = unseen(page)
    if cause is not None:
        return cause
    if endpoint.shape and takes_post_alone(page, random_status=target.control.random_status):
        return Cause.NOT_GRANTED
    people = max((seen.distinct for seen in page.reading.identifiers if seen.tier in {"A", "B"}), default=0)
    if page.status != 200 or people < PROOF or not _is_programs(page):
        return (yield from instead(page, surface)) if page.target == asked else None
    evidence = [seen_on(page, f"an answer of which the first {len(page.body)} bytes show {people} people")]
    control = yield Get(endpoint.missing(target.nonce), max_bytes=most)
    if control.failure is not None:
        return control.failure
    if control.status == 200 and control.reading.occurrences:
        return Cause.HONEYPOT
    evidence.append(seen_on(control, "an endpoint that does not exist shows nobody"))
    return exposed(
        SPEC,
        "an interface gives people's records to whoever asks",
        place=endpoint.place,
        readings=(page.reading,),
        records=stated_records(target.control, (page.reading,), rows=people),
        evidence=evidence,
    )


def _may_ask(link: str) -> bool:
    return not may_act(link) and SOMEBODYS.search(link) is None


def _is_asked_plainly(path: str) -> bool:
    """Say whether an address is asked as it is: web services and GraphQL are by their descriptions."""
    return not any(shape.search(path) for shape in (SERVICES, WRITTEN, ADDRESS))


def _is_programs(page: Page) -> bool:
    """Say whether an answer is meant for a program: JSON, or XML that is no page."""
    shown = content(page)
    return JSON.match(shown) is not None or (XML.match(shown) is not None and not page.body.mentions(HTML))
