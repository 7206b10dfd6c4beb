# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The surface of a system: the links and GET forms of its front page and of a few pages linked from it."""

import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

from mendsky.core.probes.exports import exports_of
from mendsky.core.probes.marks import CAPTCHA, LISTINGS, LOGIN, content, shows
from mendsky.core.probes.targets import (
    FILE,
    STATIC,
    Fields,
    Parameter,
    fields_of,
    may_act,
    numbered,
    on_origin,
)
from mendsky.core.terms.answers import OURS, Cause
from mendsky.core.terms.probing import Get, Page, Reading, Target

FRONT_BYTES = 524_288
LINK = re.compile(
    r"<(?:a|area|iframe|frame)\b[^<>]{0,800}?\b(?:href|src)\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))",
    re.IGNORECASE,
)
TAG = re.compile(r"<(/?form|input|select|textarea|option)\b([^<>]{0,2000})", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([A-Za-z-]{1,40})(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+)))?")
MOST_LINKS = 400
SOMEBODYS = re.compile(r"[0-9]{11,}")
"""A number long enough to be a person's: it is never asked with, though a page should link it."""
PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"[a-z0-9](?:[a-z0-9_.-]{0,251}[a-z0-9])?|[0-9a-f:]{2,39}")
NOTED = "offered"
LINKED = "linked"
"""Note of a page's body: the origins of other hosts to which it links."""
MOST_HOSTS = 30
PLAIN_VALUE = "1"
"""What stands in a field that a form leaves empty and no test identity fills."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Explored:
    """One page that was looked at."""

    asked: str
    """Ask for it again, not afresh, to have its body again."""
    reading: Reading
    cut: bool

    @property
    def again(self) -> Get:
        """Give the question that brings this page from the visit's memory."""
        return Get(self.asked, max_bytes=FRONT_BYTES, fresh=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Surface:
    """What a system's own pages offer to be asked."""

    pages: tuple[Explored, ...]
    """Pages that answered 200, the front page first."""
    links: tuple[str, ...]
    """Targets on the same origin, each once, but for exports and what a directory's listing names."""
    parameters: tuple[Parameter, ...]
    """Parameters of links and GET forms, each path and name once."""
    logins: tuple[str, ...]
    """Pages with a field for a password, in the order in which they were met."""
    login_box: bool
    """The front page has a field for a password, so that one elsewhere does not make a login page."""
    cause: Cause | None
    """Why a page could not be looked at, if any could not."""
    errors: tuple[Explored, ...] = ()
    """Pages that answered 400 or more."""
    unread: Cause | None = None
    """Why the words of a page could not be read, errors included, if those of any could not."""
    exports: tuple[str, ...] = ()
    """Targets on the same origin that are named as exports, each once; none of them was visited."""


def explore(target: Target, *, first: tuple[str, ...] = (), most: int) -> Generator[Get, Page, Surface]:
    """Ask for the front page, the given paths and linked pages, at most so many beside the front.

    Pages that seem to hold one record, or whose words say that asking acts, are not followed. The probes
    of one visit share the pages, and those that explore alike what was made out in them.
    """
    front = yield Get("/", max_bytes=FRONT_BYTES, fresh=False)
    notes, alike = front.body.notes, (first, most)
    known = notes.get(alike)
    if isinstance(known, Surface):
        return known
    surface = yield from _explore(front, target, first=first, most=most)
    if surface.cause not in OURS:
        notes[alike] = surface
    return surface


def _explore(
    front: Page, target: Target, *, first: tuple[str, ...], most: int
) -> Generator[Get, Page, Surface]:
    pages: list[Explored] = []
    errors: list[Explored] = []
    unread: Cause | None = None
    links: dict[str, None] = {}
    exports: dict[str, None] = {}
    parameters: dict[tuple[str, str], Parameter] = {}
    cause: Cause | None = None
    logins: dict[str, None] = {}
    login_box = False
    visited: set[str] = set()
    waiting = ["/", *first]
    while waiting and len(visited) <= most:
        asked = waiting.pop(0)
        path = asked.partition("?")[0]
        if path in visited:
            continue
        visited.add(path)
        page = front if asked == "/" else (yield Get(asked, max_bytes=FRONT_BYTES, fresh=False))
        offered = _offered(page, target)
        cut = Cause.TOO_LARGE if page.cut else None
        cause, unread = cause or offered.cause or cut, unread or _unread(page, offered.cause) or cut
        explored = Explored(asked=asked, reading=page.reading, cut=page.cut)
        if page.failure is None and page.status >= 400:
            errors.append(explored)
        if page.failure is not None or page.status != 200:
            continue
        if offered.login:
            logins.setdefault(page.target)
        pages.append(explored)
        for link in offered.links[: MOST_LINKS - len(links)]:
            links.setdefault(link)
        exports.update(dict.fromkeys(offered.exports))
        for parameter in offered.parameters:
            parameters.setdefault((parameter.path, parameter.name), parameter)
        if asked == "/":
            login_box = offered.login
            waiting = [*first, *offered.worth]
    return Surface(
        pages=tuple(pages),
        links=tuple(links),
        parameters=tuple(parameters.values()),
        logins=tuple(logins),
        login_box=login_box,
        cause=cause,
        errors=tuple(errors),
        unread=unread,
        exports=tuple(exports),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Offered:
    """What one page offers."""

    cause: Cause | None
    login: bool
    links: tuple[str, ...] = ()
    worth: tuple[str, ...] = ()
    """Those of the links that are worth following."""
    parameters: tuple[Parameter, ...] = ()
    exports: tuple[str, ...] = ()


def _offered(page: Page, target: Target) -> Offered:
    """Make out what a page offers; the probes of a visit meet the same pages with the same target."""
    known = page.body.notes.get(NOTED)
    if isinstance(known, Offered):
        return known
    cause, login = unseen(page), shows(page, LOGIN)
    offered = Offered(cause=cause, login=login)
    if page.failure is None and page.status == 200:
        text = content(page).decode(errors="surrogateescape")
        listing = shows(page, LISTINGS)
        references = tuple(dict.fromkeys(_references(text)))
        on_it = () if listing else _on_origin(references, target.origin, page.target)
        links = tuple(dict.fromkeys(on_it))[:MOST_LINKS]
        page.body.notes[LINKED] = _hosts(references, target.origin, page.target)
        parameters = (*_of_links(links, target), *_of_forms(text, target, page.target))
        exports = () if listing else exports_of(page, target.origin)
        links = tuple(link for link in links if link not in exports) if exports else links
        offered = Offered(
            cause=cause,
            login=login,
            links=links,
            worth=tuple(filter(worth_following, links)),
            parameters=parameters,
            exports=exports,
        )
    page.body.notes[NOTED] = offered
    return offered


def unseen(page: Page) -> Cause | None:
    """Say why a page is no answer: it failed, the server failed or shed load, or a captcha came."""
    if page.failure is not None:
        return page.failure
    if page.status == 429:
        return Cause.BLOCKED
    if page.status >= 500:
        return Cause.SERVER_ERROR
    return Cause.CAPTCHA if shows(page, CAPTCHA) and page.reading.occurrences == 0 else None


def unread(page: Page) -> Cause | None:
    """Say why a page's words cannot be read: as `unseen`, but that a program's own 500 has words."""
    return _unread(page, unseen(page))


def _unread(page: Page, cause: Cause | None) -> Cause | None:
    return None if page.failure is None and page.status == 500 else cause


def filling(target: Target) -> str:
    """Give what to write into a field that nothing else fills."""
    return target.test_identities[0] if target.test_identities else PLAIN_VALUE


def worth_following(link: str) -> bool:
    """Say whether a link leads to a page, and not to one record, a picture, or something that acts."""
    if numbered(link) is not None or SOMEBODYS.search(link) is not None:
        return False
    path = link.partition("?")[0]
    return STATIC.search(path) is None and FILE.search(path) is None and not may_act(link)


def links_of(text: str, origin: str, base: str) -> Iterator[str]:
    """Yield the targets on the same origin to which a page links."""
    return _on_origin(_references(text), origin, base)


def _on_origin(references: Iterable[str], origin: str, base: str) -> Iterator[str]:
    for reference in references:
        link = on_origin(origin, base, reference)
        if link is not None:
            yield link


def elsewhere(base: str, reference: str) -> str | None:
    """Give the origin `scheme://host:port` of the web to which a reference leads from an address.

    A host that holds a number long enough to be a person's is none.
    """
    try:
        joined = urlsplit(urljoin(base, reference.strip()))
        port = joined.port or PORTS.get(joined.scheme)
        host = (joined.hostname or "").rstrip(".")
    except ValueError:
        return None
    if port is None or joined.scheme not in PORTS or HOST.fullmatch(host) is None or SOMEBODYS.search(host):
        return None
    return f"{joined.scheme}://{f'[{host}]' if ':' in host else host}:{port}"


def _hosts(references: Iterable[str], origin: str, base: str) -> tuple[str, ...]:
    """Give the origins of other hosts to which references lead; one without a host leads to none."""
    found = dict.fromkeys(
        host
        for reference in references
        if "//" in reference and (host := elsewhere(origin + base, reference))
    )
    return tuple(host for host in found if host != origin)[:MOST_HOSTS]


def _references(text: str) -> Iterator[str]:
    for found in LINK.finditer(text):
        yield unescape(found.group(1) or found.group(2) or found.group(3) or "")


def _of_links(links: tuple[str, ...], target: Target) -> Iterator[Parameter]:
    for link in links:
        path, _, query = link.partition("?")
        if query and not may_act(link) and STATIC.search(path) is None:
            fields = tuple((name, _nobodys(value, target)) for name, value in fields_of(query))
            yield from (Parameter(path=path, fields=fields, name=name) for name, _ in fields)


def _of_forms(text: str, target: Target, base: str) -> Iterator[Parameter]:
    action: str | None = None
    fields: dict[str, str] = {}
    select: str | None = None
    for found in (*TAG.finditer(text), None):
        tag = "/form" if found is None else found.group(1).lower()
        attributes = {} if found is None else attributes_of(found.group(2))
        if tag in {"form", "/form"}:
            if action is not None and not may_act(action):
                whole: Fields = tuple(fields.items())
                yield from (Parameter(path=action, fields=whole, name=name) for name in fields)
            action, fields, select = None, {}, None
        if tag == "form" and attributes.get("method", "get").lower() == "get":
            joined = on_origin(target.origin, base, attributes.get("action", ""))
            action = None if joined is None else joined.partition("?")[0]
        name = attributes.get("name", "")
        if action is None or (not name and tag != "option"):
            continue
        if tag in {"input", "textarea"} and attributes.get("type", "").lower() not in {
            "password",
            "file",
            "reset",
        }:
            fields.setdefault(name, _nobodys(attributes.get("value", ""), target))
        elif tag == "select":
            select = name
            fields.setdefault(name, "")
        elif tag == "option" and select is not None and not fields.get(select):
            fields[select] = attributes.get("value", "")


def _nobodys(value: str, target: Target) -> str:
    return value if value and SOMEBODYS.search(value) is None else filling(target)


def attributes_of(text: str) -> dict[str, str]:
    """Read the attributes of a tag, names in lower case; the first of a name counts."""
    return {
        found.group(1).lower(): unescape(next((part for part in found.groups()[1:] if part is not None), ""))
        for found in reversed(list(ATTRIBUTE.finditer(text)))
    }
