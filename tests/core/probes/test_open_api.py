# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.graphql import asking
from mendsky.core.probes.open_api import ENTRY, MOST_ENDPOINTS, SPEC, USUAL
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Control, Page, Place
from mendsky.lab.counterpart import premises
from mendsky.lab.open_api.graph import schema
from mendsky.lab.open_api.repaired import WAYS
from mendsky.lab.open_api.service import SOAP_ONLY, description
from mendsky.lab.open_api.vulnerable import FORMS
from tests.people import resident_id
from tests.probing import NONCE, fails_with, in_turn, page_of, play, site_of
from tests.rehearsal import drawn, rehearse

STATED = Control(front_status=200, random_status=404, catch_all=False, stated_records=5000, cause=None)
PAGING = [{"name": "page", "in": "query"}]
DESCRIBED = json.dumps(
    {"swagger": "2.0", "basePath": "/api", "paths": {"/list": {"get": {"parameters": PAGING}}}}
)
PLACE = Place(group="/api/list", parameters=("page",))
PEOPLE = json.dumps({"rows": [{"xm": "虚构", "sfzh": resident_id(number)} for number in range(3)]})
SCHEMA = asking("/graphql")
LIST = "insuredList(first){sfzh sjh xm}"
LISTED = "/graphql?query=%7BinsuredList%28first%3A2%29%7Bsfzh%20sjh%20xm%7D%7D"
GRAPH = {SCHEMA: json.dumps({"data": schema()}), LISTED: PEOPLE}
SERVICE = '<a href="/ws/a.asmx">x</a>'
IN_XML = f"<?xml version='1.0'?><a>{''.join(f'<b>{resident_id(number)}</b>' for number in range(3))}</a>"
OPERATION = "/ws/a.asmx/GetList?page=1"


def test_an_endpoint_that_a_description_names_is_exposed():
    played = play(ENTRY, site_of({"/v2/api-docs": DESCRIBED, "/api/list?page=1": PEOPLE}), control=STATED)
    observation = played.observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, PLACE)
    assert (observation.records.low, observation.records.high) == (5000, 5000)
    assert observation.kinds == ("cn-resident-id",)


def test_an_endpoint_that_a_script_calls_is_exposed():
    front = '<script src="/js/jquery.min.js"></script><script src="/js/app.js"></script>'
    script = 'fetch("/rest/canbao/page")'
    played = play(ENTRY, site_of({"/": front, "/js/app.js": script, "/rest/canbao/page": PEOPLE}))
    assert played.observation.place == Place(group="/rest/canbao/page")
    assert "/js/jquery.min.js" not in played.asked


def test_a_description_that_a_page_links_is_read():
    pages = {"/": '<a href="/doc/openapi-1.json">x</a>', "/doc/openapi-1.json": DESCRIBED}
    played = play(ENTRY, site_of({**pages, "/api/list?page=1": PEOPLE}))
    assert played.observation.answer is Answer.EXPOSED


def test_a_list_that_graphql_s_schema_offers_is_exposed():
    played = play(ENTRY, site_of(GRAPH))
    assert played.observation.place == Place(group="/graphql", parameters=("query", LIST))
    assert played.asked[-3:] == [SCHEMA, LISTED, f"/graphql?query=%7B{NONCE}%7D"]


def test_graphql_is_asked_where_a_script_names_it():
    script = "new Client({uri: '/v1/api/graphql'})"
    pages = {"/": '<script src="/app.js"></script>', "/app.js": script}
    asked = play(ENTRY, site_of(pages)).asked
    assert asked[-2:] == [asking("/v1/api/graphql"), SCHEMA]
    assert "/v1/api/graphql" not in asked


def test_a_known_list_is_asked_for_though_the_schema_is_hidden_and_nobody_else_s():
    hidden = site_of({LISTED: PEOPLE, SCHEMA: {"text": '{"errors": []}', "status": 400}})
    place = Place(group="/graphql", parameters=("query", LIST))
    assert play(ENTRY, hidden).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, hidden, places=(place,)).observation.place == place


def test_a_schema_without_people_exposes_nobody():
    pages = GRAPH | {LISTED: '{"data": {"insuredList": [{"xm": "x"}, {"xm": "y"}]}}'}
    assert play(ENTRY, site_of(pages)).observation.answer is Answer.NOT_EXPOSED


def test_graphql_that_answers_any_field_with_people_proves_nothing():
    def everything(get):
        return page_of(get.target, PEOPLE) if "insured" in get.target or NONCE in get.target else named(get)

    named = site_of(GRAPH)
    assert play(ENTRY, everything).observation.cause is Cause.HONEYPOT


