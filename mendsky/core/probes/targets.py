# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Targets: what is asked of a system, taken apart, changed in one value, and blanked for keeping."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from mendsky.core.terms.probing import Place

NUMBER = re.compile(r"(?<![0-9])[0-9]{1,9}(?![0-9])")
"""At most nine digits: a longer number may be somebody's, and is never counted onwards."""
NUMBERED_NAME = re.compile(r"(?:[^0-9]*[-_])?[0-9]{1,9}(?:\.[A-Za-z]{1,5})?")
"""`17`, `17.html`, `person_17.html`; not `query2.jsp`."""
LONG_NUMBER = re.compile(r"[0-9]{6,}[Xx]?")
ACTING = re.compile(
    r"log-?out|sign-?out|log-?off|exit|delete|remove|drop|cancel|pay|submit|update|edit|save", re.IGNORECASE
)
"""Words of a target that may act when asked: such a target is never asked."""
STATIC = re.compile(
    r"\.(?:css|js|mjs|map|png|jpe?g|gif|svg|ico|webp|woff2?|ttf|mp[34]|avi|pdf|docx?|exe|apk)$", re.IGNORECASE
)
FILE = re.compile(
    r"\.(?:csv|tsv|txt|sql|dat|log|json|xml|xlsx?|zip|gz|tgz|tar|rar|7z|bak|mdb|dbf|db|sqlite|dmp|dump)$",
    re.IGNORECASE,
)
"""Files that may hold many records: never read whole as if they were pages."""
SAFE = "%/?&=:;,+~-._!*()@$[]"
"""Characters of a reference that are left as they are written."""
PLAIN = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?(?:\?[A-Za-z0-9._~=&-]+)?")
"""A reference that is a target as it stands: most links are, and are not taken apart."""
DIGIT = re.compile(r"[0-9]")
NUMBERED_PART = re.compile(r"(?<![^/])((?:[^/0-9]*[-_])?)[0-9]{1,9}((?:\.[A-Za-z]{1,5})?)(?![^/])")
"""A part of a path that is a `NUMBERED_NAME`: what stands before its number, and behind it."""
LONG_NUMBERED_PART = re.compile(r"(?<![^/])[0-9]{6,}[Xx]?(?![^/])")

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """One parameter of one path, with the other fields that belong to a whole question."""

    path: str
    fields: Fields
    name: str

    @property
    def value(self) -> str:
        """Give the plain value."""
        return dict(self.fields)[self.name]

    @property
    def place(self) -> Place:
        """Give the place that this parameter is."""
        return Place(group=template(self.path), parameters=(kept_name(self.name),))

    def target(self, value: str) -> str:
        """Write the target that asks with another value of this parameter."""
        return with_query(
            self.path, ((name, value if name == self.name else plain) for name, plain in self.fields)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Numbered:
    """A target in which one number stands for one record."""

    before: str
    number: int
    after: str
    place: Place

    def target(self, number: int) -> str:
        """Write the target of another record."""
        return f"{self.before}{number}{self.after}"


def on_origin(origin: str, base: str, reference: str) -> str | None:
    """Give the origin-form target of a reference, or None where it leads elsewhere."""
    reference = reference.strip()
    if PLAIN.fullmatch(reference):
        return reference
    try:
        joined = urlsplit(urljoin(origin + base, reference))
        port = joined.port or {"http": 80, "https": 443}.get(joined.scheme)
        host = joined.hostname or ""
    except ValueError:
        # A reference that no one can read, such as `http://[`, leads nowhere.
        return None
    if f"{joined.scheme}://{f'[{host}]' if ':' in host else host}:{port}" != origin:
        return None
    path = quote(joined.path or "/", safe=SAFE, errors="surrogateescape")
    query = quote(joined.query, safe=SAFE, errors="surrogateescape")
    if not path.startswith("/") or "//" in path or "%0" in path:
        return None
    return f"{path}?{query}" if query else path


def with_query(path: str, fields: Iterable[tuple[str, str]]) -> str:
    """Join a path and fields to a target, everything percent-encoded (RFC 3986 section 2)."""
    query = "&".join(f"{percent(name)}={percent(value)}" for name, value in fields)
    return f"{path}?{query}" if query else path


def percent(text: str) -> str:
    """Percent-encode a value, bytes of other charsets included."""
    return quote(text, safe="", errors="surrogateescape")


def fields_of(query: str) -> Fields:
    """Take a query apart, empty values kept; the first value of a name counts."""
    if not query:
        return ()
    fields: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True, errors="surrogateescape"):
        fields.setdefault(name, value)
    return tuple(fields.items())


