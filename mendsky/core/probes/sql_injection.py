# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Input that reaches a database as SQL.

Asks each GET parameter that the system's own pages offer for its plain value, for a quote, and for
conditions that are true or false; writes nothing, and asks for rows only where no page tells what
stands behind, then for two. CWE-89.
"""

from collections.abc import Generator
from dataclasses import dataclass, field

from mendsky.core.probes.answers import exposed, not_exposed, seen_on, stated_records, undetermined
from mendsky.core.probes.exports import names_export
from mendsky.core.probes.looks import Look, look, stable
from mendsky.core.probes.marks import DATABASE_ERRORS, LOGIN, offers_change, shows
from mendsky.core.probes.surface import Surface, explore, filling, unseen
from mendsky.core.probes.targets import Parameter, read_name, template
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

SPEC = ProbeSpec(kind="sql-injection", version=2, cwe=89, probe_class=2, cost=120, repair="sql-injection")
PAGES = 6
"""Pages beside the front page whose links and forms are read."""
ROWS = 2
"""Rows that a widened condition asks for; a grant that lets fewer be read gets none."""
SAMPLE_BYTES = 16_384
CLOSED = frozenset({401, 403})


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """Two questions that a database tells apart and a bound parameter does not."""

    alike: str
    """What a database answers like the plain value."""
    other: str
    """What it answers differently."""
    digits: bool = False
    """Only where the plain value is a number: it stands without quotes."""


NARROWED = (
    Condition(alike="{value}' AND '1'='1", other="{value}' AND '1'='2"),
    Condition(alike="{value} AND 1=1", other="{value} AND 1=2", digits=True),
    Condition(alike="{value}%' AND '1' LIKE '1", other="{value}%' AND '1' LIKE '2"),
)
"""A false condition takes away what the plain value finds; the third fits inside `LIKE '%…%'`."""
WIDENED = (
    Condition(alike="{value}' OR '1'='2' LIMIT 2 -- ", other="{value}' OR '1'='1' LIMIT 2 -- "),
    Condition(alike="{value} OR 1=2 LIMIT 2 -- ", other="{value} OR 1=1 LIMIT 2 -- ", digits=True),
    Condition(
        alike="{value}' OR '1'='2' ORDER BY 1 OFFSET 0 ROWS FETCH NEXT 2 ROWS ONLY -- ",
        other="{value}' OR '1'='1' ORDER BY 1 OFFSET 0 ROWS FETCH NEXT 2 ROWS ONLY -- ",
    ),
)
"""A true condition finds two rows where the plain value finds none; the third is SQL:2008, for SQL Server."""


@dataclass(kw_only=True, slots=True)
class Trail:
    """What was seen while one parameter was asked."""

    parameter: Parameter
    readings: list[Reading] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    login: bool = False
    broken: bool = False
    """A single quote brought a 5xx that the doubled one did not."""
    writable: bool = False
    """An answer offered to change what it showed."""
    failed: bool = False
    """Some answer was a 5xx."""
    empty: bool = False
    """A condition changed nothing either way, so that the plain value may simply find nothing."""
    first: Look | None = None
    """Of the plain value."""


class CannotTellError(Exception):
    """A page was no answer, so that nothing can be told of the parameter."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause.value)
        self.cause = cause


def probe(target: Target) -> Probe:
    """Look for a parameter whose value reaches the database as SQL, known places first."""
    known = tuple(place.group for place in target.places if "{n}" not in place.group)
    surface = yield from explore(target, first=known, most=PAGES + len(known))
    cause, asked = surface.cause, 0
    for parameter in _in_order(target, surface):
        asked += 1
        trail = Trail(parameter=parameter)
        try:
            found = yield from _examine(target, surface, trail)
        except CannotTellError as unable:
            cause = cause or unable.cause
            continue
        if found is not None:
            return (yield from _weigh(target, trail, found))
    if cause is not None:
        return undetermined(SPEC, cause, f"of {asked} parameters not all could be told")
    return not_exposed(SPEC, f"{asked} parameters were asked and none reached the database")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _in_order(target: Target, surface: Surface) -> list[Parameter]:
    """Put the parameters of known places first, whether or not a page still offers them.

    Others of an export are left out: each question might have everybody gathered into a file.
    """
    offered = {(template(found.path), found.name): found for found in reversed(surface.parameters)}
    known = [
        offered.get((place.group, read_name(kept))) or _unlinked(target, place, read_name(kept))
        for place in target.places
        for kept in place.parameters
    ]
    asked = {(found.path, found.name) for found in known}
    return known + [
        found
        for found in surface.parameters
        if (found.path, found.name) not in asked and not _exports(surface, found)
    ]


def _exports(surface: Surface, parameter: Parameter) -> bool:
    plain = parameter.target(parameter.value)
    return names_export(plain) or plain in surface.exports


def _unlinked(target: Target, place: Place, name: str) -> Parameter:
    fields = tuple((read_name(kept), filling(target)) for kept in place.parameters)
    return Parameter(path=place.group.replace("{n}", "1"), fields=fields, name=name)


