# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.lookup_by_id_only import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Control, Page, Place
from tests.people import resident_id
from tests.probing import in_turn, page_of, play
from tests.rehearsal import drawn, rehearse

STATED = Control(front_status=200, random_status=404, catch_all=False, stated_records=5000, cause=None)
TESTED, NOBODYS = resident_id(3), resident_id(9999)
GRANTED = {"test_identities": (TESTED,), "nobodys_identity": NOBODYS}
FORM = '<form action="/cx"><label>身份证号 <input name="sfzh"></label></form>'
PLACE = Place(group="/cx", parameters=("sfzh",))
NOTHING = "<p>没有查询到。</p>"
RECORD = f"<tr><th>姓名</th><td>虚构</td></tr><tr><th>身份证号</th><td>{TESTED}</td></tr>"


def site(found, otherwise=NOTHING, front=FORM):
    """A lookup that answers the test identity, and everything else otherwise."""

    def answer(get):
        path, _, query = get.target.partition("?")
        if path == "/":
            return page_of("/", front)
        if path != "/cx":
            return page_of(get.target, "404", status=404)
        asked = parse_qs(query).get("sfzh", [""])[0]
        shown = found if asked == TESTED else otherwise
        return shown if isinstance(shown, Page) else page_of(get.target, shown.replace("ASKED", asked))

    return answer


def test_a_record_for_a_number_alone_is_exposed():
    played = play(ENTRY, site(RECORD), control=STATED, **GRANTED)
    observation = played.observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, PLACE)
    assert (observation.records.low, observation.records.high) == (5000, 5000)
    assert (observation.kinds, observation.writable) == (("cn-resident-id",), False)
    assert played.asked[-2:] == [f"/cx?sfzh={TESTED}", f"/cx?sfzh={NOBODYS}"]


def test_another_number_in_the_answer_is_enough():
    shown = "<p>状态：正常，手机号 13800000000</p>"
    assert play(ENTRY, site(shown), **GRANTED).observation.answer is Answer.EXPOSED


def test_a_record_that_can_be_changed_there_is_told_so_and_nothing_is_changed():
    change = '<form method=post action="/cx/baocun"><button name=tingfa value=1>停发</button></form>'
    played = play(ENTRY, site(RECORD + change), **GRANTED)
    assert played.observation.writable
    assert not any("baocun" in asked for asked in played.asked)


@pytest.mark.parametrize(
    ("found", "otherwise"),
    [
        (NOTHING, NOTHING),
        ("<p>ASKED：没有。</p>", "<p>ASKED：没有。</p>"),
        ("<p>查询到 1 条。登录后可查看姓名、身份证号、缴费情况。</p>", NOTHING),
        ("<tr><th>姓名</th><td>虚*</td></tr><tr><th>身份证号</th><td>330102********001X</td></tr>", NOTHING),
        (page_of("/login.html", "<input type=password>"), page_of("/login.html", "<input type=password>")),
        (page_of("/cx", "x", status=403), page_of("/cx", "x", status=403)),
    ],
    ids=["nothing", "an echo", "labels alone", "masked", "sent on to a login", "403"],
)
def test_what_shows_no_record_is_not_exposed(found, otherwise):
    assert play(ENTRY, site(found, otherwise), places=(PLACE,), **GRANTED).observation.answer is (
        Answer.NOT_EXPOSED
    )


@pytest.mark.parametrize(
    ("found", "cause"),
    [
        ("<form><input type=password></form>", Cause.LOGIN_PAGE),
        ('<form><input name="captcha"></form>', Cause.CAPTCHA),
        (page_of("/cx", "x", status=502), Cause.SERVER_ERROR),
    ],
)
def test_what_stands_in_the_records_place_may_hide_anything(found, cause):
    assert play(ENTRY, site(found, found), **GRANTED).observation.cause is cause


def test_a_record_for_every_number_proves_nothing():
    shown = f"<p>姓名 虚构 身份证号 {resident_id(5)}</p>"
    assert play(ENTRY, site(shown, shown), **GRANTED).observation.cause is Cause.HONEYPOT


def test_without_a_test_identity_nobody_is_asked_for():
    played = play(ENTRY, site(RECORD))
    assert played.observation.cause is Cause.NO_TEST_IDENTITY
    assert not any("?" in asked for asked in played.asked)


def test_a_form_that_needs_more_than_the_number_is_not_exposed_and_not_asked():
    for more in ('<input name="xm">', '<input type="password" name="mm">', '<input name="yzm">'):
        played = play(ENTRY, site(RECORD, front=FORM.replace("</form>", f"{more}</form>")), **GRANTED)
        assert played.observation.answer is Answer.NOT_EXPOSED
        assert not any("?" in asked for asked in played.asked)


def test_a_search_on_a_page_that_names_no_personal_data_is_not_asked():
    played = play(ENTRY, site(RECORD, front='<form action="/cx"><input name="q"></form>'), **GRANTED)
    assert played.asked == ["/"]


def test_a_known_place_is_asked_though_no_page_offers_it():
    assert play(ENTRY, site(RECORD, front=""), **GRANTED).observation.answer is Answer.NOT_EXPOSED
    found = play(ENTRY, site(RECORD, front=""), places=(PLACE,), **GRANTED).observation
    assert (found.answer, found.place) == (Answer.EXPOSED, PLACE)


def test_no_number_stands_in_the_observation():
    observation = play(ENTRY, site(RECORD), **GRANTED).observation
    assert {line.target for line in observation.evidence} == {"/cx?sfzh=…"}
    assert TESTED[:10] not in repr(observation)


def test_a_lookup_of_the_lab_that_can_be_changed_is_writable():
    made, lab = drawn("lookup-by-id-only", "vulnerable", writable=True, seed=4)
    (observation,) = rehearse(made, lab, ENTRY).observations
    assert (observation.answer, observation.writable) == (Answer.EXPOSED, made.fault.form != "json")


PIECES = [FORM, RECORD, "<input type=password>", "g-recaptcha", resident_id(1), "<form method=post>", "姓名"]
PAGES = st.tuples(
    st.lists(st.sampled_from(PIECES), max_size=4).map(" ".join),
    st.sampled_from([200, 200, 200, 302, 403, 404, 405, 429, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=12))
def test_no_site_makes_it_raise_or_cost_more(pages):
    played = play(ENTRY, in_turn(pages), places=(PLACE,), **GRANTED)
    assert not played.observation.reason.startswith("the probe failed")
    assert played.observation.requests == len(played.asked) <= SPEC.cost
