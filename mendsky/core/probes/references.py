# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""References: the numbers and tokens by which a page has its reader's own objects asked for.

They are read from links and GET forms, and from JSON where a page or its script says how they are asked
with. None is ever counted onwards.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from mendsky.core.probes.marks import content
from mendsky.core.probes.surface import SOMEBODYS, TAG, attributes_of, links_of
from mendsky.core.probes.targets import (
    FILE,
    NUMBER,
    NUMBERED_NAME,
    STATIC,
    fields_of,
    kept_name,
    may_act,
    on_origin,
    percent,
    template,
    with_query,
)
from mendsky.core.terms.probing import Page, Place

TOKEN = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_-]{16,128}")
"""A name that nobody guesses, such as a UUID (RFC 9562) or a digest."""
KEYS = re.compile(
    r"session|token|ticket|csrf|nonce|auth|sign(?:ature)?$|(?:^|api_?)key$|^sid$|^_$|^ts?$", re.IGNORECASE
)
"""Parameters that say who asks, or that let in whoever has the address: such an address is not asked."""
NUMBERS_OF = re.compile(r"(?:^|_)id$|[a-z]I[dD]$|^(?:bh|xh|no|uuid|number)$|(?:bh|xh)$")
"""How fields of JSON are called that hold the number or token of an object."""
WRITTEN = re.compile(r"[\"'`](/[^\"'`<>\s{}]{1,300}[=/])(?:[\"'`]\s*\+|\$\{)")
"""An address in a script to which something is added."""
JSON = ".json"
"""An answer of an interface more often than a file of many records."""
MOST_ADDRESSES = 3
MOST_NUMBERS = 3
DEEPEST = 5
NOBODYS = 1_000_000_000
"""From here on up to twice of it numbers stand for nobody; they still fit into 32 bits."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """A target that asks for one object, and what in it stands for the object."""

    target: str = field(repr=False)
    place: Place
    values: tuple[str, ...] = field(repr=False)
    """Numbers and tokens."""
    sure: bool = True
    """A page names the whole target; put together from parts it may not exist."""

    @property
    def shown_place(self) -> str:
        """Write the place for evidence, values blanked."""
        names = "&".join(f"{name}=…" for name in self.place.parameters)
        return f"{self.place.group}?{names}" if names else self.place.group

    def nobodys(self, nonce: str) -> str:
        """Write the target of an object that does not exist: its numbers and tokens stand for nobody."""
        return _written(self.target, lambda value: _nobodys(value, nonce))[0]


def reference(target: str, *, sure: bool = True) -> Reference | None:
    """Read what in a target stands for an object; None where nothing does, or where it must not be asked."""
    path, _, query = target.partition("?")
    if may_act(target) or SOMEBODYS.search(target) or STATIC.search(path) or ";" in path:
        return None
    if FILE.search(path) and not path.endswith(JSON):
        return None
    if any(KEYS.search(name) for name, _ in fields_of(query)):
        return None
    values: list[str] = []

    def note(value: str) -> str:
        values.append(value)
        return value

    _, parameters = _written(target, note)
    parts = ("{n}" if TOKEN.fullmatch(part) else part for part in path.split("/"))
    place = Place(group=template("/".join(parts)), parameters=parameters)
    return Reference(target=target, place=place, values=tuple(values), sure=sure) if values else None


def references_of(page: Page, origin: str) -> Iterator[Reference]:
    """Yield the references that a page of HTML names whole: by its links and by GET forms that are filled."""
    text = content(page).decode(errors="surrogateescape")
    for link in (*links_of(text, origin, page.target), *_filled_forms(text, origin, page.target)):
        found = reference(link)
        if found is not None:
            yield found


def addresses_of(page: Page, origin: str) -> tuple[str, ...]:
    """Give the beginnings of addresses that a page's script completes with a number or token."""
    text = content(page).decode(errors="surrogateescape")
    whole = (on_origin(origin, page.target, found.group(1)) for found in WRITTEN.finditer(text))
    return tuple(dict.fromkeys(one for one in whole if one is not None and not may_act(one)))[:MOST_ADDRESSES]


