# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""Stand-ins for the interfaces of stores: front page, listing and documents, as their manuals show them."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from mendsky.lab.exchange import Asked, Reply, Site
from mendsky.lab.people import Person
from mendsky.lab.sound.site import assemble
from mendsky.lab.weakness import Weakness
from mendsky.lab.website import Answering, Premises, Website, always

JSON = "application/json; charset=utf-8"
ELASTICSEARCH, OPENSEARCH, COUCHDB, SOLR, KIBANA = FORMS = (
    "elasticsearch",
    "opensearch",
    "couchdb",
    "solr",
    "kibana",
)
TEN = 10
"""Documents that every one of them gives where nothing else is asked; CouchDB would give all."""
LONGEST = 1000
Document = Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """One index, database or core."""

    records: int
    documents: Callable[[int], Sequence[Document]]
    """Gives so many documents from the first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Interface:
    """How one product is asked."""

    front: Callable[[], Reply]
    listing: str
    listed: Callable[[Mapping[str, Held]], object]
    path: str
    """Where documents are asked for, with `{}` for the name."""
    asks: str
    """Parameter for how many."""
    shown: Callable[[str, Held, int], object]
    missing: object
    own: str
    """What the product keeps for itself."""


def place(form: str, table: str) -> str:
    """Give the path at which a store shows the documents of a table."""
    return INTERFACES[form].path.format(table)


def front(weakness: Weakness) -> dict[str, Answering]:
    """Give the product's own front page; Solr has it below a path, so that a website can stand before it."""
    at = "/solr/" if weakness.form == SOLR else "/"
    return {at: always(INTERFACES[weakness.form].front())}


def listing(weakness: Weakness, held: Mapping[str, Held]) -> dict[str, Answering]:
    """Give the page that names what is held."""
    form = INTERFACES[weakness.form]
    kept = {form.own: Held(records=1, documents=lambda _: ()), **held}
    return {form.listing: always(answered(form.listed(kept)))}


def documents(weakness: Weakness, held: Mapping[str, Held]) -> dict[str, Answering]:
    """Give the pages that show documents."""
    form = INTERFACES[weakness.form]

    def shows(name: str, index: Held) -> Answering:
        def answer(asked: Asked) -> Reply:
            written = asked.query.get(form.asks, "")
            few = min(LONGEST, int(written)) if written.isdecimal() and len(written) < 9 else TEN
            return answered(form.shown(name, index, min(few, index.records)))

        return answer

    return {form.path.format(name): shows(name, index) for name, index in held.items()}


def alone(premises: Premises, pages: Mapping[str, Answering]) -> Site:
    """Make the site of a store that is all there is at its address; Solr's stands beside a website."""
    form = premises.fault.form
    if form == SOLR:
        return assemble(premises, pages=pages)
    missing = always(answered(INTERFACES[form].missing, status=404))
    return Website(premises=premises, pages=pages, prefixes={"/": missing})


def everybody(premises: Premises) -> dict[str, Held]:
    """Hold everybody's record in full."""
    holding = premises.holding

    def first(few: int) -> list[Document]:
        return [_in_full(premises.register.person(number)) for number in holding.numbers(0, few)]

    return {premises.fault.table: Held(records=holding.records, documents=first)}


def _in_full(person: Person) -> Document:
    return {"xm": person.name, "sfzh": person.resident_id, "sjh": person.mobile, "label": "synthetic"}


def answered(content: object, status: int = 200) -> Reply:
    """Answer a program."""
    return Reply(status=status, body=json.dumps(content, ensure_ascii=False).encode(), kind=JSON)


def _search_front(tagline: str, version: Mapping[str, str]) -> Callable[[], Reply]:
    said = {"name": "synthetic-1", "cluster_name": "synthetic", "version": version, "tagline": tagline}
    return lambda: answered(said)


def _search_listed(held: Mapping[str, Held]) -> object:
    return [{"index": name, "docs.count": str(index.records)} for name, index in held.items()]


def _search_shown(name: str, index: Held, few: int) -> object:
    hits = [
        {"_index": name, "_id": str(number), "_score": 1.0, "_source": document}
        for number, document in enumerate(index.documents(few), start=1)
    ]
    capped = {"value": min(index.records, 10_000), "relation": "gte" if index.records > 10_000 else "eq"}
    shards = {"total": 1, "successful": 1, "skipped": 0, "failed": 0}
    return {
        "took": 1,
        "timed_out": False,
        "_shards": shards,
        "hits": {"total": capped, "max_score": 1.0, "hits": hits},
    }


def _couchdb_shown(_: str, index: Held, few: int) -> object:
    rows = [
        {"id": f"{number:08d}", "key": f"{number:08d}", "value": {"rev": "1-a"}, "doc": document}
        for number, document in enumerate(index.documents(few), start=1)
    ]
    return {"total_rows": index.records, "offset": 0, "rows": rows}


def _solr_listed(held: Mapping[str, Held]) -> object:
    cores = {
        name: {"name": name, "index": {"numDocs": index.records, "maxDoc": index.records}}
        for name, index in held.items()
    }
    return {"responseHeader": {"status": 0, "QTime": 1}, "initFailures": {}, "status": cores}


def _solr_shown(_: str, index: Held, few: int) -> object:
    found = {"numFound": index.records, "start": 0, "docs": list(index.documents(few))}
    return {"responseHeader": {"status": 0, "QTime": 1}, "response": found}


def _search(tagline: str, version: Mapping[str, str], own: str) -> Interface:
    return Interface(
        front=_search_front(tagline, version),
        listing="/_cat/indices",
        listed=_search_listed,
        path="/{}/_search",
        asks="size",
        shown=_search_shown,
        missing={"error": {"type": "index_not_found_exception"}, "status": 404, "label": "synthetic"},
        own=own,
    )


KIBANA_FRONT = Reply(
    body=b"<!doctype html><!-- synthetic --><script>location = '/app/kibana' + location.hash;</script>",
    headers={"kbn-name": "synthetic", "kbn-version": "5.6.16"},
)
ELASTIC = _search("You Know, for Search", {"number": "7.10.2"}, ".kibana_1")
INTERFACES = {
    ELASTICSEARCH: ELASTIC,
    OPENSEARCH: _search(
        "The OpenSearch Project: https://opensearch.org/",
        {"distribution": "opensearch", "number": "2.11.0"},
        ".opensearch-observability",
    ),
    COUCHDB: Interface(
        front=lambda: answered({"couchdb": "Welcome", "version": "2.3.1", "vendor": {"name": "synthetic"}}),
        listing="/_all_dbs",
        listed=list,
        path="/{}/_all_docs",
        asks="limit",
        shown=_couchdb_shown,
        missing={"error": "not_found", "reason": "Database does not exist. synthetic"},
        own="_users",
    ),
    SOLR: Interface(
        front=lambda: Reply(
            body=b'<html ng-app="solrAdminApp"><!-- synthetic --><title>Solr Admin</title></html>'
        ),
        listing="/solr/admin/cores",
        listed=_solr_listed,
        path="/solr/{}/select",
        asks="rows",
        shown=_solr_shown,
        missing={"responseHeader": {"status": 404}, "error": {"code": 404, "msg": "Not Found synthetic"}},
        own=".system",
    ),
    KIBANA: replace(
        ELASTIC,
        front=lambda: KIBANA_FRONT,
        listing="/elasticsearch/_cat/indices",
        path="/elasticsearch/{}/_search",
        missing={"statusCode": 404, "error": "Not Found", "label": "synthetic"},
    ),
}
