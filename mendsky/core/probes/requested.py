# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page asks for itself once it stands in a browser: the requests that its own markup names.

Script files are not looked at: what they name is an interface's.
"""

import re
from collections.abc import Generator, Iterator
from html import unescape

from mendsky.core.probes.marks import content
from mendsky.core.probes.surface import SOMEBODYS, Surface
from mendsky.core.probes.targets import STATIC, fields_of, kept_name, may_act, on_origin, template
from mendsky.core.terms.probing import Get, Page, Place, Target

MOST_REQUESTED = 2
HINTS = (b"fetch(", b"getjson(", b"ajax(", b"axios", b".get(", b"data-url")
INLINE = re.compile(r"<script\b(?![^<>]{0,300}\bsrc\b)[^<>]{0,300}>", re.IGNORECASE)
CALLED = re.compile(
    r"(?:\bfetch|\baxios(?:\.get)?|\$\.get|\bgetJSON|\bajax)\(\s*(?:\{[^{}]{0,200}?\burl\s*:\s*)?"
    r"[\"'`](/?[^\"'`<>\s{}]{1,300})[\"'`](?!\s*\+)([^;]{0,200})"
)
"""An address that is whole, and what else the call says."""
POSTS = re.compile(r"[\"'`]post[\"'`]", re.IGNORECASE)
ATTRIBUTE = re.compile(
    r"<[^<>]{0,800}?\bdata-url\s*=\s*(?:\"([^\"<>]{1,300})\"|'([^'<>]{1,300})')", re.IGNORECASE
)
REQUESTED = "requested"
"""Note of a page's body: the targets that it asks for."""


def requested(target: Target, surface: Surface) -> Generator[Get, Page, dict[Place, str]]:
    """Give the first few targets that the explored pages ask for, each place once; needs no request."""
    explored = {page.asked for page in surface.pages}
    found: dict[Place, str] = {}
    for page in surface.pages:
        answered = yield page.again
        if answered.failure is not None:
            continue
        for asked in asked_by(answered, target.origin):
            if asked not in explored and len(found) < MOST_REQUESTED:
                found.setdefault(place_of(asked), asked)
    return found


def place_of(asked: str) -> Place:
    """Give the place of what a page asks for."""
    path, _, query = asked.partition("?")
    return Place(group=template(path), parameters=tuple(kept_name(name) for name, _ in fields_of(query)))


def asked_by(page: Page, origin: str) -> tuple[str, ...]:
    """Give the targets on the same origin that a page's own markup asks for, each once."""
    known = page.body.notes.get(REQUESTED)
    if isinstance(known, tuple):
        return known
    named: tuple[str, ...] = ()
    if page.body.mentions(HINTS):
        text = content(page).decode(errors="surrogateescape")
        whole = (on_origin(origin, page.target, reference) for reference in _references(text))
        named = tuple(dict.fromkeys(asked for asked in whole if asked is not None and _may_be_asked(asked)))
    page.body.notes[REQUESTED] = named
    return named


def _references(text: str) -> Iterator[str]:
    for found in ATTRIBUTE.finditer(text):
        yield unescape(found.group(1) or found.group(2))
    for opening in INLINE.finditer(text):
        closing = text.find("</", opening.end())
        for call in CALLED.finditer(text, opening.end(), closing if closing >= 0 else len(text)):
            if POSTS.search(call.group(2)) is None:
                yield call.group(1)


def _may_be_asked(asked: str) -> bool:
    path = asked.partition("?")[0]
    return not may_act(asked) and SOMEBODYS.search(asked) is None and STATIC.search(path) is None