def _examine(target: Target, surface: Surface, trail: Trail) -> Generator[Get, Page, str | None]:
    """Say how one parameter reaches the database, or None where it does not; raises CannotTellError."""
    plain = trail.parameter.value
    first = yield from _ask(trail, plain)
    if first.status in CLOSED:
        return None
    if first.error:
        raise CannotTellError(Cause.HONEYPOT)
    again = yield from _ask(trail, plain)
    complaint = yield from _complaint(trail, plain)
    if complaint is not None:
        return complaint
    if not stable(first.look, again.look):
        raise CannotTellError(Cause.UNSTABLE)
    lenses = [lens for lens in ("exact", "blurred") if getattr(first.look, lens) == getattr(again.look, lens)]
    for conditions in (NARROWED, WIDENED if target.sample_records >= ROWS else ()):
        for condition in _fitting(conditions, plain):
            if (yield from _differs(trail, condition, first.look, lenses)):
                return "conditions that are true and false are answered differently, again and again"
        if not trail.empty:
            break
    if trail.failed:
        # A sound page may fail on every odd value; a server that went down meanwhile fails on this one too.
        yield from _ask(trail, plain)
    _no_doubt(target, surface, trail)
    return None


def _fitting(conditions: tuple[Condition, ...], plain: str) -> tuple[Condition, ...]:
    return tuple(condition for condition in conditions if plain.isdecimal() or not condition.digits)


def _no_doubt(target: Target, surface: Surface, trail: Trail) -> None:
    """Raise CannotTellError where a parameter that showed nothing may still hide something."""
    if trail.broken:
        raise CannotTellError(Cause.SERVER_ERROR)
    if trail.login and not surface.login_box:
        raise CannotTellError(Cause.LOGIN_PAGE)
    guessed = trail.parameter.value == filling(target) and not target.test_identities
    if trail.empty and guessed and target.sample_records < ROWS:
        # A value that finds nothing looks like a bound one: only somebody's number, or rows, would tell.
        raise CannotTellError(Cause.NO_TEST_IDENTITY)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """What is kept of one page."""

    status: int
    look: Look
    error: bool


def _ask(trail: Trail, value: str, *, note: str = "", most: int = 65_536) -> Generator[Get, Page, Answered]:
    plain = trail.parameter.value
    page = yield Get(trail.parameter.target(value), max_bytes=most)
    cause = unseen(page)
    if value != plain and page.failure is None and page.status in {403, 429, 503}:
        cause = Cause.BLOCKED
    elif value != plain and cause is Cause.SERVER_ERROR:
        # A database's complaint often comes with a 500: that is an answer.
        cause = None
    if cause is not None:
        raise CannotTellError(cause)
    trail.readings.append(page.reading)
    trail.failed = trail.failed or page.status >= 500
    trail.writable = trail.writable or offers_change(page)
    trail.login = trail.login or shows(page, LOGIN)
    if note:
        trail.evidence.append(seen_on(page, note))
    seen = look(page, asked=value, plain=plain, like=trail.first)
    trail.first = trail.first or seen
    return Answered(status=page.status, look=seen, error=shows(page, DATABASE_ERRORS))


def _complaint(trail: Trail, plain: str) -> Generator[Get, Page, str | None]:
    """Ask for a quote and a doubled one; only SQL that the first unbalances complains of it alone."""
    single = yield from _ask(trail, f"{plain}'")
    doubled = yield from _ask(trail, f"{plain}''")
    trail.broken = single.status >= 500 > doubled.status
    if not single.error or doubled.error:
        # In a number's place both break the statement; conditions tell more there.
        return None
    again = yield from _ask(
        trail, f"{plain}'", note="a single quote brings a database error, two quotes none"
    )
    return "a quote brings a database error" if again.error else None


def _differs(
    trail: Trail, condition: Condition, plain: Look, lenses: list[str]
) -> Generator[Get, Page, bool]:
    """Ask both sides of a condition, and where they differ as SQL would, both again."""
    others: list[Look] = []
    for turn, side in enumerate((condition.alike, condition.other) * 2):
        changes = turn % 2 == 1
        answered = yield from _ask(
            trail,
            side.replace("{value}", trail.parameter.value),
            note=("", "", "a condition that changes nothing", "a condition that changes what is found")[turn],
            most=SAMPLE_BYTES if changes and condition in WIDENED else 65_536,
        )
        if turn == 1 and stable(plain, answered.look):
            trail.empty = True
        lenses = [
            lens for lens in lenses if (getattr(plain, lens) != getattr(answered.look, lens)) is changes
        ]
        if changes:
            others.append(answered.look)
        if not lenses:
            return False
    return any(getattr(others[0], lens) == getattr(others[1], lens) for lens in lenses)


def _weigh(target: Target, trail: Trail, found: str) -> Generator[Get, Page, Observation]:
    """Say whether people's data stands behind an input that reaches the database; ask for rows if need be."""
    if not _shown(trail) and target.sample_records >= ROWS:
        for condition in _fitting(WIDENED, trail.parameter.value):
            value = condition.other.replace("{value}", trail.parameter.value)
            try:
                yield from _ask(trail, value, note="a widened condition, two rows", most=SAMPLE_BYTES)
            except CannotTellError as unable:
                return undetermined(SPEC, unable.cause, f"{found}; what stands behind it could not be seen")
            if _shown(trail):
                break
    if not _shown(trail) and target.control.stated_records is None:
        return undetermined(
            SPEC, Cause.NOT_GRANTED, f"{found}; the sample that the grant allows shows nobody's data"
        )
    return exposed(
        SPEC,
        found,
        place=trail.parameter.place,
        readings=trail.readings,
        records=stated_records(target.control, trail.readings),
        evidence=trail.evidence,
        writable=trail.writable,
    )


def _shown(trail: Trail) -> bool:
    return any(reading.occurrences or reading.classes for reading in trail.readings)