def test_an_operation_that_a_web_service_describes_is_exposed():
    pages = {"/": SERVICE, "/ws/a.asmx?wsdl": description("/ws/a.asmx/GetList", "page"), OPERATION: IN_XML}
    played = play(ENTRY, site_of(pages))
    assert played.observation.place == Place(group="/ws/a.asmx/GetList", parameters=("page",))
    assert played.asked[-2:] == [OPERATION, f"/ws/a.asmx/{NONCE}"]
    assert not any("Delete" in asked or "GetPerson" in asked for asked in played.asked)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ('<a href="/ws/a.asmx?op=GetList">', "/ws/a.asmx?wsdl"),
        ('<a href="/services/Person?wsdl">', "/services/Person?wsdl"),
        ('<a href="/x/person.wsdl">', "/x/person.wsdl"),
        ('<a href="/a.svc">', "/a.svc?singleWsdl"),
        ('<script src="/app.js"></script>', "/ws/b.asmx?wsdl"),
    ],
)
def test_descriptions_of_web_services_are_read_where_the_site_names_them(written, asked):
    script = 'post({url: "/ws/b.asmx/GetList?x=1"})'
    played = play(ENTRY, site_of({"/": written, "/app.js": script, asked: SOAP_ONLY}))
    assert asked in played.asked
    assert played.observation.cause is Cause.NOT_GRANTED


def test_one_web_service_is_read_once_however_it_is_linked():
    front = '<a href="/a.asmx"><a href="/a.asmx?WSDL"><a href="/a.asmx?op=X"><a href="/a.asmx/X">'
    played = play(ENTRY, site_of({"/": front, "/a.asmx?wsdl": SOAP_ONLY}))
    assert [asked for asked in played.asked if "wsdl" in asked] == ["/a.asmx?wsdl"]


def test_a_page_of_markup_in_xml_is_no_program_s_answer():
    page = f"<?xml version='1.0'?><!DOCTYPE html><html>{IN_XML}</html>"
    pages = {"/v2/api-docs": DESCRIBED, "/api/list?page=1": page}
    assert play(ENTRY, site_of(pages)).observation.answer is Answer.NOT_EXPOSED


@pytest.mark.parametrize(
    ("pages", "cause"),
    [
        ({SCHEMA: {"text": "", "status": 405}}, Cause.NOT_GRANTED),
        ({SCHEMA: {"text": json.dumps({"data": schema()})[:-9], "cut": True}}, Cause.TOO_LARGE),
        ({"/openapi.json": {"text": DESCRIBED[:-9], "cut": True}}, Cause.TOO_LARGE),
        ({"/": SERVICE, "/ws/a.asmx?wsdl": {"text": SOAP_ONLY, "cut": True}}, Cause.TOO_LARGE),
        ({"/": SERVICE, "/ws/a.asmx?wsdl": {"text": "x", "status": 502}}, Cause.SERVER_ERROR),
        ({"/": SERVICE, "/ws/a.asmx?wsdl": "<html>about</html>"}, None),
    ],
)
def test_a_description_that_cannot_be_read_whole_leaves_the_question_open(pages, cause):
    assert play(ENTRY, site_of(pages)).observation.cause is cause


def test_endpoints_whose_names_tell_of_people_are_asked_first():
    paths = {f"/x{'x' * number}": {"get": {}} for number in range(MOST_ENDPOINTS)} | {"/renyuan": {"get": {}}}
    pages = {"/openapi.json": json.dumps({"paths": paths}), "/renyuan": PEOPLE}
    played = play(ENTRY, site_of(pages))
    assert played.observation.place == Place(group="/renyuan")
    assert played.asked[-2:] == ["/renyuan", f"/{NONCE}"]


def test_a_known_list_that_is_asked_by_post_now_is_not_called_shut():
    place = Place(group="/api/graphql", parameters=("query", LIST))
    shut = site_of({LISTED.replace("/graphql", "/api/graphql"): {"text": "", "status": 405}})
    assert play(ENTRY, shut, places=(place,)).observation.cause is Cause.NOT_GRANTED


def test_endpoints_that_were_not_asked_are_not_called_clean():
    paths = {f"/list{'x' * number}": {"get": {}} for number in range(MOST_ENDPOINTS + 1)}
    pages = {"/openapi.json": json.dumps({"paths": paths})}
    assert play(ENTRY, site_of(pages)).observation.cause is Cause.OVER_BUDGET
    assert play(ENTRY, site_of(pages), places=(PLACE,)).observation.answer is Answer.NOT_EXPOSED


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_found_in_the_lab_and_clean_however_it_is_repaired(form):
    seeds = {}
    for seed in range(1, 200):
        fault = premises("open-api", seed).fault
        if fault.form == form:
            seeds.setdefault(fault.repair, seed)
    assert set(seeds) == set(WAYS)
    for seed in seeds.values():
        (found,) = rehearse(*drawn("open-api", "vulnerable", seed=seed), ENTRY).observations
        assert found.answer is Answer.EXPOSED
        known = {"open-api": (found.place,)}
        for name, answer in (("pretended", Answer.EXPOSED), ("repaired", Answer.NOT_EXPOSED)):
            (again,) = rehearse(*drawn("open-api", name, seed=seed), ENTRY, places=known).observations
            assert again.answer is answer, (seed, name)


