# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plant a test value, search everything for what should not be there, find the planted one, remove it.

An auditor who finds nothing has proved nothing unless the search is shown to work, so a made-up
identifier stands in a table, in a file and in a letter while the search runs, which must find all
three. No result and no error ever holds a value: where a name of a place has one, it is starred.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from mendsky import register
from mendsky.apps.directory import queries as directory
from mendsky.audit import places
from mendsky.audit.places import Content, UnreadableError
from mendsky.core import identity
from mendsky.core.identity.encoding import is_utf8
from mendsky.core.identity.identifiers import B
from mendsky.core.terms.nations import Nation
from mendsky.documents.letter import Letter
from mendsky.nations.load import load
from mendsky.runtime import clocks

AT = re.compile(
    rb"(?<=[\w.+\-\x80-\xff])@(?!example\.(?:com|net|org)\b)"
    rb"(?:[\w\-\x80-\xff]{1,63}\.){1,4}[A-Za-z\x80-\xff][\w\-\x80-\xff]{1,62}"
)
"""An e-mail address from its sign on, but for the domains of RFC 2606, which are nobody's."""
LOCAL_PART = re.compile(rb"[\w.+\-\x80-\xff]{1,64}\Z")
AROUND = 64
"""Bytes on either side of an address that must be text: ciphertext has addresses by chance."""
NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
CONTINUING = bytes(range(0x80, 0xC0))
LEFT_OUT = ("database",)
"""Folders of the home that are read by other means: the database through its tables."""
READ_THOUGH = ("database/log",)
"""The embedded server's own log."""
PLANTED_TABLE = "self_audit_planted"
PLANTED_FILE = "logs/self-audit-planted.txt"
PLANTED = {
    "table": f"database {PLANTED_TABLE}.note",
    "file": f"file {PLANTED_FILE}",
    "mail": "mail self-audit-planted",
}


class AuditBlindError(RuntimeError):
    """The search could not read a place or did not find what was planted: its silence proves nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """Personal data where none may be; never the value."""

    place: str
    kind: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditResult:
    """What was searched and what was found."""

    places: int
    bytes: int
    candidates: int
    hits: tuple[Hit, ...]

    @property
    def ok(self) -> bool:
        """Say whether nothing was found outside the register."""
        return not self.hits

    def as_json(self) -> dict[str, Any]:
        """Give the contract's object."""
        return {
            "ok": self.ok,
            "places": self.places,
            "bytes": self.bytes,
            "candidates": self.candidates,
            "hits": [{"place": hit.place, "kind": hit.kind, "count": hit.count} for hit in self.hits],
        }


def run() -> AuditResult:
    """Search database, files and mail, with a value planted in each to prove that the search sees.

    Raises `AuditBlindError` where a planted value was not found or a place cannot be read.
    """
    nation = load(settings.NATION)
    years = _birth_years()
    try:
        with _planted(planted_value(nation, years[0])) as letter:
            return _search(_everything(settings.HOME, letter), nation, years)
    except UnreadableError as failure:
        place = _starred(failure.place, nation, years)
        msg = f"the search is blind: cannot read {place}: {failure.reason}"
        raise AuditBlindError(msg) from None


def _everything(home: Path, letter: Letter) -> Iterator[Content]:
    return chain(
        places.in_database(),
        places.in_files(home, without=LEFT_OUT, though=READ_THOUGH),
        places.in_mail([letter], place=PLANTED["mail"]),
    )


