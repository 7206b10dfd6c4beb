# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import sqlite3
from contextlib import closing
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.sql_injection import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Control, Place
from mendsky.lab.sql_injection.repaired import site as repaired
from tests.people import resident_id
from tests.probing import in_turn, page_of, play
from tests.rehearsal import drawn, rehearse

STATED = Control(front_status=200, random_status=404, catch_all=False, stated_records=5000, cause=None)
FORM = '<form action="/yb/query"><input name="id"></form>'
QUERY = Place(group="/yb/query", parameters=("id",))
WHERE = {
    "equal": "number = '{value}'",
    "like": "number LIKE '%{value}%'",
    "number": "record = {value}",
    "brackets": "(number = '{value}')",
}


def database():
    opened = sqlite3.connect(":memory:")
    opened.execute("CREATE TABLE people (record INTEGER, number TEXT)")
    opened.executemany(
        "INSERT INTO people VALUES (?, ?)", [(serial, resident_id(serial)) for serial in range(1, 40)]
    )
    return opened


def site(where, *, front=FORM, shown="number", errors=True, bound=False, passing=None):
    """A small site over a real SQLite table; SQL by concatenation unless bound."""
    clock = iter(range(10**6))

    def answer(get):
        path, _, query = get.target.partition("?")
        if path == "/":
            return page_of("/", front)
        if path != "/yb/query":
            return page_of(get.target, "404", status=404)
        value = parse_qs(query, keep_blank_values=True).get("id", [""])[0]
        statement = f"SELECT {shown} FROM people WHERE {where}"  # noqa: S608 - the weakness is the point
        with closing(database()) as opened:
            try:
                if bound:
                    rows = opened.execute(statement.replace("'{value}'", "?"), (value,)).fetchall()
                else:
                    rows = opened.execute(statement.replace("{value}", value)).fetchall()
            except sqlite3.Error as error:
                if errors:
                    return page_of(get.target, f"sqlite3.OperationalError: {error}", status=500)
                rows = []
        stamp = (
            f"<!-- {next(clock)} --><p>12:00:{next(clock) % 60:02d}</p>"
            if passing is None
            else passing(clock)
        )
        lines = "".join(f"<tr><td>{row[0]}</td></tr>" for row in rows)
        return page_of(
            get.target, f"<p>results for {value}</p>{stamp}<table>{lines}</table>"[: get.max_bytes]
        )

    return answer


@pytest.mark.parametrize("errors", [True, False])
@pytest.mark.parametrize("where", ["equal", "like", "number"])
def test_sql_by_concatenation_is_exposed_with_errors_shown_or_hidden(where, errors):
    played = play(ENTRY, site(WHERE[where], front='<a href="/yb/query?id=3">x</a>', errors=errors))
    assert played.observation.answer is Answer.EXPOSED
    assert played.observation.place == QUERY
    assert played.observation.kinds == ("cn-resident-id",)
    assert len(played.asked) <= SPEC.cost


@pytest.mark.parametrize("errors", [True, False])
@pytest.mark.parametrize("where", ["equal", "number"])
def test_a_form_without_a_value_is_asked_for_two_rows(where, errors):
    played = play(ENTRY, site(WHERE[where], errors=errors))
    assert played.observation.answer is Answer.EXPOSED
    assert max(page.reading.rows for page in played.pages) <= 2


def test_a_condition_in_brackets_is_told_by_its_error():
    assert play(ENTRY, site(WHERE["brackets"]), control=STATED).observation.answer is Answer.EXPOSED


@pytest.mark.parametrize("where", ["equal", "brackets"])
@pytest.mark.parametrize("front", [FORM, '<a href="/yb/query?id=3">x</a>'])
def test_a_bound_parameter_is_not_exposed(where, front):
    played = play(ENTRY, site(WHERE[where], front=front, bound=True), places=(QUERY,))
    assert played.observation.answer is Answer.NOT_EXPOSED


def test_a_known_place_is_asked_though_no_page_links_it():
    assert play(ENTRY, site(WHERE["equal"], front="")).observation.answer is Answer.NOT_EXPOSED
    played = play(ENTRY, site(WHERE["equal"], front=""), places=(QUERY,))
    assert played.observation.answer is Answer.EXPOSED
    assert played.observation.place == QUERY


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_page_taken_off_is_not_exposed(status):
    def taken_off(get):
        return page_of(get.target, "x", status=200 if get.target == "/" else status)

    assert play(ENTRY, taken_off, places=(QUERY,)).observation.answer is Answer.NOT_EXPOSED


@pytest.mark.parametrize(
    "front",
    [
        '<form action="/yb/export"><input name="id"></form>',
        '<a href="/yb/query?id=3&amp;format=csv">x</a>',
        '<a href="/yb/query?office=north">导出名单</a>',
    ],
)
def test_an_export_is_not_asked_unless_its_place_is_known(front):
    assert play(ENTRY, site(WHERE["equal"], front=front)).asked == ["/"]
    played = play(ENTRY, site(WHERE["equal"], front=front), places=(QUERY,))
    assert played.observation.place == QUERY


