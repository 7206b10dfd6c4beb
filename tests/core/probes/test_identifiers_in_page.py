# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes import REGISTER, published_list
from mendsky.core.probes.identifiers_in_page import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Control, Get, Place
from tests.people import resident_id
from tests.probing import fails_with, in_turn, page_of, play, site_of
from tests.rehearsal import drawn, rehearse

STATED = Control(front_status=200, random_status=404, catch_all=False, stated_records=5000, cause=None)
PAGE = Place(group="/gs/a.html")
DATA = Place(group="/gs/rows")
LINK = f'<a href="{PAGE.group}">x</a>'
ASKS = f'<script>fetch("{DATA.group}").then(show)</script>'
ROWS = json.dumps([{"xm": "虚构", "sfzh": resident_id(number)} for number in range(3)])


def masked(number):
    return f"{resident_id(number)[:6]}{'*' * 8}{resident_id(number)[-4:]}"


def rows(count, each):
    return "<table>" + "".join(each(number) for number in range(count))


HIDDEN = {
    "attribute": rows(3, lambda one: f'<tr data-id="{resident_id(one)}"><td>{masked(one)}'),
    "comment": rows(3, lambda one: f"<tr><!-- {resident_id(one)} --><td>虚构"),
    "script": f"<p>x<script>var rows = {ROWS};</script>",
    "hidden field": rows(3, lambda one: f'<input type="hidden" value="{resident_id(one)}">'),
    "hidden cell": rows(3, lambda one: f"<tr><td style='display:none'>{resident_id(one)}</td>"),
}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_numbers_that_a_page_holds_and_does_not_show_are_exposed(text):
    observation = play(ENTRY, site_of({"/": LINK, PAGE.group: text}), control=STATED).observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, PAGE)
    assert (observation.records.low, observation.records.high) == (5000, 5000)
    assert observation.kinds == ("cn-resident-id",)
    assert resident_id(1)[:10] not in repr(observation)


def test_masked_on_the_screen_and_full_in_what_is_sent_is_said_in_the_evidence():
    observation = play(ENTRY, site_of({"/": LINK, PAGE.group: HIDDEN["attribute"]})).observation
    assert "3 people in full while it shows 3 with hidden digits" in observation.evidence[0].note


def test_data_that_a_page_asks_for_is_looked_at_no_longer_than_a_sample():
    pages = {"/": LINK, PAGE.group: f"<p>x{ASKS}", DATA.group: ROWS}
    asked = []

    def site(get):
        asked.append(get)
        return site_of(pages)(get)

    assert play(ENTRY, site).observation.place == DATA
    (data,) = [get for get in asked if get.target == DATA.group]
    assert data.max_bytes == 190


def test_without_leave_to_read_a_record_no_data_is_asked():
    played = play(ENTRY, site_of({"/": ASKS, DATA.group: ROWS}), sample_records=0)
    assert played.observation.cause is Cause.NOT_GRANTED
    assert DATA.group not in played.asked


@pytest.mark.parametrize(
    "text",
    [
        "<p>x",
        f'<input placeholder="{resident_id(1)}">' * 3,
        rows(9, lambda one: f'<a href="tel:138{one:08d}">call</a>'),
        rows(9, lambda one: f"<tr><td>{masked(one)}"),
        rows(3, lambda one: f'<tr data-id="{resident_id(one)}"><td>{resident_id(one)}'),
        rows(40, lambda one: f'<tr data-id="{resident_id(one + 40)}"><td>{resident_id(one)}'),
    ],
    ids=["nothing", "a specimen", "telephones", "masked everywhere", "shown too", "a list"],
)
def test_an_ordinary_page_is_not_exposed(text):
    observation = play(ENTRY, site_of({"/": LINK, PAGE.group: text}), places=(PAGE,)).observation
    assert observation.answer is Answer.NOT_EXPOSED


def test_a_masked_list_with_its_numbers_in_the_source_is_this_loophole_alone():
    text = "姓名" + rows(40, lambda one: f'<tr data-id="{resident_id(one)}"><td>{masked(one)}')
    site = site_of({"/": LINK, PAGE.group: text})
    assert play(ENTRY, site).observation.answer is Answer.EXPOSED
    assert play(published_list.ENTRY, site).observation.answer is Answer.NOT_EXPOSED