def test_a_known_endpoint_is_asked_though_nothing_names_it():
    hidden = site_of({"/api/list?page=1": PEOPLE})
    assert play(ENTRY, hidden).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, hidden, places=(PLACE,)).observation.place == PLACE


@pytest.mark.parametrize(
    "answered",
    [
        {"text": '{"code": 401}', "status": 401},
        '{"code": 401, "message": "no key"}',
        json.dumps({"rows": [{"xm": "虚*", "sfzh": "330102********001X"}] * 3}),
        json.dumps({"example": resident_id(1)}),
        page_of("/login.html", "<input type=password>"),
        f"<table><tr><td>{resident_id(1)}<tr><td>{resident_id(2)}</table>",
    ],
    ids=["401", "401 in 200", "masked", "a specimen", "sent on to a login", "a page"],
)
def test_an_endpoint_that_gives_nobody_away_is_not_exposed(answered):
    played = play(ENTRY, site_of({"/v2/api-docs": DESCRIBED, "/api/list?page=1": answered}))
    assert played.observation.answer is Answer.NOT_EXPOSED


@pytest.mark.parametrize(
    ("answered", "cause"),
    [
        ("<form><input type=password></form>", Cause.LOGIN_PAGE),
        ({"text": "x", "status": 502}, Cause.SERVER_ERROR),
        ('<form><input name="captcha"></form>', Cause.CAPTCHA),
    ],
)
def test_what_stands_in_its_place_may_hide_anything(answered, cause):
    played = play(ENTRY, site_of({"/v2/api-docs": DESCRIBED, "/api/list?page=1": answered}))
    assert played.observation.cause is cause


def test_an_interface_that_answers_everything_alike_proves_nothing():
    def everything(get):
        return page_of(get.target, PEOPLE) if get.target.startswith("/api/") else named(get)

    named = site_of({"/v2/api-docs": DESCRIBED})
    assert play(ENTRY, everything).observation.cause is Cause.HONEYPOT


def test_no_endpoint_is_asked_where_the_grant_lets_nothing_be_read():
    pages = site_of({"/v2/api-docs": DESCRIBED, "/api/list?page=1": PEOPLE})
    played = play(ENTRY, pages, sample_records=0)
    assert played.observation.cause is Cause.NOT_GRANTED
    assert not any("list" in asked for asked in played.asked)


def test_a_sound_site_is_asked_for_the_usual_descriptions_alone():
    asked = play(ENTRY, site_of({"/": "x"})).asked
    assert asked == ["/", "/", "/", *USUAL, SCHEMA]


def test_a_guess_outside_the_grant_is_no_part_of_the_question():
    def narrow(get):
        return page_of("/", "x") if get.target == "/" else Page(target=get.target, failure=Cause.NOT_GRANTED)

    assert play(ENTRY, narrow).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, narrow, places=(PLACE,)).observation.cause is Cause.NOT_GRANTED


def test_no_number_stands_in_the_observation():
    played = play(ENTRY, site_of({"/v2/api-docs": DESCRIBED, "/api/list?page=1": PEOPLE}))
    assert resident_id(1)[:10] not in repr(played.observation)


def test_a_dead_server_is_undetermined():
    assert play(ENTRY, fails_with("timed-out")).observation.cause is Cause.TIMED_OUT


PIECES = [
    DESCRIBED,
    PEOPLE,
    "<html>",
    '<script src="/a.js">',
    '"/api/x/y"',
    "<input type=password>",
    "g-recaptcha",
    GRAPH[SCHEMA],
    SOAP_ONLY,
    SERVICE,
]
PAGES = st.tuples(
    st.lists(st.sampled_from(PIECES), max_size=2).map(" ".join),
    st.sampled_from([200, 200, 200, 302, 403, 404, 429, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=12))
def test_no_site_makes_it_raise_or_cost_more(pages):
    played = play(ENTRY, in_turn(pages), places=(PLACE,))
    assert not played.observation.reason.startswith("the probe failed")
    assert played.observation.requests == len(played.asked) <= SPEC.cost