def kept_name(name: str) -> str:
    """Write a parameter's name so that it can be stored and read back: percent-encoded where unprintable."""
    return name if name.isprintable() and "%" not in name else percent(name)


def read_name(kept: str) -> str:
    """Read a parameter's name as `kept_name` wrote it."""
    return unquote(kept, errors="surrogateescape")


def numbered(target: str) -> Numbered | None:
    """Find the number in a target that stands for a record, in the query before the path."""
    path, _, query = target.partition("?")
    fields = fields_of(query)
    for position, (name, value) in enumerate(fields):
        if NUMBER.fullmatch(value):
            before = f"{with_query(path, fields[:position])}{'&' if position else '?'}{percent(name)}="
            after = with_query("", fields[position + 1 :]).replace("?", "&", 1)
            place = Place(group=template(path), parameters=(kept_name(name),))
            return Numbered(before=before, number=int(value), after=after, place=place)
    found = _number_in(path)
    if found is None:
        return None
    before, after = path[: found.start()], path[found.end() :]
    place = Place(group=f"{template(before)}{{n}}{template(after)}")
    return Numbered(
        before=before, number=int(found.group()), after=f"{after}?{query}" if query else after, place=place
    )


def template(path: str) -> str:
    """Give the route template of a path: numbers that stand for records become `{n}`."""
    if DIGIT.search(path) is None:
        return path
    return LONG_NUMBERED_PART.sub("{n}", NUMBERED_PART.sub(_unnumbered, path))


def blanked(target: str) -> str:
    """Replace every value in a target, so that nobody's number is kept."""
    if "?" not in target and "%" not in target and LONG_NUMBER.search(target) is None:
        return _blanked_path(target)
    path, _, query = target.partition("?")
    shown = _blanked(unquote(path, errors="replace"))
    return shown + (f"?{'&'.join(f'{kept_name(name)}=…' for name, _ in fields_of(query))}" if query else "")


@lru_cache(maxsize=4096)
def _blanked_path(path: str) -> str:
    """Blank a path that holds nobody's number: most are the same for all systems."""
    return _blanked(path)


def _blanked(shown: str) -> str:
    if DIGIT.search(shown) is not None:
        shown = LONG_NUMBER.sub("{n}", NUMBERED_PART.sub(_unnumbered, shown))
    if not shown.isprintable():
        shown = "".join(letter if letter.isprintable() else "?" for letter in shown)
    return shown


def may_act(target: str) -> bool:
    """Say whether asking for a target might change something, by the words in its path and names."""
    path, _, query = target.partition("?")
    return ACTING.search(path) is not None or any(
        ACTING.search(word) is not None for field in fields_of(query) for word in field
    )


def place_may_act(place: Place) -> bool:
    """Say whether asking for a known place might change something, by its path and its parameters' names."""
    return may_act(place.group) or any(ACTING.search(read_name(name)) for name in place.parameters)


def _unnumbered(part: re.Match[str]) -> str:
    return f"{part[1]}{{n}}{part[2]}"


def _number_in(path: str) -> re.Match[str] | None:
    if DIGIT.search(path) is None:
        return None
    start = len(path)
    for part in reversed(path.split("/")):
        start -= len(part)
        if NUMBERED_NAME.fullmatch(part):
            return NUMBER.search(path, start, start + len(part))
        start -= 1
    return None
