# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An InfluxDB that shows people's records to whoever asks, without a login.

Knows it by the front page of the visit, asks what it holds, and of the likeliest measurements for a few
points, no more than the grant lets a sample read. It never writes. CWE-306.
"""

from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from mendsky.core.probes import influxql
from mendsky.core.probes.answers import exposed, not_exposed, seen_on, undetermined
from mendsky.core.probes.files import LIKELY
from mendsky.core.probes.influxql import Answered, may_name
from mendsky.core.probes.marks import content
from mendsky.core.probes.stores import instead
from mendsky.core.probes.surface import FRONT_BYTES, unseen
from mendsky.core.probes.talking import PROOF, people_in
from mendsky.core.probes.targets import percent
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import (
    Estimate,
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
    kind="open-influxdb",
    version=1,
    cwe=306,
    probe_class=1,
    cost=16,
    repair="open-influxdb",
    only_reads=True,
)
VERSION = "x-influxdb-version"
"""Header that its answers have, refusals too."""
LISTING_BYTES = 262_144
MOST_DATABASES = 4
MOST_NAMES = 200
"""Measurements of one database that are named at once."""
MOST_MEASUREMENTS = 8
FEW = 5
"""Points that are asked of one measurement, where the grant lets so many records be read."""
CLOSED = frozenset({401, 403, 404})

Name = tuple[str, str]
"""Database and measurement."""


@dataclass(kw_only=True, slots=True)
class Look:
    """What may yet be looked at."""

    left: int
    """Records that the grant still lets be read."""
    measurements: int = 0
    """Those that were looked into."""
    empty: set[Name] = field(default_factory=set)
    """Those of them that show no point."""


def probe(target: Target) -> Probe:
    """Look into the known measurements, and where it says that it is InfluxDB, into the likeliest others."""
    front = yield Get("/", max_bytes=FRONT_BYTES, fresh=False)
    known = list(dict.fromkeys(name for place in target.places if (name := _named(place)) is not None))
    cause, look = unseen(front), Look(left=target.sample_records)
    if cause is None and VERSION not in front.headers and not known:
        return not_exposed(SPEC, "nothing says that it is InfluxDB")
    answer = yield from _samples(target, look, known)
    if isinstance(answer, Observation):
        return answer
    cause = cause or answer
    if VERSION in front.headers:
        found = yield from _listed()
        cause = cause or found.untold
        others = sorted(set(found.names) - set(known), key=_unlikely)
        answer = yield from _samples(target, look, others)
        if isinstance(answer, Observation):
            return answer
        # What is named and shows no point keeps them under a retention policy that is not the default.
        hidden = Cause.OVER_BUDGET if look.empty & set(found.names) else None
        cause = cause or answer or hidden
    if cause is not None:
        return undetermined(SPEC, cause, f"beside {look.measurements} measurements not all could be told")
    return not_exposed(SPEC, f"samples of {look.measurements} measurements show nobody without a login")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _unlikely(name: Name) -> tuple[bool, Name]:
    return LIKELY.search(name[1]) is None, name


def _place(name: Name) -> Place:
    """Give a measurement's place; it is asked for by a query, whose values no place holds."""
    return Place(group=f"{influxql.PATH}/{percent(name[0])}/{percent(name[1])}")


def _named(place: Place) -> Name | None:
    parts = place.group.removeprefix(f"{influxql.PATH}/").split("/")
    return (unquote(parts[0]), unquote(parts[1])) if len(parts) == 2 else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """What it says that it holds."""

    names: tuple[Name, ...] = ()
    untold: Cause | None = None
    """Why there may be more."""


def _listed() -> Generator[Get, Page, Listed]:
    databases = yield from _names(influxql.DATABASES)
    if not isinstance(databases, list):
        return Listed(untold=databases)
    held = [name for name in databases if name != influxql.OWN]
    untold = Cause.OVER_BUDGET if len(held) > MOST_DATABASES else None
    found: list[Name] = []
    for database in held[:MOST_DATABASES]:
        if not may_name(database):
            untold = untold or Cause.OVER_BUDGET
            continue
        names = yield from _names(influxql.measurements(database, MOST_NAMES))
        if isinstance(names, list):
            found += [(database, name) for name in names]
            names = Cause.OVER_BUDGET if len(names) == MOST_NAMES else None
        untold = untold or names
    return Listed(names=tuple(found), untold=untold)


def _names(asked: str) -> Generator[Get, Page, list[str] | Cause | None]:
    """Ask for names; None where they are shown to nobody."""
    page = yield Get(asked, max_bytes=LISTING_BYTES)
    answered = _answered(page, asked)
    return [str(row[0]) for row in answered.rows] if isinstance(answered, Answered) else answered


def _answered(page: Page, asked: str) -> Answered | Cause | None:
    """Read an answer; None where it is shown to nobody, or there is no such thing."""
    cause = unseen(page)
    if cause is not None:
        return cause
    if page.status in CLOSED or page.target != asked:
        return None
    answered = influxql.read(content(page)) if page.status == 200 and not page.cut else None
    if answered is None:
        return instead(page, asked)
    if answered.error:
        return None if "not found" in answered.error else Cause.SERVER_ERROR
    return answered


def _samples(
    target: Target, look: Look, names: Iterable[Name]
) -> Generator[Get, Page, Observation | Cause | None]:
    cause = None
    for name in names:
        if not all(map(may_name, name)) or look.measurements >= MOST_MEASUREMENTS:
            cause = cause or Cause.OVER_BUDGET
            continue
        if look.left < PROOF:
            return cause or Cause.NOT_GRANTED
        look.measurements += 1
        answer = yield from _sample(target, look, name)
        if isinstance(answer, Observation):
            return answer
        cause = cause or answer
    return cause


def _sample(target: Target, look: Look, name: Name) -> Generator[Get, Page, Observation | Cause | None]:
    """Ask for a few points of one measurement; None where nobody is in them."""
    few = min(FEW, look.left)
    look.left -= few
    asked = influxql.points(*name, few)
    page = yield Get(asked)
    answered = _answered(page, asked)
    people = people_in(page) if page.failure is None and page.status == 200 else 0
    if people >= PROOF:
        evidence = seen_on(page, f"an answer to a request for {few} points shows {people} people")
        return (yield from _shown(target, name, page.reading, people, evidence))
    if isinstance(answered, Answered) and not answered.rows:
        look.empty.add(name)
    return answered if isinstance(answered, Cause) else None


def _shown(
    target: Target, name: Name, reading: Reading, people: int, evidence: Evidence
) -> Generator[Get, Page, Observation | Cause]:
    """Answer *exposed*, unless a measurement that does not exist shows something too."""
    control = yield Get(influxql.points(name[0], target.nonce, 1))
    if control.failure is not None:
        return control.failure
    if control.status == 200 and control.reading.occurrences:
        return Cause.HONEYPOT
    line = seen_on(control, "a measurement that does not exist shows nobody")
    asked = influxql.count(*name)
    counted = yield Get(asked)
    answered = _answered(counted, asked)
    rows = answered.rows if isinstance(answered, Answered) else ()
    # Beside the time a count for each field, of which a point may lack some.
    stated = max((one for row in rows for one in row if type(one) is int), default=0)
    records = Estimate(low=people, point=None, high=None, sampled=True)
    if stated >= people:
        records = Estimate(low=stated, point=stated, high=stated, sampled=False)
    return exposed(
        SPEC,
        "a store of time series shows people's records to whoever asks",
        place=_place(name),
        readings=(reading,),
        records=records,
        evidence=(evidence, line),
    )
