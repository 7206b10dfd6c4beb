# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plant a test value, find it, remove it, then search everything for what should not be there.

An auditor who finds nothing has proved nothing unless the search is shown to work, so each run
first plants a made-up identifier in a table, in a file and in a letter, and must find all three.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from mendsky import register
from mendsky.apps.directory import queries as directory
from mendsky.audit import places
from mendsky.audit.places import Content
from mendsky.core import identity
from mendsky.core.terms.nations import Nation
from mendsky.nations.load import load
from mendsky.runtime import clocks

EMAIL = re.compile(rb"[\w.+-]{1,64}@(?!example\b)[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.ASCII)
SURE_TIERS = frozenset({"A", "B"})
LEFT_OUT = ("database",)
"""Folders of the home that are read by other means: the database through its tables."""


class AuditBlindError(RuntimeError):
    """The search did not find what was planted, so that its silence would prove nothing."""


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
    """Prove that the search sees, then search database, files and mail.

    Raises `AuditBlindError` where a planted value was not found.
    """
    nation = load(settings.NATION)
    years = _birth_years()
    _prove_sight(nation, years)
    return _search(_everything(settings.HOME), nation, years)


def _everything(home: Path) -> Iterator[Content]:
    return chain(places.in_database(), places.in_files(home, without=LEFT_OUT), places.in_mail())


def _search(contents: Iterable[Content], nation: Nation, years: tuple[int, int]) -> AuditResult:
    kept = {f"{row.table}.{column}" for row in register.REGISTER for column in row.columns}
    seen: set[str] = set()
    size = candidates = 0
    hits: Counter[tuple[str, str]] = Counter()
    for content in contents:
        seen.add(content.place)
        size += len(content.content)
        for kind, sure in _candidates(content.content, nation, years):
            candidates += 1
            if sure and content.register_key not in kept:
                hits[content.place, kind] += 1
    found = tuple(Hit(place=place, kind=kind, count=count) for (place, kind), count in sorted(hits.items()))
    return AuditResult(places=len(seen), bytes=size, candidates=candidates, hits=found)


def _candidates(content: bytes, nation: Nation, years: tuple[int, int]) -> Iterator[tuple[str, bool]]:
    for found in identity.find(content, nation, years):
        yield found.kind, found.tier in SURE_TIERS
    own = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">").encode()
    for match in EMAIL.finditer(content):
        if match.group() != own:
            yield "email", True


def _birth_years() -> tuple[int, int]:
    """Give the hull of all windows of birth years in use: today's and every grant's."""
    windows = [grant.birth_years for grant in directory.grants()]
    return min([1900, *(first for first, _ in windows)]), max(
        [clocks.now().year, *(last for _, last in windows)]
    )


def _prove_sight(nation: Nation, years: tuple[int, int]) -> None:
    value = planted_value(nation, years[0])
    mark = settings.HOME / "logs" / "self-audit-planted.txt"
    mark.parent.mkdir(parents=True, exist_ok=True)
    try:
        mark.write_bytes(b"planted " + value + b"\n")
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("create table self_audit_planted (note text)")
                cursor.execute("insert into self_audit_planted values (%s)", [value.decode()])
            letter = Content(place="mail", register_key="", content=b"planted " + value)
            result = _search(chain(_everything(settings.HOME), [letter]), nation, years)
            transaction.set_rollback(True)
    finally:
        mark.unlink(missing_ok=True)
    found = {hit.place for hit in result.hits}
    wanted = {"database self_audit_planted.note", f"file logs/{mark.name}", "mail"}
    if missing := wanted - found:
        msg = f"the planted value was not found in: {', '.join(sorted(missing))}"
        raise AuditBlindError(msg)


def planted_value(nation: Nation, year: int) -> bytes:
    """Make an identifier of nobody, valid by the nation's first row with a date, born on 1 January."""
    row = next(row for row in nation.identifiers if row.date_at is not None)
    county = next(code for code, division in nation.divisions.items() if division.level == 3)
    body = f"{county}{year:04d}0101000"
    total = sum(weight * int(digit) for weight, digit in zip(row.weights, body, strict=True))
    return (body + row.check[total % row.modulus]).encode()
