# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace
from urllib.parse import parse_qs, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes import REGISTER
from mendsky.core.probes.wildcard_search import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Control, Page, Place
from tests.people import resident_id, table
from tests.probing import fails_with, in_turn, page_of, play
from tests.rehearsal import drawn, rehearse

STATED = Control(front_status=200, random_status=404, catch_all=False, stated_records=5000, cause=None)
FORM = '<form action="/s"><label>姓名 <input name="a1"></label></form><p>身份证号、手机号码</p>'
PLACE = Place(group="/s", parameters=("a1",))
NOTHING = "<p>没有查询到。</p>"


def site(finds, front=FORM, otherwise=NOTHING):
    """A search that shows people for terms that `finds` says yes to."""

    def answer(get):
        path, _, query = get.target.partition("?")
        if path == "/":
            return page_of("/", front)
        if path != "/s" or not query:
            return page_of(get.target, "404", status=404)
        term = parse_qs(query, keep_blank_values=True).get("a1", [""])[0]
        shown = table(3) if finds(term) else otherwise
        return shown if isinstance(shown, Page) else page_of(get.target, shown)

    return answer


def terms(played):
    return [unquote(asked.partition("a1=")[2]) for asked in played.asked if "?" in asked]


@pytest.mark.parametrize(("sign", "before"), [("%", []), ("", ["%"])])
def test_a_search_that_shows_several_people_for_a_sign_is_exposed(sign, before):
    played = play(ENTRY, site(lambda term: term == sign), control=STATED)
    observation = played.observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, PLACE)
    assert (observation.records.low, observation.records.high) == (5000, 5000)
    assert observation.kinds == ("cn-resident-id",)
    assert terms(played)[:-1] == [*before, sign, "qzx7k2m9"]
    assert resident_id(1)[:10] not in repr(observation)


def test_a_star_is_asked_where_the_page_speaks_of_it_and_at_a_known_place():
    lab = site(lambda term: term == "*")
    assert play(ENTRY, lab).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, lab, places=(PLACE,)).observation.answer is Answer.EXPOSED
    spoken = site(lambda term: term == "*", FORM + "可用通配符")
    assert play(ENTRY, spoken).observation.answer is Answer.EXPOSED


def test_a_search_that_finds_nobody_is_asked_two_questions():
    played = play(ENTRY, site(lambda _: False))
    assert played.observation.answer is Answer.NOT_EXPOSED
    assert terms(played) == ["%", ""]


def test_people_for_every_word_prove_nothing():
    assert play(ENTRY, site(lambda _: True)).observation.cause is Cause.HONEYPOT


def test_a_term_that_reaches_the_database_is_a_worse_loophole():
    def finds(term):
        return term == "%" or " OR " in term

    assert play(ENTRY, site(finds)).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, site(finds), places=(PLACE,)).observation.answer is Answer.EXPOSED


@pytest.mark.parametrize(
    "front",
    [
        '<form action="/s"><label>身份证号 <input name="sfzh"></label></form>',
        '<form action="/s"><label>站内搜索 <input name="a1"></label></form>',
        FORM.replace("</form>", '<input name="b"></form>'),
        FORM + table(3),
    ],
    ids=["a lookup by number", "no personal data", "two fields", "people already there"],
)
def test_what_is_no_search_for_people_is_not_asked(front):
    played = play(ENTRY, site(lambda _: True, front))
    assert set(played.asked) == {"/"}
    assert played.observation.answer is Answer.NOT_EXPOSED


def test_a_search_whose_page_lists_people_unasked_is_a_published_list():
    lab = site(lambda term: term == "%", f'{FORM}<a href="/s?a1=">全部</a>', table(5))
    assert play(ENTRY, lab).observation.answer is Answer.NOT_EXPOSED


@pytest.mark.parametrize(
    ("shown", "cause"),
    [
        ("<form><input type=password></form>", Cause.LOGIN_PAGE),
        ('<form><input name="captcha"></form>', Cause.CAPTCHA),
        (page_of("/s", "x", status=502), Cause.SERVER_ERROR),
        (page_of("/s", "x", cut=True), Cause.TOO_LARGE),
        (page_of("/login", "<input type=password>"), None),
        (page_of("/s", "x", status=403), None),
        ("<tr><td>虚*</td><td>330102********001X</td></tr>" * 3, None),
    ],
)
def test_what_stands_in_the_results_place(shown, cause):
    assert play(ENTRY, site(lambda _: False, otherwise=shown)).observation.cause is cause


def test_a_form_by_post_that_is_not_answered_by_get_cannot_be_told():
    front = FORM.replace("<form", "<form method=post")
    refused = page_of("/s", "x", status=405)
    assert play(ENTRY, site(lambda _: False, front, refused)).observation.cause is Cause.NOT_GRANTED


def test_without_leave_to_read_two_records_nothing_is_asked():
    played = play(ENTRY, site(lambda _: True), sample_records=1)
    assert (played.observation.cause, set(played.asked)) == (Cause.NOT_GRANTED, {"/"})


def test_a_known_place_is_asked_though_no_page_offers_it():
    lab = site(lambda term: term == "%", "")
    assert play(ENTRY, lab).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, lab, places=(PLACE,)).observation.place == PLACE


def test_a_dead_server_is_undetermined():
    assert play(ENTRY, fails_with("timed-out")).observation.cause is Cause.TIMED_OUT


@pytest.mark.parametrize("seed", range(1, 9))
def test_a_visit_asks_a_sound_site_nothing_and_a_repaired_search_little(seed):
    for name, most in (("sound", 0), ("repaired", 3)):
        outcome = rehearse(*drawn(SPEC.kind, name, seed=seed), *REGISTER)
        (own,) = [one for one in outcome.observations if one.probe == SPEC.kind]
        assert own.requests <= most


def one_by_number(term, test):
    return f"姓名 虚构 身份证号 {test}" if term == test else NOTHING


def everyone_too(term, test):
    return table(3) if term in {"%", ""} else one_by_number(term, test)


def searching(made, condition):
    """The lab's vulnerable search, with its SQL put together otherwise; gives also what it tells."""
    _, lab = drawn(SPEC.kind, "vulnerable", seed=1)

    def answer(asked):
        term = asked.query.get(made.fault.parameter)
        if asked.path != made.fault.path or term is None:
            return lab(asked)
        return replace(lab(replace(asked, query={})), body=condition(term).encode())

    return answer


@pytest.mark.parametrize(
    ("shows", "kind"),
    [(everyone_too, SPEC.kind), (one_by_number, "lookup-by-id-only")],
)
def test_one_search_is_one_loophole(shows, kind):
    made, _ = drawn(SPEC.kind, "vulnerable", seed=1)
    test = made.register.test_identity
    outcome = rehearse(made, searching(made, lambda term: shows(term, test)), *REGISTER)
    assert [one.probe for one in outcome.observations if one.answer is Answer.EXPOSED] == [kind]


PIECES = [FORM, table(3), "g-recaptcha", "<input type=password>", NOTHING]
PAGES = st.tuples(
    st.lists(st.sampled_from(PIECES), max_size=3).map(" ".join),
    st.sampled_from([200, 200, 302, 403, 404, 429, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=12))
def test_no_site_makes_it_raise_or_cost_more(pages):
    played = play(ENTRY, in_turn(pages), places=(PLACE,))
    assert not played.observation.reason.startswith("the probe failed")
    assert played.observation.requests == len(played.asked) <= SPEC.cost