def _search(contents: Iterable[Content], nation: Nation, years: tuple[int, int]) -> AuditResult:
    kept = {f"{row.table}.{column}" for row in register.REGISTER for column in row.columns}
    unseen = {place: what for what, place in PLANTED.items()}
    seen: set[str] = set()
    size = candidates = 0
    hits: Counter[tuple[str, str]] = Counter()
    for content in contents:
        found = [
            (kind, sure and content.register_key not in kept)
            for kind, sure in _candidates(content.content, nation, years)
        ]
        if content.place in PLANTED.values():
            if any(outside for _, outside in found):
                unseen.pop(content.place, None)
            continue
        seen.add(content.place)
        size += content.size
        candidates += len(found)
        hits.update((content.place, kind) for kind, outside in found if outside)
    if unseen:
        msg = f"the search is blind: the planted value was not found in: {', '.join(sorted(unseen.values()))}"
        raise AuditBlindError(msg)
    found_hits = tuple(
        Hit(place=_starred(place, nation, years), kind=kind, count=count)
        for (place, kind), count in sorted(hits.items())
    )
    return AuditResult(places=len(seen), bytes=size, candidates=candidates, hits=found_hits)


def _candidates(content: bytes, nation: Nation, years: tuple[int, int]) -> Iterator[tuple[str, bool]]:
    found = identity.find(content, nation, years)
    personal = found.select(found.of_kinds(row.kind for row in nation.identifiers if row.sensitivity))
    for position, sure in enumerate((personal.tier <= B).tolist()):
        yield personal.named(position), sure
    own = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">").encode()
    for start, end in _addresses(content):
        if content[start:end] != own and _is_text(content, start, end):
            yield "email", True


def _addresses(content: bytes) -> Iterator[tuple[int, int]]:
    # From the sign backwards: forwards, every word of a page would be tried as a beginning.
    for match in AT.finditer(content):
        before = LOCAL_PART.search(content[max(0, match.start() - 64) : match.start()])
        yield match.start() - (len(before[0]) if before else 0), match.end()


def _is_text(content: bytes, start: int, end: int) -> bool:
    """Say whether the line about an address, as far as it is near, is UTF-8 without control characters."""
    first = content.rfind(b"\n", max(0, start - AROUND), start) + 1 or max(0, start - AROUND)
    last = content.find(b"\n", end, end + AROUND)
    near = content[first : end + AROUND if last < 0 else last].lstrip(CONTINUING)
    return NOT_TEXT.search(near) is None and is_utf8(near)


def _starred(place: str, nation: Nation, years: tuple[int, int]) -> str:
    """Give the name of a place with the values in it made unreadable."""
    name = identity.redact(place.encode(errors="surrogateescape"), nation, years)
    for start, end in reversed(tuple(_addresses(name))):
        name = name[:start] + b"*" * (end - start) + name[end:]
    return name.decode(errors="replace")


def _birth_years() -> tuple[int, int]:
    """Give the hull of all windows of birth years in use: today's and every grant's."""
    windows = [grant.birth_years for grant in directory.grants()]
    return min([1900, *(first for first, _ in windows)]), max(
        [clocks.now().year, *(last for _, last in windows)]
    )


@contextmanager
def _planted(value: bytes) -> Iterator[Letter]:
    """Plant a value in a table and a file while the block runs, and give a letter that holds it."""
    mark = settings.HOME / PLANTED_FILE
    mark.parent.mkdir(parents=True, exist_ok=True)
    text = f"planted {value.decode()}"
    try:
        mark.write_text(text + "\n")
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"create table {PLANTED_TABLE} (note text)")
                cursor.execute(f"insert into {PLANTED_TABLE} values (%s)", [text])  # noqa: S608 - our own name
            yield Letter(subject="self-audit", text=text, html="")
            transaction.set_rollback(True)
    finally:
        mark.unlink(missing_ok=True)


def planted_value(nation: Nation, year: int) -> bytes:
    """Make an identifier of nobody, valid by the nation's first row with a date, born on 1 January."""
    row = next(row for row in nation.identifiers if row.date_at is not None)
    county = next(code for code, division in nation.divisions.items() if division.level == 3)
    body = f"{county}{year:04d}0101000"
    total = sum(weight * int(digit) for weight, digit in zip(row.weights, body, strict=True))
    return (body + row.check[total % row.modulus]).encode()
