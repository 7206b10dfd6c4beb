# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes import REGISTER
from mendsky.core.probes.open_to_any_origin import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import FOREIGN, Control, Place
from tests.people import resident_id
from tests.probing import fails_with, in_turn, page_of, play, site_of
from tests.rehearsal import drawn, rehearse

STATED = Control(front_status=200, random_status=404, catch_all=False, stated_records=5000, cause=None)
DATA = Place(group="/d/rows")
FRONT = f'<script>fetch("{DATA.group}", {{credentials: "include"}})</script>'
PEOPLE = json.dumps([{"sfzh": resident_id(number)} for number in range(3)])
OPEN = {"access-control-allow-origin": FOREIGN, "access-control-allow-credentials": "true"}


def site(text=PEOPLE, headers=OPEN, *, plain=("[]", 401), front=FRONT, beside=None):
    """Make a site whose data is given to a visitor's session only."""
    asked = []

    def answer(get):
        asked.append(get)
        if get.target == "/":
            return page_of("/", front)
        if not get.target.startswith("/d/"):
            return page_of(get.target, "404", 404)
        if not get.session:
            return page_of(get.target, *plain)
        if get.target != DATA.group:
            return page_of(get.target, *(beside or ("404", 404)))
        return page_of(get.target, text, headers=headers)

    answer.asked = asked
    return answer


def test_people_whom_any_website_may_read_with_a_visitors_session_are_exposed():
    lab = site()
    observation = play(ENTRY, lab, control=STATED).observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, DATA)
    assert (observation.records.low, observation.records.high) == (5000, 5000)
    assert observation.kinds == ("cn-resident-id",)
    assert resident_id(1)[:10] not in repr(observation)
    assert {get.target for get in lab.asked if get.foreign} == {DATA.group, "/d/qzx7k2m9"}
    assert all(get.session for get in lab.asked if get.foreign)
    assert max(get.max_bytes for get in lab.asked if get.foreign) == 190


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"access-control-allow-origin": FOREIGN},
        {"access-control-allow-origin": "*", "access-control-allow-credentials": "true"},
        {"access-control-allow-origin": "https://own.test", "access-control-allow-credentials": "true"},
        {"access-control-allow-origin": FOREIGN, "access-control-allow-credentials": "false"},
        {"access-control-allow-credentials": "true"},
    ],
    ids=["no fields", "no session", "a star", "its own", "refused", "no origin"],
)
def test_what_a_browser_does_not_let_another_website_read_is_not_exposed(headers):
    observation = play(ENTRY, site(headers=headers)).observation
    assert observation.answer is Answer.NOT_EXPOSED
    assert "any website" not in observation.reason


@pytest.mark.parametrize("text", ["[]", json.dumps([resident_id(1)]), json.dumps(["13800000000"] * 3)])
def test_an_open_address_that_shows_nobody_is_information_and_no_finding(text):
    observation = play(ENTRY, site(text)).observation
    assert observation.answer is Answer.NOT_EXPOSED
    assert "one lets any website read" in observation.reason


def test_what_is_given_without_a_session_is_another_loophole():
    assert play(ENTRY, site(plain=(PEOPLE, 200))).observation.answer is Answer.NOT_EXPOSED


def test_a_site_whose_pages_ask_for_no_data_is_asked_nothing_more():
    lab = site(front="<p>x")
    assert play(ENTRY, lab).observation.answer is Answer.NOT_EXPOSED
    assert {(get.target, get.foreign, get.session) for get in lab.asked} == {("/", False, "")}


def test_without_leave_to_read_a_record_no_data_is_asked():
    played = play(ENTRY, site(), sample_records=0)
    assert played.observation.cause is Cause.NOT_GRANTED
    assert DATA.group not in played.asked


def test_a_known_address_is_asked_though_no_page_names_it():
    assert play(ENTRY, site(front="x")).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, site(front="x"), places=(DATA,)).observation.place == DATA


def test_a_known_address_whose_value_was_not_kept_cannot_be_told():
    place = Place(group="/d/rows", parameters=("ward",))
    assert play(ENTRY, site(front="x"), places=(place,)).observation.cause is Cause.OVER_BUDGET


def test_a_folder_that_gives_people_at_every_address_proves_nothing():
    assert play(ENTRY, site(beside=(PEOPLE, 200))).observation.cause is Cause.HONEYPOT


@pytest.mark.parametrize(
    ("shown", "cause"),
    [({"text": "x", "status": 502}, Cause.SERVER_ERROR), ("<input type=password>", Cause.LOGIN_PAGE)],
)
def test_what_stands_in_a_known_place(shown, cause):
    assert play(ENTRY, site_of({DATA.group: shown}), places=(DATA,)).observation.cause is cause


def test_a_dead_server_is_undetermined():
    assert play(ENTRY, fails_with("timed-out")).observation.cause is Cause.TIMED_OUT


@pytest.mark.parametrize("seed", range(1, 9))
@pytest.mark.parametrize("name", ["sound", "vulnerable"])
def test_in_a_visit_a_sound_site_is_asked_nothing_and_any_other_little(name, seed):
    made, lab = drawn(SPEC.kind, name, seed=seed)
    outcome = rehearse(made, lab, *REGISTER, classes=frozenset({0}))
    (own,) = [one for one in outcome.observations if one.probe == SPEC.kind]
    assert own.requests <= (0 if name == "sound" else 3)


PIECES = [FRONT, PEOPLE, "g-recaptcha", "<input type=password>", "[]"]
PAGES = st.tuples(
    st.lists(st.sampled_from(PIECES), max_size=3).map(" ".join),
    st.sampled_from([200, 200, 302, 403, 404, 429, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
    st.sampled_from([OPEN, {}]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=12))
def test_no_site_makes_it_raise_or_cost_more(pages):
    played = play(ENTRY, in_turn(pages), places=(DATA,))
    assert not played.observation.reason.startswith("the probe failed")
    assert played.observation.requests == len(played.asked) <= SPEC.cost