def test_every_parameter_of_a_known_place_is_asked():
    place = Place(group="/yb/query", parameters=("first", "second"))
    played = play(ENTRY, site(WHERE["equal"], front="", bound=True), places=(place,))
    assert any("first=1%27&second=1" in asked for asked in played.asked)
    assert any("first=1&second=1%27" in asked for asked in played.asked)


def test_without_a_sample_or_identity_an_empty_form_is_undetermined():
    played = play(ENTRY, site(WHERE["equal"], errors=False), sample_records=0)
    assert played.observation.cause is Cause.NO_TEST_IDENTITY
    assert not any("OR" in asked for asked in played.asked)


def test_the_grants_test_identity_lets_a_form_be_told_without_a_sample():
    played = play(
        ENTRY, site(WHERE["equal"], errors=False), sample_records=0, test_identities=(resident_id(3),)
    )
    assert played.observation.answer is Answer.EXPOSED
    assert not any("%20OR%20" in asked for asked in played.asked)


def test_an_injection_with_nobody_behind_it_is_no_exposure_of_people():
    played = play(ENTRY, site(WHERE["number"], shown="record", front='<a href="/yb/query?id=3">x</a>'))
    assert played.observation.cause is Cause.NOT_GRANTED


def test_a_stated_total_bounds_the_records():
    played = play(ENTRY, site(WHERE["equal"]), control=STATED)
    assert (played.observation.records.high, played.observation.records.sampled) == (5000, False)


def test_a_number_that_may_be_somebodys_is_never_asked_with():
    link = f'<a href="/yb/query?id={resident_id(3)}">x</a>'
    played = play(ENTRY, site(WHERE["equal"], front=link, bound=True))
    assert len(played.asked) > 1
    assert not any(resident_id(3) in asked for asked in played.asked)


def test_no_value_stands_in_the_evidence():
    link = f'<a href="/yb/query?id={resident_id(3)}">x</a>'
    played = play(ENTRY, site(WHERE["equal"], front=link))
    assert played.observation.evidence
    assert resident_id(3)[:10] not in repr(played.observation)
    assert {line.target for line in played.observation.evidence} == {"/yb/query?id=…"}


def test_a_page_that_differs_each_time_is_unstable():
    words = "abcdefghij"
    unstable = site(WHERE["equal"], bound=True, passing=lambda clock: words[next(clock) % 10] * 5)
    assert play(ENTRY, unstable).observation.cause is Cause.UNSTABLE


def test_a_server_that_goes_down_meanwhile_is_undetermined():
    sound, asked = site(WHERE["equal"], bound=True), []

    def goes_down(get):
        asked.append(get)
        return sound(get) if len(asked) < 5 else page_of(get.target, "x", status=502)

    assert play(ENTRY, goes_down).observation.cause is Cause.SERVER_ERROR


def test_what_may_act_is_never_asked():
    played = play(
        ENTRY, site(WHERE["equal"], front='<a href="/delete?id=1">x</a><a href="/x?do=remove">y</a>')
    )
    assert played.asked == ["/"]


PIECES = [
    FORM,
    '<a href="/yb/query?id=17">x</a>',
    "<input type=password>",
    "sqlite3.OperationalError",
    '<input name="captcha">',
    resident_id(1),
    "共有 12 条",
    "<script",
    "'",
    "姓名",
]
PAGES = st.builds(
    lambda text, status, failure: (text, status, failure),
    st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join),
    st.sampled_from([200, 200, 200, 302, 401, 403, 404, 429, 500, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=12))
def test_no_site_makes_it_raise_or_cost_more(pages):
    played = play(ENTRY, in_turn(pages), places=(QUERY,))
    assert not played.observation.reason.startswith("the probe failed")
    assert played.observation.requests == len(played.asked) <= SPEC.cost


def test_a_page_that_offers_to_change_what_it_shows_is_writable_and_is_never_sent():
    change = '<form method=post action="/yb/query/baocun"><button name=tingfa value=1>停发</button></form>'
    played = play(ENTRY, site(WHERE["equal"], passing=lambda _: change))
    assert (played.observation.answer, played.observation.writable) == (Answer.EXPOSED, True)
    assert not any("baocun" in asked for asked in played.asked)
    assert not play(ENTRY, site(WHERE["equal"])).observation.writable


@pytest.mark.parametrize("seed", range(1, 7))
def test_a_query_of_the_lab_that_can_be_changed_is_writable(seed):
    made, lab = drawn("sql-injection", "vulnerable", seed=seed, writable=True)
    (observation,) = rehearse(made, lab, ENTRY).observations
    assert (observation.answer, observation.writable) == (Answer.EXPOSED, True)


@pytest.mark.parametrize("seed", range(1, 9))
def test_a_retest_finds_the_second_parameter_of_a_place_of_which_the_first_was_repaired(seed):
    made, lab = drawn("sql-injection", "partly", seed=seed)
    known = Place(group=made.fault.path, parameters=(made.fault.parameter,))
    (observation,) = rehearse(made, lab, ENTRY, places={SPEC.kind: (known,)}).observations
    assert observation.answer is Answer.EXPOSED
    assert observation.place == Place(group=known.group, parameters=(made.fault.second,))
    (whole,) = rehearse(made, repaired(made), ENTRY, places={SPEC.kind: (known,)}).observations
    assert whole.answer is Answer.NOT_EXPOSED
