# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.open_store import ENTRY, SPEC
from mendsky.core.probes.stores import COUCHDB, ELASTICSEARCH, GUESSED, KIBANA, SOLR
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Page, Place
from tests.people import resident_id
from tests.probing import fails_with, in_turn, page_of, play, site_of

FRONT = '{"name": "n", "tagline": "You Know, for Search"}'
LISTED = [{"index": ".kibana", "docs.count": "9"}, {"index": "canbao", "docs.count": "5000"}]
DOCUMENTS = [{"xm": "虚构", "sfzh": resident_id(number)} for number in range(3)]
PEOPLE = json.dumps({"hits": {"total": 3, "hits": [{"_source": one} for one in DOCUMENTS]}})
STATISTICS = json.dumps({"hits": {"total": 3, "hits": [{"_source": {"year": 2014, "insured": 181_000}}]}})
SEARCHED = "/canbao/_search?size=5"
PLACE = Place(group="/canbao/_search")
REFUSED = {"text": '{"error": "unauthorized"}', "status": 401}


def store(listed=LISTED, **answers):
    pages = {"/": FRONT, ELASTICSEARCH.listing: json.dumps(listed), SEARCHED: PEOPLE}
    return pages | {f"/{name}/_search?size=5": answer for name, answer in answers.items()}


def test_a_store_that_shows_people_is_exposed_with_the_documents_that_it_states():
    played = play(ENTRY, site_of(store()))
    observation = played.observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, PLACE)
    assert (observation.records.low, observation.records.high, observation.records.sampled) == (
        5000,
        5000,
        False,
    )
    assert observation.kinds == ("cn-resident-id",)
    assert played.asked == ["/", ELASTICSEARCH.listing, SEARCHED, "/qzx7k2m9/_search?size=5"]


def test_couchdb_states_its_documents_where_it_shows_them():
    rows = json.dumps({"total_rows": 70, "offset": 0, "rows": [{"doc": one} for one in DOCUMENTS]})
    sampled = "/canbao/_all_docs?include_docs=true&limit=5"
    pages = {"/": '{"couchdb":"Welcome"}', "/_all_dbs": '["_users", "canbao"]', sampled: rows}
    observation = play(ENTRY, site_of(pages)).observation
    assert (observation.place, observation.records.high) == (Place(group="/canbao/_all_docs"), 70)


def test_solr_is_found_beside_an_ordinary_website():
    cores = json.dumps({"status": {"canbao": {"index": {"numDocs": 80}}}})
    found = json.dumps({"response": {"numFound": 80, "docs": DOCUMENTS}})
    pages = {"/": "<html>", SOLR.listing: cores, "/solr/canbao/select?q=*:*&wt=json&rows=5": found}
    observation = play(ENTRY, site_of(pages)).observation
    assert (observation.place, observation.records.high) == (Place(group="/solr/canbao/select"), 80)


THROUGH = "/elasticsearch/canbao/_search?size=5"
WINDOW = {"/": "<script>location = '/app/kibana'</script>"}


def test_kibana_hands_on_what_it_is_asked():
    pages = {**WINDOW, KIBANA.listing: json.dumps(LISTED), THROUGH: PEOPLE}
    played = play(ENTRY, site_of(pages))
    observation = played.observation
    assert (observation.place, observation.records.high) == (
        Place(group="/elasticsearch/canbao/_search"),
        5000,
    )
    assert played.asked[1:] == [KIBANA.listing, THROUGH, "/elasticsearch/qzx7k2m9/_search?size=5"]


