# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lookup forms: those of a page that ask for one thing, and for nothing that only its owner knows."""

from collections.abc import Iterator
from dataclasses import dataclass

from mendsky.core.probes.marks import content
from mendsky.core.probes.surface import SOMEBODYS, TAG, attributes_of
from mendsky.core.probes.targets import Fields, Parameter, may_act, on_origin
from mendsky.core.terms.probing import Page

TYPED = frozenset({"", "text", "search", "tel", "number"})
"""Types of fields into which a number is typed (HTML, input types)."""
SECRET = frozenset({"password", "file"})
IDLE = frozenset({"submit", "button", "reset", "image"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Lookup:
    """One question that asks for one number."""

    parameter: Parameter
    posted: bool
    """The form is sent by POST, which no probe does here: by GET it may be answered or not."""


def lookups(page: Page, origin: str) -> Iterator[Lookup]:
    """Yield the forms of a page with exactly one field to type into."""
    text = content(page).decode(errors="surrogateescape")
    form = _Form(action=None, posted=False)
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
            form.take(tag, attributes)


class _Form:
    def __init__(self, *, action: str | None, posted: bool) -> None:
        self._action = action
        self._posted = posted
        self._typed: list[str] = []
        self._fields: dict[str, str] = {}
        self._select = ""
        self._secret = False

    def take(self, tag: str, attributes: dict[str, str]) -> None:
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
        elif tag == "input" and name and kind not in IDLE:
            self._fields.setdefault(name, value if SOMEBODYS.search(value) is None else "")

    def lookup(self) -> Iterator[Lookup]:
        if self._action is None or may_act(self._action) or self._secret:
            return
        if len(self._typed) == 1 and self._typed[0]:
            fields: Fields = tuple(self._fields.items())
            parameter = Parameter(path=self._action, fields=fields, name=self._typed[0])
            yield Lookup(parameter=parameter, posted=self._posted)
