# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.stores import COUCHDB, ELASTICSEARCH, GUESSED, KIBANA, SOLR, STORES

CORES = {"status": {"canbao": {"index": {"numDocs": 7}}, ".system": {"index": {"numDocs": 1}}, "x": {}}}


@pytest.mark.parametrize(
    ("store", "listed", "named"),
    [
        (ELASTICSEARCH, [{"index": "canbao", "docs.count": "7"}, {"index": ".kibana"}], {"canbao": 7}),
        (ELASTICSEARCH, [{"index": "closed", "docs.count": None}], {"closed": None}),
        (ELASTICSEARCH, [], {}),
        (COUCHDB, ["_replicator", "_users", "canbao"], {"canbao": None}),
        (SOLR, CORES, {"canbao": 7, "x": None}),
    ],
)
def test_a_listing_is_read_without_what_the_store_keeps_for_itself(store, listed, named):
    assert store.named(json.dumps(listed)) == named


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("text", ["", "<html>", "7", "{}", '{"code": 0}', "[1]", '[""]', "[" * 100_000])
def test_what_is_no_listing_is_not_read_as_one(store, text):
    assert store.named(text) is None


@pytest.mark.parametrize("store", STORES)
def test_a_name_is_asked_for_at_a_path_that_tells_the_store(store):
    path = store.path("a b/人?")
    assert [other for other in STORES if other.holds(path)] == [store]
    assert path.count("/") == store.path("x").count("/")
    assert "?" not in path


@pytest.mark.parametrize(
    ("store", "text", "total", "more"),
    [
        (ELASTICSEARCH, '{"_shards": {"total": 5}, "hits": {"total": 7, "hits": []}}', 7, False),
        (ELASTICSEARCH, '{"hits":{"total":{"value":7,"relation":"eq"},"hits":[]}}', 7, False),
        (ELASTICSEARCH, '{"hits":{"total":{"value":10000,"relation":"gte"},"hits":[]}}', 10_000, True),
        (COUCHDB, '{"total_rows":7,"offset":0,"rows":[', 7, False),
        (SOLR, '{"response":{"numFound":7,"start":0,"docs":[', 7, False),
    ],
)
def test_an_answer_says_how_many_documents_there_are(store, text, total, more):
    shapes = {other.answer for other in STORES if other.answer.search(text.encode())}
    assert shapes == {store.answer}
    found = store.answer.search(text.encode())
    assert (int(found["total"]), found.groupdict().get("more") is not None) == (total, more)


def test_couchdb_is_known_by_its_front_page_alone():
    assert COUCHDB not in GUESSED
    assert COUCHDB.front.search(b'{"couchdb":"Welcome","version":"1.6.1"}')


@pytest.mark.parametrize(
    "front",
    [
        b"<script>var hashRoute = '/app/kibana';</script>",
        b"<kbn-injected-metadata data='{}'></kbn-injected-metadata>",
        b"<head><title>Kibana</title>",
        b"<osd-injected-metadata data='{}'></osd-injected-metadata>",
    ],
)
def test_kibana_is_known_by_its_front_page_alone(front):
    assert KIBANA not in GUESSED
    assert [store for store in STORES if store.front.search(front)] == [KIBANA]


def test_a_link_to_kibana_is_not_its_front_page():
    assert not KIBANA.front.search(b'<a href="/app/kibana">logs</a>')


def test_a_path_below_a_name_is_no_store_s():
    assert not ELASTICSEARCH.holds("/a/b/_search")
    assert not ELASTICSEARCH.holds("/_search")


@settings(max_examples=60, deadline=None)
@given(st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from(["index", "docs.count", "status", "numDocs"]), inner)))  # fmt: skip
def test_no_json_makes_a_listing_raise(listed):
    for store in STORES:
        named = store.named(json.dumps(listed))
        assert named is None or all(count is None or count >= 0 for count in named.values())