@pytest.mark.parametrize(
    ("answered", "cause"),
    [
        ('{"total": 3, "saved_objects": []}', Cause.NOT_GRANTED),
        ({"text": "x", "status": 404}, Cause.NOT_GRANTED),
        ({"text": "x", "status": 502}, Cause.SERVER_ERROR),
        ({"text": '{"statusCode": 401}', "status": 401}, None),
        ({"text": '{"statusCode": 403}', "status": 403}, None),
        (page_of("/login?next=%2F", "<kbn-injected-metadata>"), None),
    ],
)
def test_a_kibana_that_shows_documents_by_post_alone_is_told_only_where_it_wants_a_login(answered, cause):
    played = play(ENTRY, site_of({**WINDOW, KIBANA.open: answered}))
    assert played.observation.cause is cause
    assert played.asked[1:] == [KIBANA.listing, KIBANA.open]


def test_a_kibana_that_wants_a_login_is_not_exposed():
    played = play(ENTRY, site_of({**WINDOW, KIBANA.listing: REFUSED}))
    assert played.observation.answer is Answer.NOT_EXPOSED
    assert KIBANA.open not in played.asked


def test_an_ordinary_website_costs_two_requests():
    played = play(ENTRY, site_of({"/": "<html>welcome</html>"}))
    assert played.observation.answer is Answer.NOT_EXPOSED
    assert played.asked == ["/", *(store.listing for store in GUESSED)]


@pytest.mark.parametrize("name", ["canbao", "update_2015"])
def test_only_the_largest_index_is_looked_into_and_a_few_of_its_documents(name):
    listed = [{"index": "small", "docs.count": "7"}, {"index": name, "docs.count": "9000"}]
    played = play(ENTRY, site_of(store(listed, **{name: PEOPLE})), sample_records=3)
    assert [asked for asked in played.asked if "_search" in asked] == [f"/{name}/_search?size=3"]


@pytest.mark.parametrize(
    "changed",
    [
        {ELASTICSEARCH.listing: REFUSED},
        {ELASTICSEARCH.listing: {"text": "x", "status": 403}},
        {ELASTICSEARCH.listing: page_of("/login.html", "<input type=password>")},
        {SEARCHED: REFUSED},
        {SEARCHED: STATISTICS},
        {SEARCHED: json.dumps({"hits": {"total": 1, "hits": [DOCUMENTS[0]]}})},
        {SEARCHED: json.dumps({"hits": {"total": 3, "hits": [{"sfzh": "330102********001X"}] * 3}})},
        {ELASTICSEARCH.listing: json.dumps(LISTED[:1])},
        {ELASTICSEARCH.listing: json.dumps([{"index": "canbao", "docs.count": "0"}])},
    ],
    ids=[
        "listing 401", "listing 403", "sent on to a login", "documents 401", "statistics", "a specimen",
        "masked", "its own index alone", "an empty index",
    ],
)  # fmt: skip
def test_a_store_that_gives_nobody_away_is_not_exposed(changed):
    assert play(ENTRY, site_of(store() | changed)).observation.answer is Answer.NOT_EXPOSED


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({ELASTICSEARCH.listing: '{"code": 0}'}, Cause.CATCH_ALL),
        ({ELASTICSEARCH.listing: "<form><input type=password></form>"}, Cause.LOGIN_PAGE),
        ({ELASTICSEARCH.listing: {"text": "x", "status": 502}}, Cause.SERVER_ERROR),
        ({ELASTICSEARCH.listing: {"text": json.dumps(LISTED), "cut": True}}, Cause.TOO_LARGE),
        ({SEARCHED: {"text": "x", "status": 502}}, Cause.SERVER_ERROR),
        ({SEARCHED: '{"code": 0}'}, Cause.CATCH_ALL),
        ({SEARCHED: {"text": STATISTICS, "cut": True}}, Cause.TOO_LARGE),
    ],
)
def test_what_stands_in_its_place_may_hide_anything(changed, cause):
    assert play(ENTRY, site_of(store() | changed)).observation.cause is cause


def test_indices_that_were_not_looked_into_are_not_called_clean():
    listed = [{"index": "tongji", "docs.count": "9000"}, {"index": "canbao", "docs.count": "7"}]
    played = play(ENTRY, site_of(store(listed, tongji=STATISTICS)))
    assert played.observation.cause is Cause.OVER_BUDGET
    assert SEARCHED not in played.asked


