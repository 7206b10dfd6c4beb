# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an owner's browser sees of a page: its forms and links."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(kw_only=True, slots=True)
class Form:
    """One form with its fields."""

    name: str
    action: str
    """As written; empty posts to the page's own address."""
    hidden: dict[str, str] = field(default_factory=dict)
    """Fields that are sent as they stand, the token against forgery among them."""
    buttons: list[tuple[str, str]] = field(default_factory=list)
    """Name and value of each button that has a name."""
    words: list[str] = field(default_factory=list)
    """Names of fields for free text."""

    def does(self, act: str) -> bool:
        """Say whether the form is for an act: by hidden field, button, name, or end of its address."""
        return (
            self.hidden.get("action") == act
            or ("action", act) in self.buttons
            or self.name == act
            or self.action.rstrip("/").rpartition("/")[2] == act
        )

    def filled(self, act: str, values: Mapping[str, str], words: str) -> dict[str, str]:
        """Give what is posted for an act."""
        pressed = {name: value for name, value in self.buttons if value == act}
        written = dict.fromkeys(self.words, words) if words else {}
        return {**self.hidden, **written, **pressed, **values}


@dataclass(kw_only=True, slots=True)
class Seen:
    """A page's forms, and its links by their relation."""

    forms: list[Form] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)

    def form_for(self, act: str) -> Form | None:
        """Find the form for an act."""
        return next((form for form in self.forms if form.does(act)), None)


def read(document: str) -> Seen:
    """Read the forms and links of a page."""
    reader = _Reader()
    reader.feed(document)
    reader.close()
    return reader.seen


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen()
        self._form: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in {"a", "link"} and attributes.get("rel"):
            for relation in attributes["rel"].split():
                self.seen.links.setdefault(relation, attributes.get("href", ""))
        elif tag == "form":
            name = attributes.get("name") or attributes.get("id", "")
            self._form = Form(name=name, action=attributes.get("action", ""))
            self.seen.forms.append(self._form)
        elif self._form is not None and attributes.get("name"):
            self._field(self._form, tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None

    @staticmethod
    def _field(form: Form, tag: str, attributes: dict[str, str]) -> None:
        name, kind = attributes["name"], attributes.get("type", "text")
        if tag == "input" and kind == "hidden":
            form.hidden[name] = attributes.get("value", "")
        elif tag == "button" or (tag == "input" and kind == "submit"):
            form.buttons.append((name, attributes.get("value", "")))
        elif tag == "textarea":
            form.words.append(name)
