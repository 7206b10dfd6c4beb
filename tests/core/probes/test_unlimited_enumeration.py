# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from itertools import count
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes import REGISTER
from mendsky.core.probes.unlimited_enumeration import ENOUGH, ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Control, Page, Place
from tests.people import resident_id
from tests.probing import in_turn, page_of, play
from tests.rehearsal import drawn, rehearse

STATED = Control(front_status=200, random_status=404, catch_all=False, stated_records=5000, cause=None)
TESTED, SECOND, NOBODYS = resident_id(3), resident_id(4), resident_id(9999)
GRANTED = {"test_identities": (TESTED,), "nobodys_identity": NOBODYS}
FORM = '<form action="/cx"><label>身份证号 <input name="sfzh"></label></form>'
PLACE = Place(group="/cx", parameters=("sfzh",))
NOTHING = "<p>没有查询到。</p>"
STARS = "<tr><th>姓名</th><td>虚*</td></tr><tr><th>身份证号</th><td>330102********001X</td></tr>"
FULL = f"<tr><th>姓名</th><td>虚构</td></tr><tr><th>身份证号</th><td>{TESTED}</td></tr>"


def site(found=STARS, otherwise=NOTHING, *, limit=None, limited=NOTHING, front=FORM):
    """A lookup that answers the test identity until a limit."""
    turns = count(1)

    def answer(get):
        path, _, query = get.target.partition("?")
        if path == "/":
            return page_of("/", front)
        if path != "/cx":
            return page_of(get.target, "404", status=404)
        asked = parse_qs(query).get("sfzh", [""])[0]
        shown = found if asked == TESTED else otherwise
        if asked == TESTED and limit and next(turns) > limit:
            shown = limited
        return Page(**shown) if isinstance(shown, dict) else page_of(get.target, shown)

    return answer


def test_a_lookup_with_stars_and_without_a_limit_is_exposed():
    played = play(ENTRY, site(), control=STATED, **GRANTED)
    observation = played.observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, PLACE)
    assert (observation.records.low, observation.records.high) == (5000, 5000)
    assert played.asked.count(f"/cx?sfzh={TESTED}") == ENOUGH
    assert len(observation.evidence) == 3
    assert TESTED not in repr(observation)


def test_only_the_grants_own_identities_and_nobodys_are_asked_for():
    played = play(ENTRY, site(), test_identities=(TESTED, SECOND), nobodys_identity=NOBODYS)
    assert played.observation.answer is Answer.EXPOSED
    assert {asked.partition("=")[2] for asked in played.asked if "?" in asked} == {TESTED, SECOND, NOBODYS}


@pytest.mark.parametrize(
    "limited",
    [
        "<p>查询次数过多，请稍后再试。</p>",
        '<form><input name="captcha"></form>',
        {"target": "/cx", "status": 429},
        {"target": "/cx", "status": 403},
    ],
    ids=["words", "captcha", "429", "403"],
)
@pytest.mark.parametrize("limit", [1, ENOUGH - 1])
def test_a_limit_is_a_repair(limited, limit):
    played = play(ENTRY, site(limit=limit, limited=limited), **GRANTED)
    assert played.observation.answer is Answer.NOT_EXPOSED
    assert f"a limit, met at question {limit + 1}" in played.observation.reason


def test_a_limit_that_is_past_what_we_ask_is_none():
    assert play(ENTRY, site(limit=ENOUGH), **GRANTED).observation.answer is Answer.EXPOSED


@pytest.mark.parametrize(
    ("found", "said"),
    [(NOTHING, ""), ("<p>查询到 1 条。</p>", ""), (FULL, "another loophole")],
    ids=["nothing", "yes or no", "in full"],
)
def test_what_has_no_stars_is_information_and_is_not_asked_on(found, said):
    played = play(ENTRY, site(found), **GRANTED)
    assert played.observation.answer is Answer.NOT_EXPOSED
    assert said in played.observation.reason
    assert sum("?" in asked for asked in played.asked) == 2


def test_stars_for_every_number_prove_nothing():
    assert play(ENTRY, site(STARS, STARS), **GRANTED).observation.cause is Cause.HONEYPOT


def test_a_server_that_breaks_down_meanwhile_cannot_be_told():
    broken = {"target": "/cx", "status": 502}
    assert play(ENTRY, site(limit=7, limited=broken), **GRANTED).observation.cause is Cause.SERVER_ERROR


def test_without_a_test_identity_nobody_is_asked_for():
    played = play(ENTRY, site())
    assert played.observation.cause is Cause.NO_TEST_IDENTITY
    assert not any("?" in asked for asked in played.asked)


def test_a_known_place_is_asked_though_no_page_offers_it():
    assert play(ENTRY, site(front=""), **GRANTED).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, site(front=""), places=(PLACE,), **GRANTED).observation.place == PLACE


@pytest.mark.parametrize("seed", range(1, 7))
def test_a_visit_asks_nothing_of_a_sound_lookup_and_ends_at_a_limit(seed):
    for name, most in (("sound", 0), ("repaired", 8)):
        outcome = rehearse(*drawn(SPEC.kind, name, seed=seed), *REGISTER)
        (own,) = [one for one in outcome.observations if one.probe == SPEC.kind]
        assert own.requests <= most


def test_it_counts_against_the_budget_of_the_grant():
    outcome = rehearse(*drawn(SPEC.kind, "vulnerable"), ENTRY, daily_budget=15)
    (own,) = outcome.observations
    assert (own.cause, outcome.requests) == (Cause.OVER_BUDGET, 15)


PIECES = [FORM, STARS, FULL, "g-recaptcha", "<input type=password>", NOTHING]
PAGES = st.tuples(
    st.lists(st.sampled_from(PIECES), max_size=3).map(" ".join),
    st.sampled_from([200, 200, 302, 403, 404, 429, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=12))
def test_no_site_makes_it_raise_or_cost_more(pages):
    played = play(ENTRY, in_turn(pages), places=(PLACE,), **GRANTED)
    assert not played.observation.reason.startswith("the probe failed")
    assert played.observation.requests == len(played.asked) <= SPEC.cost