def test_an_index_whose_name_may_be_somebodys_number_is_never_asked_for():
    name = resident_id(1)
    played = play(ENTRY, site_of(store([{"index": name, "docs.count": "7"}], **{name: PEOPLE})))
    assert played.observation.cause is Cause.OVER_BUDGET
    assert not any(name in asked for asked in played.asked)


def test_a_store_that_shows_people_in_every_index_proves_nothing():
    def everything(get):
        return page_of(get.target, PEOPLE) if "_search" in get.target else named(get)

    named = site_of(store())
    assert play(ENTRY, everything).observation.cause is Cause.HONEYPOT


@pytest.mark.parametrize("few", [0, 1])
def test_no_document_is_asked_for_where_the_grant_lets_none_be_read(few):
    played = play(ENTRY, site_of(store()), sample_records=few)
    assert played.observation.cause is Cause.NOT_GRANTED
    assert not any("_search" in asked for asked in played.asked)


def test_a_known_index_is_asked_for_though_nothing_names_it():
    hidden = site_of({SEARCHED: PEOPLE})
    assert play(ENTRY, hidden).observation.answer is Answer.NOT_EXPOSED
    observation = play(ENTRY, hidden, places=(PLACE,)).observation
    assert (observation.place, observation.records.high) == (PLACE, 3)


def test_a_known_index_is_looked_into_before_a_larger_one_and_they_share_what_may_be_read():
    listed = [{"index": "zz", "docs.count": "9000"}, *LISTED]
    answers = {"/canbao/_search?size=2": STATISTICS, "/zz/_search?size=2": PEOPLE}
    played = play(ENTRY, site_of(store(listed) | answers), places=(PLACE,), sample_records=5)
    assert played.observation.place == Place(group="/zz/_search")
    assert played.asked[2:4] == list(answers)


def test_where_the_store_says_at_least_so_many_nothing_bounds_them():
    capped = PEOPLE.replace('"total": 3', '"total": {"value": 10000, "relation": "gte"}')
    records = play(ENTRY, site_of({SEARCHED: capped}), places=(PLACE,)).observation.records
    assert (records.low, records.point, records.high) == (10_000, None, None)


def test_a_guess_outside_the_grant_is_no_part_of_the_question():
    def narrow(get):
        return page_of("/", "x") if get.target == "/" else Page(target=get.target, failure=Cause.NOT_GRANTED)

    assert play(ENTRY, narrow).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, narrow, places=(PLACE,)).observation.cause is Cause.NOT_GRANTED


def test_no_number_stands_in_the_observation():
    assert resident_id(1)[:10] not in repr(play(ENTRY, site_of(store())).observation)


def test_a_dead_server_is_undetermined():
    assert play(ENTRY, fails_with("timed-out")).observation.cause is Cause.TIMED_OUT


PIECES = [FRONT, '{"couchdb":"Welcome"}', "<title>Solr Admin", json.dumps(LISTED), '["a", "b"]', PEOPLE]
PIECES += [
    WINDOW["/"],
    '{"status": {"a": {"index": {"numDocs": 3}}}}',
    "<input type=password>",
    "g-recaptcha",
]
PAGES = st.tuples(
    st.lists(st.sampled_from(PIECES), max_size=2).map(" ".join),
    st.sampled_from([200, 200, 200, 302, 401, 404, 429, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=12))
def test_no_site_makes_it_raise_or_cost_more(pages):
    known = (
        PLACE,
        Place(group=COUCHDB.path("x")),
        Place(group=SOLR.path("y")),
        Place(group=KIBANA.path("z")),
    )
    played = play(ENTRY, in_turn(pages), places=known)
    assert not played.observation.reason.startswith("the probe failed")
    assert played.observation.requests == len(played.asked) <= SPEC.cost
