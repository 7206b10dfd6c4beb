# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A store of documents that shows people's records to whoever asks, without a login.

Looks for Elasticsearch, OpenSearch, CouchDB, Solr and Kibana by the front page of the visit, asks what
they hold, and of the largest index for a few documents, no more than the grant lets a sample read. It never
writes, nor sends POST: a Kibana that shows its documents by POST alone is undetermined. CWE-306.
"""

from collections.abc import Generator

from mendsky.core.probes.answers import exposed, not_exposed, seen_on, undetermined
from mendsky.core.probes.marks import content, shows
from mendsky.core.probes.stores import GUESSED, STORES, Named, Store, instead
from mendsky.core.probes.surface import FRONT_BYTES, SOMEBODYS, unseen
from mendsky.core.probes.talking import PROOF, people_in
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import (
    Estimate,
    Get,
    Observation,
    Page,
    Place,
    Probe,
    ProbeEntry,
    ProbeSpec,
    Target,
)

SPEC = ProbeSpec(
    kind="open-store", version=2, cwe=306, probe_class=1, cost=16, repair="open-store", only_reads=True
)
LISTING_BYTES = 262_144
NOT_FOUND = 404
REFUSALS = frozenset({401, 403})
FEW = 5
"""Documents that are asked for, where the grant lets so many be read."""


def probe(target: Target) -> Probe:
    """Look for a store with people's documents, known places first."""
    front = yield Get("/", max_bytes=FRONT_BYTES, fresh=False)
    shown = [store for store in STORES if front.failure is None and shows(front, store.front)]
    known = {place.group: store for place in target.places for store in STORES if store.holds(place.group)}
    cause, held = None, 0
    for store in dict.fromkeys((*known.values(), *(shown or GUESSED))):
        named = yield from _listed(store, sure=store in shown)
        if isinstance(named, Cause):
            cause, named = cause or named, {}
        held += len(named)
        answer = yield from _sampled(target, store, [path for path in known if known[path] is store], named)
        if isinstance(answer, Observation):
            return answer
        cause = cause or answer
    if cause is not None:
        return undetermined(SPEC, cause, f"of {held} indices not all could be told")
    return not_exposed(SPEC, f"{held} indices are named and none shows people's documents to anyone")


ENTRY = ProbeEntry(spec=SPEC, probe=probe)


def _listed(store: Store, *, sure: bool) -> Generator[Get, Page, Named | Cause]:
    """Ask a store what it holds: that, nothing where it does not answer as one, or why it cannot be told."""
    page = yield Get(store.listing, max_bytes=LISTING_BYTES)
    cause = unseen(page)
    if cause is not None:
        # A store that we merely guess, outside the grant's scope, is no part of the question.
        return {} if cause is Cause.NOT_GRANTED and not sure else cause
    if page.status == NOT_FOUND and sure and store.open:
        return (yield from _shut(store)) or {}
    if page.status != 200:
        return {}
    named = None if page.cut else store.named(content(page).decode(errors="replace"))
    if named is None and sure:
        return instead(page, store.listing) or {}
    return named or {}


def _shut(store: Store) -> Generator[Get, Page, Cause | None]:
    """Say why a store cannot be told that shows documents by POST alone; None where it asks for a login."""
    page = yield Get(store.open, max_bytes=LISTING_BYTES)
    closed = page.status in REFUSALS or page.target != store.open
    return unseen(page) or (None if closed else Cause.NOT_GRANTED)


def _sampled(
    target: Target, store: Store, known: list[str], named: Named
) -> Generator[Get, Page, Observation | Cause | None]:
    """Ask for a few documents: the answer, or why they tell nothing, or None where nobody is in them."""
    stated = {store.path(name): count for name, count in named.items() if count != 0}
    # A name that may hold somebody's number is never asked with.
    askable = [path for path in stated if path not in known and SOMEBODYS.search(path) is None]
    paths = [*known, *sorted(askable, key=lambda path: -(stated[path] or 0))[:1]]
    few = min(FEW, target.sample_records // max(1, len(paths)))
    if (paths or stated) and few < PROOF:
        return Cause.NOT_GRANTED
    cause = None
    for path in paths:
        answer = yield from _look(target, store, path, stated.get(path), few)
        if isinstance(answer, Observation):
            return answer
        cause = cause or answer
    return cause or (Cause.OVER_BUDGET if stated.keys() - set(paths) else None)


def _look(
    target: Target, store: Store, path: str, stated: int | None, few: int
) -> Generator[Get, Page, Observation | Cause | None]:
    """Ask for a few documents of one index."""
    asked = f"{path}?{store.few.format(few)}"
    page = yield Get(asked)
    cause = unseen(page)
    if cause is not None:
        return cause
    found = next(page.body.matches(store.answer), None) if page.status == 200 else None
    people = people_in(page)
    if found is None or people < PROOF:
        return instead(page, asked) if page.status == 200 and (found is None or page.cut) else None
    total, more = int(found["total"]), found.groupdict().get("more") is not None
    evidence = [seen_on(page, f"an answer to a request for {few} documents shows {people} people")]
    control = yield Get(f"{store.path(target.nonce)}?{store.few.format(few)}")
    if control.failure is not None:
        return control.failure
    if control.status == 200 and control.reading.occurrences:
        return Cause.HONEYPOT
    evidence.append(seen_on(control, "an index that does not exist shows nobody"))
    return exposed(
        SPEC,
        "a store of documents shows people's records to whoever asks",
        place=Place(group=path),
        readings=(page.reading,),
        records=_records(max(people, total if stated is None else stated), more=more and stated is None),
        evidence=evidence,
    )


def _records(stated: int, *, more: bool) -> Estimate:
    """Take the documents that the store states (G1); where it only says *at least*, nothing bounds them."""
    bound = None if more else stated
    return Estimate(low=stated, point=bound, high=bound, sampled=False)