def references_in_json(page: Page, origin: str, addresses: tuple[str, ...]) -> Iterator[Reference]:
    """Yield the references of a JSON answer: addresses in it, and its numbers added to known addresses.

    Where no page says how, a number is added to the answer's own path, as interfaces have it.
    """
    try:
        told = json.loads(content(page))
    except (ValueError, RecursionError):
        return
    texts, numbers = _told(told)
    for text in texts:
        link = on_origin(origin, page.target, text)
        found = None if link is None else reference(link)
        if found is not None:
            yield found
    own = page.target.partition("?")[0].rstrip("/") + "/"
    for address in (*addresses, own):
        for number in numbers[:MOST_NUMBERS]:
            found = reference(f"{address}{percent(number)}", sure=False)
            if found is not None:
                yield found


def _told(told: object) -> tuple[list[str], list[str]]:
    """Give the addresses in a JSON value, and what its fields for numbers hold."""
    texts: list[str] = []
    numbers: list[str] = []
    waiting = [("", told, 0)]
    while waiting:
        name, value, depth = waiting.pop(0)
        if depth > DEEPEST or len(waiting) > 1000:
            continue
        if isinstance(value, dict):
            waiting += [(str(key), one, depth + 1) for key, one in value.items()]
        elif isinstance(value, list):
            waiting += [("", one, depth + 1) for one in value[:MOST_NUMBERS]]
        elif isinstance(value, str) and value.startswith("/"):
            texts.append(value)
        elif isinstance(value, str | int) and NUMBERS_OF.search(name) and _stands(str(value)):
            numbers.append(str(value))
    return texts[:MOST_NUMBERS], list(dict.fromkeys(numbers))


def _filled_forms(text: str, origin: str, base: str) -> Iterator[str]:
    action: str | None = None
    fields: dict[str, str] = {}
    for found in (*TAG.finditer(text), None):
        tag = "/form" if found is None else found.group(1).lower()
        attributes = {} if found is None else attributes_of(found.group(2))
        if tag in {"form", "/form"}:
            if action is not None and fields:
                yield with_query(action, fields.items())
            action, fields = None, {}
        if tag == "form" and attributes.get("method", "get").lower() == "get":
            joined = on_origin(origin, base, attributes.get("action", ""))
            action = None if joined is None else joined.partition("?")[0]
        elif tag == "input" and attributes.get("name") and attributes.get("type", "").lower() != "password":
            fields.setdefault(attributes["name"], attributes.get("value", ""))


def _written(target: str, change: Callable[[str], str]) -> tuple[str, tuple[str, ...]]:
    """Write a target with everything changed that stands for an object; gives also the parameters' names."""
    path, _, query = target.partition("?")
    parts = (
        change(part)
        if TOKEN.fullmatch(part)
        else NUMBER.sub(lambda found: change(found.group()), part)
        if NUMBERED_NAME.fullmatch(part)
        else part
        for part in path.split("/")
    )
    fields = fields_of(query)
    asked = [(name, change(value) if _stands(value) else value) for name, value in fields]
    names = tuple(kept_name(name) for name, value in fields if _stands(value))
    return with_query("/".join(parts), asked), names


def _stands(value: str) -> bool:
    return NUMBER.fullmatch(value) is not None or TOKEN.fullmatch(value) is not None


def _nobodys(value: str, nonce: str) -> str:
    digest = sha256(f"{nonce}/{len(value)}".encode()).hexdigest()
    if NUMBER.fullmatch(value):
        return str(NOBODYS + int(digest[:8], 16) % NOBODYS)
    drawn = (digest * 3)[: len(value)]
    return "".join(
        letter if letter in "-_" else instead for letter, instead in zip(value, drawn, strict=True)
    )
