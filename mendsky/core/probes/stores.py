# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stores of documents that speak HTTP: how each introduces itself, lists what it holds, and shows a few."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from mendsky.core.probes.marks import LOGIN, shows
from mendsky.core.probes.targets import percent
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Page

Named = dict[str, int | None]
"""Index, database or core → its documents as the store states them; None where the listing does not."""
SYSTEM = (".", "_")
"""How the names begin of what a store keeps for itself: `.kibana`, `_users`, `.system`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Store:
    """One product, or several that answer alike."""

    front: re.Pattern[bytes]
    """What only its own front page says."""
    listing: str
    """Target that names everything it holds."""
    read: Callable[[object], Iterator[tuple[object, object]]]
    """Takes the listing apart: names and counts as written; raises `ValueError` where it is no listing."""
    before: str
    """Path before a name, where its documents are asked for."""
    after: str
    few: str
    """Query for a few documents, with `{}` for how many."""
    answer: re.Pattern[bytes]
    """How an answer with documents begins, `total` being how many there are, or `more` than so many."""
    open: str = ""
    """Target that a login shuts too, of versions without this listing, which show documents by POST alone."""

    def path(self, name: str) -> str:
        """Give the path at which the documents of a name are asked for."""
        return f"{self.before}{percent(name)}{self.after}"

    def holds(self, path: str) -> bool:
        """Say whether a path is one at which this store is asked for documents."""
        name = path.removeprefix(self.before).removesuffix(self.after)
        return "/" not in name and path == f"{self.before}{name}{self.after}"

    def named(self, text: str) -> Named | None:
        """Read a listing, what the store keeps for itself left out; None where the text is no listing."""
        try:
            found = list(self.read(json.loads(text)))
        except (ValueError, RecursionError):
            return None
        if not all(isinstance(name, str) and name for name, _ in found):
            return None
        return {str(name): _number(count) for name, count in found if not str(name).startswith(SYSTEM)}


def instead(page: Page, asked: str) -> Cause | None:
    """Say why an answer of 200 is not a store's, or None where it leads elsewhere."""
    if page.target != asked:
        # Sent on to a login page the store is closed; a login page in its place may hide anything.
        return None
    if page.cut:
        return Cause.TOO_LARGE
    return Cause.LOGIN_PAGE if shows(page, LOGIN) else Cause.CATCH_ALL


def _number(written: object) -> int | None:
    return int(str(written)) if re.fullmatch(r"[0-9]{1,18}", str(written)) else None


def _indices(listed: object) -> Iterator[tuple[object, object]]:
    for row in _list(listed):
        fields = _mapping(row)
        yield fields.get("index"), fields.get("docs.count")


def _databases(listed: object) -> Iterator[tuple[object, object]]:
    for name in _list(listed):
        yield name, None


def _cores(listed: object) -> Iterator[tuple[object, object]]:
    for name, core in _mapping(_mapping(listed).get("status")).items():
        index = _mapping(core).get("index")
        yield name, index.get("numDocs") if isinstance(index, dict) else None


def _list(read: object) -> list[object]:
    if not isinstance(read, list):
        msg = "a listing was expected"
        raise ValueError(msg)  # noqa: TRY004 - a server's bad answer, not a caller's wrong type
    return read


def _mapping(read: object) -> dict[str, object]:
    if not isinstance(read, dict):
        msg = "named fields were expected"
        raise ValueError(msg)  # noqa: TRY004 - a server's bad answer, not a caller's wrong type
    return read


ELASTICSEARCH = Store(
    front=re.compile(rb"\"tagline\"\s*:\s*\"(?:You Know, for Search|The OpenSearch Project)"),
    listing="/_cat/indices?format=json&h=index,docs.count",
    read=_indices,
    before="/",
    after="/_search",
    few="size={}",
    answer=re.compile(
        rb"\"hits\"\s*:\s*\{\s*\"total\"\s*:\s*(?:\{\s*\"value\"\s*:\s*)?(?P<total>[0-9]{1,18})"
        rb"(?P<more>\s*,\s*\"relation\"\s*:\s*\"gte\")?"
    ),
)
"""Elasticsearch and OpenSearch: the compact and aligned text (CAT) interface, and the search interface."""

COUCHDB = Store(
    front=re.compile(rb"\"couchdb\"\s*:\s*\"Welcome\""),
    listing="/_all_dbs",
    read=_databases,
    before="/",
    after="/_all_docs",
    few="include_docs=true&limit={}",
    answer=re.compile(rb"\"total_rows\"\s*:\s*(?P<total>[0-9]{1,18})"),
)

SOLR = Store(
    front=re.compile(rb"<title>\s*Solr Admin|ng-app=\"solrAdminApp\""),
    listing="/solr/admin/cores?action=STATUS&wt=json",
    read=_cores,
    before="/solr/",
    after="/select",
    few="q=*:*&wt=json&rows={}",
    answer=re.compile(rb"\"response\"\s*:\s*\{\s*\"numFound\"\s*:\s*(?P<total>[0-9]{1,18})"),
)

KIBANA = replace(
    ELASTICSEARCH,
    # A link to one elsewhere on the site is not its own front page.
    front=re.compile(rb"(?<!href=[\"'])/app/kibana\b|(?:kbn|osd)-injected-metadata|<title>\s*Kibana\b"),
    listing=f"/elasticsearch{ELASTICSEARCH.listing}",
    before="/elasticsearch/",
    open="/api/saved_objects/_find?type=index-pattern&per_page=1",
)
"""Kibana, the window to Elasticsearch, and OpenSearch's: Kibana 4 and 5 hand any GET on (`createProxy` in
`src/core_plugins/elasticsearch` of https://github.com/elastic/kibana at 5.0), all others POST alone."""

STORES = (ELASTICSEARCH, COUCHDB, SOLR, KIBANA)
GUESSED = (ELASTICSEARCH, SOLR)
"""Asked for where the front page is none of theirs: behind a website's own server or beside it. CouchDB
and Kibana name themselves on their front pages."""
