# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes import REGISTER, identifiers_in_page, published_list
from mendsky.core.probes.error_page import ANY, ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Control, Place
from tests.people import resident_id
from tests.probing import NONCE, fails_with, in_turn, page_of, play, site_of
from tests.rehearsal import drawn, rehearse

STATED = Control(front_status=200, random_status=404, catch_all=False, stated_records=5000, cause=None)
PAGE = Place(group="/tj/list.jsp")
LINK = f'<a href="{PAGE.group}">x</a>'
TRACE = "<pre>at cn.made.up.List.run(List.java:41)</pre>"
ONE, TWO = resident_id(1), resident_id(2)


def failing(text, status=500):
    return {"/": LINK, PAGE.group: {"text": text, "status": status}}


@pytest.mark.parametrize(
    "text",
    [
        f"{TRACE} sfzh = '{ONE}'",
        f"Traceback (most recent call last): KeyError: '{ONE}'",
        f"   at Made.Up.Run(String x) in D:\\web\\x.cs:line 41 {ONE}",
        f"#0 D:/web/index.php(41): run('{ONE}')",
        f"<b>Fatal error</b>: Uncaught {ONE}",
        f"no such record: {ONE}, {TWO}",
    ],
)
def test_a_linked_page_that_fails_with_people_in_its_words_is_exposed(text):
    observation = play(ENTRY, site_of(failing(text)), control=STATED).observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, PAGE)
    assert (observation.records.low, observation.records.high) == (5000, 5000)
    assert ONE[:10] not in repr(observation)


def test_the_answer_to_the_random_path_is_looked_at():
    pages = {f"/{NONCE}": {"text": f"{TRACE} {ONE}", "status": 404}}
    assert play(ENTRY, site_of(pages)).observation.place == ANY
    assert play(ENTRY, site_of(pages), places=(ANY,)).observation.place == ANY


def test_a_failure_that_answers_200_is_one_all_the_same():
    assert play(ENTRY, site_of(failing(f"{TRACE} {ONE}", 200))).observation.place == PAGE


def test_one_linked_address_is_asked_without_its_parameters_and_no_other():
    front = '<a href="/a.do?dq=W1">x</a><a href="/b.do?dq=W1">x</a>'
    played = play(ENTRY, site_of({"/": front, "/a.do": {"text": f"{TRACE} {ONE}", "status": 500}}))
    assert played.observation.place == Place(group="/a.do")
    played = play(ENTRY, site_of({"/": front}))
    assert "/b.do" not in played.asked
    assert {target.partition("?")[2] for target in played.asked} <= {"", "dq=W1"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("busy, try again", 500),
        (f"for example {ONE}", 404),
        (f"{TRACE} busy", 500),
        (f"{ONE} and {TWO}", 200),
        (f"{TRACE} 13800000000", 500),
        ("x", 403),
    ],
    ids=["neutral", "a specimen", "a trace alone", "an ordinary page", "a telephone", "closed"],
)
def test_an_error_that_shows_nobody_is_not_exposed(text, status):
    observation = play(ENTRY, site_of(failing(text, status)), places=(PAGE, ANY)).observation
    assert (observation.answer, observation.cause) == (Answer.NOT_EXPOSED, None)


def test_how_a_database_is_reached_is_information_and_no_finding():
    words = f"{TRACE} jdbc:mysql://10.0.0.1/ybk?user=root&password=made-up"
    observation = play(ENTRY, site_of(failing(words))).observation
    assert observation.answer is Answer.NOT_EXPOSED
    assert "how a database is reached" in observation.reason
    assert "made-up" not in repr(observation)
    assert "database" not in play(ENTRY, site_of(failing(TRACE))).observation.reason


def test_a_specimen_that_the_front_page_holds_too_proves_nothing():
    pages = failing(f"{TRACE} {ONE}") | {"/": f"{LINK} for example {ONE}"}
    assert play(ENTRY, site_of(pages)).observation.cause is Cause.HONEYPOT


@pytest.mark.parametrize("people", [1, 3, 5, 40])
@pytest.mark.parametrize("form", ["<td>{}", "<td data-id='{}'>", "<!-- {} -->"])
def test_a_page_of_people_with_a_trace_is_one_loophole(people, form):
    text = f"<p>{TRACE}" + "".join(form.format(resident_id(one)) for one in range(people))
    site = site_of(failing(text, 200))
    answers = [play(one.ENTRY, site).observation.answer for one in (published_list, identifiers_in_page)]
    answers.append(play(ENTRY, site).observation.answer)
    assert answers.count(Answer.EXPOSED) == 1


@pytest.mark.parametrize(
    ("shown", "answer", "cause"),
    [
        ((PAGE.group, "<input type=password>"), Answer.UNDETERMINED, Cause.LOGIN_PAGE),
        (("/login", "<input type=password>"), Answer.NOT_EXPOSED, None),
        ((PAGE.group, "x", 502), Answer.UNDETERMINED, Cause.SERVER_ERROR),
        ((PAGE.group, "x", 503), Answer.UNDETERMINED, Cause.SERVER_ERROR),
        ((PAGE.group, "x", 429), Answer.UNDETERMINED, Cause.BLOCKED),
    ],
)
def test_what_stands_in_a_known_place(shown, answer, cause):
    def site(get):
        return page_of(*shown) if get.target == PAGE.group else page_of(get.target, "404", 404)

    observation = play(ENTRY, site, places=(PAGE,)).observation
    assert (observation.answer, observation.cause) == (answer, cause)


def test_a_dead_server_is_undetermined():
    assert play(ENTRY, fails_with("timed-out")).observation.cause is Cause.TIMED_OUT


@pytest.mark.parametrize("seed", range(1, 9))
@pytest.mark.parametrize("name", ["sound", "vulnerable"])
def test_in_a_visit_it_asks_for_at_most_one_of_its_own(name, seed):
    made, site = drawn(SPEC.kind, name, seed=seed)
    outcome = rehearse(made, site, *REGISTER, classes=frozenset({0}))
    (own,) = [one for one in outcome.observations if one.probe == SPEC.kind]
    assert own.requests <= (0 if name == "sound" else 1)


PIECES = [TRACE, ONE, TWO, LINK, '<a href="/a.do?x=1">x</a>', "g-recaptcha", "<input type=password>"]
PAGES = st.tuples(
    st.lists(st.sampled_from(PIECES), max_size=3).map(" ".join),
    st.sampled_from([200, 200, 302, 403, 404, 429, 500, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=12))
def test_no_site_makes_it_raise_or_cost_more(pages):
    played = play(ENTRY, in_turn(pages), places=(PAGE, ANY))
    assert not played.observation.reason.startswith("the probe failed")
    assert played.observation.requests == len(played.asked) <= SPEC.cost
