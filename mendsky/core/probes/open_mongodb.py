# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A MongoDB that shows people's records to whoever connects, without a login.

Asks for its databases and their collections, and of the likeliest ones for a few documents, no more than the
grant lets a sample read. It never writes, and no name that may be somebody's number is sent. CWE-306.
"""

from collections.abc import Generator, Sequence
from urllib.parse import quote, unquote

from mendsky.core.probes.answers import exposed, not_exposed, seen_on, undetermined
from mendsky.core.probes.bson import Document, Value, is_whole, message, read
from mendsky.core.probes.files import LIKELY, may_ask
from mendsky.core.probes.marks import content
from mendsky.core.probes.talking import PROOF, Asked, ask, people_in
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import (
    Estimate,
    Evidence,
    Observation,
    Page,
    Place,
    Probe,
    ProbeEntry,
    ProbeSpec,
    Target,
)

SPEC = ProbeSpec(
    kind="open-mongodb",
    version=1,
    cwe=306,
    probe_class=1,
    cost=20,
    repair="open-mongodb",
    only_reads=True,
    schemes=frozenset({"mongodb"}),
)
MOST_BYTES = 262_144
MOST_DATABASES = 5
MOST_COLLECTIONS = 8
FEW = 5
"""Documents that are asked of a collection, where the grant lets so many records be read."""
OWN = frozenset({"admin", "config", "local"})
"""Databases that the product keeps for itself."""
SYSTEM = "system."
UNKNOWN_COMMAND = 59
CLOSED = frozenset({13, 18, 8000})
"""Unauthorized, AuthenticationFailed, AtlasError (error_codes.yml)."""

Name = tuple[str, str]
"""Database and collection."""


def probe(target: Target) -> Probe:
    """Look into the known collections and the likeliest others."""
    greeted = yield from _ask("hello", ("hello", 1), ("$db", "admin"))
    if isinstance(greeted, Cause):
        return undetermined(SPEC, greeted, "it does not answer as MongoDB does")
    if greeted.get("ok") != 1 and greeted.get("code") != UNKNOWN_COMMAND:
        return _refusal(greeted)
    listed = yield from _ask("listDatabases", ("listDatabases", 1), ("nameOnly", True), ("$db", "admin"))
    if isinstance(listed, Cause):
        return undetermined(SPEC, listed, "it does not say what it holds")
    if listed.get("ok") != 1:
        return _refusal(listed)
    databases = [name for name in _names(listed.get("databases")) if name not in OWN]
    return (yield from _looked(target, databases))


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _ask(target: str, *fields: tuple[str, str | int | bool]) -> Generator[Asked, Page, Document | Cause]:
    page = yield from ask(target, message(*fields), MOST_BYTES, is_whole)
    return page if isinstance(page, Cause) else _read(page)


def _read(page: Page) -> Document | Cause:
    found = read(content(page))
    return (Cause.TOO_LARGE if page.cut else Cause.NO_ANSWER) if found is None else found


def _refusal(answered: Document) -> Observation:
    if answered.get("code") in CLOSED:
        return not_exposed(SPEC, "it shows nobody anything without a login")
    return undetermined(SPEC, Cause.SERVER_ERROR, "it does not serve now")


def _names(listed: Value) -> list[str]:
    rows = listed.values() if isinstance(listed, dict) else ()
    return [name for row in rows if isinstance(row, dict) and isinstance(name := row.get("name"), str)]


def _looked(target: Target, databases: Sequence[str]) -> Probe:
    found: list[Name] = []
    untold = Cause.OVER_BUDGET if len(databases) > MOST_DATABASES else None
    for database in databases[:MOST_DATABASES]:
        named = yield from _collections(database)
        if isinstance(named, Cause):
            untold = untold or named
        else:
            found += named
    known = [tuple(map(unquote, place.group.strip("/").split("/"))) for place in target.places]
    found.sort(key=lambda name: LIKELY.search(name[1]) is None)
    wanted = list(dict.fromkeys((*(name for name in known if len(name) == 2), *found)))
    looked = wanted[:MOST_COLLECTIONS]
    untold = untold or (Cause.OVER_BUDGET if len(looked) < len(wanted) else None)
    few = min(FEW, target.sample_records // max(1, len(looked)))
    if looked and few < PROOF:
        looked, few, untold = looked[: target.sample_records // PROOF], PROOF, Cause.NOT_GRANTED
    for name in looked:
        answer = yield from _sample(target, name, few)
        if isinstance(answer, Observation):
            return answer
        untold = untold or answer
    if untold is not None:
        return undetermined(SPEC, untold, f"of {len(wanted)} collections not all could be told")
    return not_exposed(SPEC, f"it is open, and samples of {len(wanted)} collections show nobody")


def _collections(database: str) -> Generator[Asked, Page, list[Name] | Cause]:
    if not may_ask(database):
        return Cause.OVER_BUDGET
    listed = yield from _ask("listCollections", ("listCollections", 1), ("nameOnly", True), ("$db", database))
    if isinstance(listed, Cause):
        return listed
    if listed.get("ok") != 1:
        return [] if listed.get("code") in CLOSED else Cause.SERVER_ERROR
    cursor = listed.get("cursor")
    names = _names(cursor.get("firstBatch")) if isinstance(cursor, dict) else []
    return [(database, name) for name in names if not name.startswith(SYSTEM)]


def _find(name: Name, few: int) -> bytes:
    database, collection = name
    return message(
        ("find", collection), ("limit", few), ("batchSize", few), ("singleBatch", True), ("$db", database)
    )


def _sample(target: Target, name: Name, few: int) -> Generator[Asked, Page, Observation | Cause | None]:
    """Ask for a few documents of one collection; None where nobody is in them."""
    if not all(map(may_ask, name)):
        return Cause.OVER_BUDGET
    page = yield from ask("find", _find(name, few), MOST_BYTES, is_whole)
    if isinstance(page, Cause):
        return page
    people = people_in(page)
    if people >= PROOF:
        group = "/" + "/".join(quote(part, safe="") for part in name)
        evidence = Evidence(target=f"find {group}", status=0, note=f"the answer shows {people} people")
        return (yield from _shown(target, name, page, people, evidence))
    answered = _read(page)
    if isinstance(answered, Cause):
        return answered
    return None if answered.get("ok") == 1 or answered.get("code") in CLOSED else Cause.SERVER_ERROR


def _shown(
    target: Target, name: Name, page: Page, people: int, evidence: Evidence
) -> Generator[Asked, Page, Observation | Cause]:
    """Answer *exposed*, unless a collection that does not exist shows something too."""
    readings = (page.reading,)
    control = yield from ask(
        "find in a random collection", _find((name[0], target.nonce), 1), MOST_BYTES, is_whole
    )
    if isinstance(control, Cause):
        return control
    if control.reading.occurrences or _batch(_read(control)):
        return Cause.HONEYPOT
    line = seen_on(control, "a collection that does not exist shows nobody")
    counted = yield from _ask("count", ("count", name[1]), ("$db", name[0]))
    stated = counted.get("n") if isinstance(counted, dict) else None
    records = Estimate(low=people, point=None, high=None, sampled=True)
    if isinstance(stated, int | float) and people <= stated < 1e15:
        records = Estimate(low=int(stated), point=int(stated), high=int(stated), sampled=False)
    return exposed(
        SPEC,
        "a store of documents shows people's records to whoever connects",
        place=Place(group=evidence.target.removeprefix("find ")),
        readings=readings,
        records=records,
        evidence=(evidence, line),
    )


def _batch(answered: Document | Cause) -> bool:
    """Say whether an answer holds a document."""
    cursor = answered.get("cursor") if isinstance(answered, dict) else None
    return bool(cursor.get("firstBatch")) if isinstance(cursor, dict) else False
