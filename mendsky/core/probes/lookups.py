# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lookup forms: those of a page that ask for one thing, and for nothing that only its owner knows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mendsky.core.probes.marks import content
from mendsky.core.probes.surface import SOMEBODYS, TAG, attributes_of
from mendsky.core.probes.targets import Fields, Parameter, may_act, on_origin, read_name
from mendsky.core.terms.probing import Page, Place

TYPED = frozenset({"", "text", "search", "tel", "number"})
"""Types of fields into which a number is typed (HTML, input types)."""
SECRET = frozenset({"password", "file"})
IDLE = frozenset({"submit", "button", "reset", "image"})
SEARCHED = re.compile(
    r"q|s|k|kw|wd|xm|mc|gjz|gjc|xingming|name|.*(?:search|keyword|query|username|fullname|realname)",
    re.IGNORECASE,
)
"""How fields are called into which a part of a name or any word is typed."""
WORDED = re.compile(r"姓名|名称|关键|检索|搜索|模糊|keyword|search|full name", re.IGNORECASE)
"""What stands in or before such a field."""
LABEL = 60
"""Letters before a field that are looked at for its label."""
NOTED = "lookups"
"""Note of a page's body: the forms that were made out in it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lookup:
    """One question that asks for one number."""

    parameter: Parameter
    posted: bool
    """The form is sent by POST, which no probe does here: by GET it may be answered or not."""
    searches: bool = False
    """The field takes a part of a name, or any word, and not only a whole number."""


def lookups(page: Page, origin: str) -> tuple[Lookup, ...]:
    """Give the forms of a page with exactly one field to type into."""
    known = page.body.notes.get(NOTED)
    if isinstance(known, tuple):
        return known
    found = tuple(_lookups(page, origin)) if page.body.mentions((b"<form",)) else ()
    page.body.notes[NOTED] = found
    return found


def unlinked(place: Place) -> Lookup:
    """Give the question of a known place that no page offers any more; the place has a parameter."""
    names = tuple(map(read_name, place.parameters))
    fields = tuple((name, "") for name in names)
    return Lookup(
        parameter=Parameter(path=place.group.replace("{n}", "1"), fields=fields, name=names[0]), posted=False
    )


def _lookups(page: Page, origin: str) -> Iterator[Lookup]:
    text = content(page).decode(errors="surrogateescape")
    form = _Form(action=None, posted=False)
    before = 0
    for found in (*TAG.finditer(text), None):
        tag = "/form" if found is None else found.group(1).lower()
        attributes = {} if found is None else attributes_of(found.group(2))
        if tag in {"form", "/form"}:
            yield from form.lookup()
            form = _Form(action=None, posted=False)
        if tag == "form":
            joined = on_origin(origin, page.target, attributes.get("action", ""))
            form = _Form(
                action=None if joined is None else joined.partition("?")[0],
                posted=attributes.get("method", "get").lower() == "post",
            )
        elif found is not None:
            form.take(tag, attributes, label=text[max(before, found.start() - LABEL) : found.start()])
        before = before if found is None else found.end()


class _Form:
    def __init__(self, *, action: str | None, posted: bool) -> None:
        self._action = action
        self._posted = posted
        self._typed: list[str] = []
        self._fields: dict[str, str] = {}
        self._select = ""
        self._secret = False
        self._searches = False

    def take(self, tag: str, attributes: dict[str, str], *, label: str) -> None:
        name, kind = attributes.get("name", ""), attributes.get("type", "").lower()
        value = attributes.get("value", "")
        if tag == "option" and self._select and not self._fields[self._select]:
            self._fields[self._select] = value
        elif tag == "select" and name:
            self._select = name
            self._fields.setdefault(name, "")
        elif tag == "textarea" or (tag == "input" and kind in SECRET):
            self._secret = True
        elif tag == "input" and kind in TYPED:
            self._typed.append(name)
            self._fields.setdefault(name, "")
            said = " ".join((label, attributes.get("placeholder", ""), attributes.get("title", "")))
            self._searches = kind == "search" or bool(SEARCHED.fullmatch(name) or WORDED.search(said))
        elif tag == "input" and name and kind not in IDLE:
            self._fields.setdefault(name, value if SOMEBODYS.search(value) is None else "")

    def lookup(self) -> Iterator[Lookup]:
        if self._action is None or may_act(self._action) or self._secret:
            return
        if len(self._typed) == 1 and self._typed[0]:
            fields: Fields = tuple(self._fields.items())
            parameter = Parameter(path=self._action, fields=fields, name=self._typed[0])
            yield Lookup(parameter=parameter, posted=self._posted, searches=self._searches)
