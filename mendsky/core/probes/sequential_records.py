# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Records that anyone can count through: one number in an address, one person's record behind each.

Asks for a linked number and its next neighbours, without login, never for more records than the
grant lets a sample read. CWE-639.
"""

import re
from collections.abc import Generator
from dataclasses import dataclass, field
from hashlib import sha256

from mendsky.core.probes.answers import exposed, not_exposed, rows_of, seen_on, stated_records, undetermined
from mendsky.core.probes.looks import Look, look
from mendsky.core.probes.marks import LOGIN, content, shows
from mendsky.core.probes.surface import Surface, explore, unseen
from mendsky.core.probes.targets import FILE, STATIC, Numbered, may_act, numbered, percent, read_name
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import (
    Evidence,
    Get,
    Observation,
    Page,
    Place,
    Probe,
    ProbeEntry,
    ProbeSpec,
    Reading,
    Target,
)

SPEC = ProbeSpec(
    kind="sequential-records", version=2, cwe=639, probe_class=1, cost=64, repair="sequential-records"
)
PAGES = 4
"""Pages beside the front page whose links are read."""
NEIGHBOURS = 4
"""Numbers asked for in a row."""
PROOF = 2
"""Different records that prove it; a grant that lets fewer be read gets no record page asked."""
MOST_ROWS = 10
"""Rows about people on one record's page, a family's at most: what has more is a list, and no record."""
STARTS = (1, 17, 100, 1000, 10_000, 100_000, 1_000_000)
"""Numbers to try at a known place that no page links any more."""
NOBODYS = 1_000_000_000
"""From here on up to twice of it numbers stand for nobody; they still fit into 32 bits."""
LONG_NUMBER = re.compile(rb"[0-9]{8,}[Xx]?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What is kept of one record's page."""

    look: Look
    numbers: bytes
    """Digest of the long numbers on it: the same specimen on every page is no record."""


@dataclass(kw_only=True, slots=True)
class Trail:
    """What was seen so far, and how many more records may be."""

    left: int
    cause: Cause | None = None
    closed: bool = False
    """The server asked for a login, so that other numbers need not be tried."""
    shown: list[Shown] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)


def probe(target: Target) -> Probe:
    """Look for an address whose number can be counted through, known places first."""
    surface = yield from explore(target, most=PAGES)
    series = _series(target, surface)
    if series and target.sample_records < PROOF:
        return undetermined(SPEC, Cause.NOT_GRANTED, f"the grant lets fewer than {PROOF} records be read")
    cause, left = surface.cause, target.sample_records
    for first, starts in series:
        trail = Trail(left=left)
        if (yield from _counts_through(surface, trail, first, starts)):
            return (yield from _with_control(target, trail, first))
        left, cause = trail.left, cause or trail.cause
    if cause is not None:
        return undetermined(SPEC, cause, f"of {len(series)} numbered addresses not all could be told")
    return not_exposed(SPEC, f"{len(series)} numbered addresses were asked and none showed people's records")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _series(target: Target, surface: Surface) -> list[tuple[Numbered, tuple[int, ...]]]:
    """Give each numbered address once, with the numbers to begin at; known places first."""
    linked: dict[Place, Numbered] = {}
    for link in surface.links:
        found = numbered(link)
        path = link.partition("?")[0]
        if found is not None and not may_act(link) and not (STATIC.search(path) or FILE.search(path)):
            linked.setdefault(found.place, found)
    known: list[tuple[Numbered, tuple[int, ...]]] = [
        (linked[place], (linked[place].number,)) if place in linked else (_unlinked(place), STARTS)
        for place in target.places
    ]
    return known + [(first, (first.number,)) for place, first in linked.items() if place not in target.places]


def _unlinked(place: Place) -> Numbered:
    if place.parameters:
        before = f"{place.group.replace('{n}', '1')}?{percent(read_name(place.parameters[0]))}="
        return Numbered(before=before, number=STARTS[0], after="", place=place)
    before, _, after = place.group.rpartition("{n}")
    return Numbered(before=before.replace("{n}", "1"), number=STARTS[0], after=after, place=place)


def _counts_through(
    surface: Surface, trail: Trail, series: Numbered, starts: tuple[int, ...]
) -> Generator[Get, Page, bool]:
    """Ask for numbers until two different records showed; False where they do not."""
    for start in starts:
        silent = 0
        for number in range(start, start + NEIGHBOURS):
            if trail.left < 1:
                trail.cause = trail.cause or Cause.NOT_GRANTED
                return False
            if not (yield from _ask(surface, trail, series.target(number))):
                silent += 1
                # A linked number may have gone meanwhile; one that we guess is not worth a second.
                if silent == 2 or len(starts) > 1 or trail.cause is not None or trail.closed:
                    break
            elif (yield from _differ(trail, series.target(start))):
                return True
        if trail.shown or trail.cause is not None or trail.closed:
            break
    return False


def _ask(surface: Surface, trail: Trail, asked: str) -> Generator[Get, Page, bool]:
    """Ask for one number and say whether a record showed."""
    page = yield Get(asked, fresh=False)
    cause = unseen(page)
    if cause is None and page.reading.occurrences == 0 and page.target == asked and not surface.login_box:
        # Sent on to a login page the record is closed; a login page in its place may hide anything.
        cause = Cause.LOGIN_PAGE if page.status == 200 and shows(page, LOGIN) else None
    trail.cause = trail.cause or cause
    trail.closed = page.status in {401, 403} or (page.target != asked and shows(page, LOGIN))
    if cause is not None or page.status != 200 or page.reading.occurrences == 0:
        return False
    if rows_of(page.reading) > MOST_ROWS:
        return False
    trail.left -= rows_of(page.reading)
    long_numbers = sorted(set(LONG_NUMBER.findall(content(page))))
    trail.shown.append(Shown(look=look(page), numbers=sha256(b" ".join(long_numbers)).digest()))
    trail.readings.append(page.reading)
    trail.evidence.append(
        seen_on(page, f"a record with {page.reading.occurrences} identifiers, without login")
    )
    return True


def _differ(trail: Trail, first: str) -> Generator[Get, Page, bool]:
    """Say whether the newest record is another one than the first, and not the same with a new clock."""
    old, new = trail.shown[0], trail.shown[-1]
    if len(trail.shown) < PROOF or old.numbers == new.numbers:
        return False
    if old.look.blurred != new.look.blurred:
        return True
    if trail.left < 1:
        trail.cause = trail.cause or Cause.NOT_GRANTED
        return False
    page = yield Get(first)
    trail.left -= rows_of(page.reading)
    if page.failure is None and look(page).exact == old.look.exact:
        return True
    trail.cause = trail.cause or page.failure or Cause.UNSTABLE
    return False


def _with_control(target: Target, trail: Trail, series: Numbered) -> Generator[Get, Page, Observation]:
    """Ask for a number that stands for nobody; where it shows a record too, the records prove nothing."""
    number = NOBODYS + int.from_bytes(sha256(target.nonce.encode()).digest()[:4], "big") % NOBODYS
    page = yield Get(series.target(number))
    if page.failure is not None:
        return undetermined(SPEC, page.failure, "the control number was not answered")
    if page.reading.occurrences:
        return undetermined(SPEC, Cause.HONEYPOT, "a number that stands for nobody shows a record too")
    trail.evidence.append(seen_on(page, "a number that stands for nobody shows no record"))
    return exposed(
        SPEC,
        f"{len(trail.shown)} neighbouring numbers show different people's records without login",
        place=series.place,
        readings=trail.readings,
        records=stated_records(target.control, trail.readings),
        evidence=trail.evidence,
    )