def test_a_known_place_is_asked_though_no_page_links_it():
    pages = {PAGE.group: HIDDEN["comment"], DATA.group: ROWS}
    assert play(ENTRY, site_of(pages)).observation.answer is Answer.NOT_EXPOSED
    for place in (PAGE, DATA):
        assert play(ENTRY, site_of(pages), places=(place,)).observation.place == place


def test_a_known_address_of_data_is_asked_for_few():
    place = Place(group="/gs/rows", parameters=("page", "size"))
    played = play(ENTRY, site_of({"/gs/rows?page=1&size=2": ROWS}), places=(place,))
    assert played.observation.place == place


def test_a_known_page_whose_value_was_not_kept_cannot_be_told_unless_a_page_links_it():
    place = Place(group="/show", parameters=("id",))
    pages = {"/show?id=20": HIDDEN["comment"]}
    assert play(ENTRY, site_of(pages), places=(place,)).observation.cause is Cause.OVER_BUDGET
    pages["/"] = '<a href="/show?id=20">x</a>'
    assert play(ENTRY, site_of(pages), places=(place,)).observation.place == place


@pytest.mark.parametrize(
    ("shown", "answer", "cause"),
    [
        ((DATA.group, "<input type=password>"), Answer.UNDETERMINED, Cause.LOGIN_PAGE),
        (("/login", "<input type=password>"), Answer.NOT_EXPOSED, None),
        ((DATA.group, "x", 403), Answer.NOT_EXPOSED, None),
        ((DATA.group, "x", 502), Answer.UNDETERMINED, Cause.SERVER_ERROR),
        ((DATA.group, "[]"), Answer.NOT_EXPOSED, None),
    ],
)
def test_what_stands_in_a_known_place(shown, answer, cause):
    def site(get):
        return page_of(*shown) if get.target == DATA.group else page_of(get.target, "404", 404)

    observation = play(ENTRY, site, places=(DATA,)).observation
    assert (observation.answer, observation.cause) == (answer, cause)


def test_a_folder_that_holds_people_at_every_address_proves_nothing():
    def everything(get):
        return page_of("/", LINK) if get.target == "/" else page_of(get.target, HIDDEN["script"])

    assert play(ENTRY, everything).observation.cause is Cause.HONEYPOT


def test_a_dead_server_is_undetermined():
    assert play(ENTRY, fails_with("timed-out")).observation.cause is Cause.TIMED_OUT


@pytest.mark.parametrize("name", ["sound", "vulnerable"])
@pytest.mark.parametrize("seed", range(1, 9))
def test_in_a_visit_it_asks_for_at_most_three_of_its_own(name, seed):
    made, site = drawn(SPEC.kind, name, seed=seed)
    outcome = rehearse(made, site, *REGISTER, classes=frozenset({0}))
    (own,) = [one for one in outcome.observations if one.probe == SPEC.kind]
    assert own.requests <= (0 if name == "sound" else 3)


def test_pages_are_those_that_a_visit_has_anyway():
    shared = []

    def site(get):
        shared.append(get)
        return site_of({"/": LINK, PAGE.group: "<p>x"})(get)

    play(ENTRY, site)
    assert shared
    assert all(isinstance(get, Get) and not get.fresh for get in shared)


PIECES = [
    *HIDDEN.values(),
    ASKS,
    ROWS,
    LINK,
    '<a href="/notice/7">x</a>',
    "g-recaptcha",
    "<input type=password>",
]
PAGES = st.tuples(
    st.lists(st.sampled_from(PIECES), max_size=3).map(" ".join),
    st.sampled_from([200, 200, 302, 403, 404, 429, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=12))
def test_no_site_makes_it_raise_or_cost_more(pages):
    played = play(ENTRY, in_turn(pages), places=(PAGE, DATA))
    assert not played.observation.reason.startswith("the probe failed")
    assert played.observation.requests == len(played.asked) <= SPEC.cost
