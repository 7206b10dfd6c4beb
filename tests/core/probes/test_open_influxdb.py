# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes import influxql
from mendsky.core.probes.open_influxdb import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Place
from tests.people import resident_id
from tests.probing import fails_with, in_turn, page_of, play, site_of

FRONT = {"text": "404 page not found", "status": 404, "headers": {"x-influxdb-version": "1.8.10"}}
PLACE = Place(group="/query/yb/ry")
REFUSED = {"text": '{"error":"unable to parse authentication credentials"}', "status": 401}
POINTS = influxql.points("yb", "ry", 5)
COUNT = influxql.count("yb", "ry")
MEASUREMENTS = influxql.measurements("yb", 200)


def said(*rows, **result):
    series = (
        {"series": [{"name": "x", "columns": ["name"], "values": [list(row) for row in rows]}]}
        if rows
        else {}
    )
    return json.dumps({"results": [{"statement_id": 0, **series, **result}]})


PEOPLE = said(*(["2015-01-01T00:00:00Z", "x", resident_id(number)] for number in range(5)))
NUMBERS = said(["2015-01-01T00:00:00Z", 7])


def store(**changed):
    pages = {
        "/": FRONT,
        influxql.DATABASES: said(["_internal"], ["yb"]),
        MEASUREMENTS: said(["cpu"], ["ry"]),
        influxql.points("yb", "cpu", 5): NUMBERS,
        POINTS: PEOPLE,
        COUNT: said(["1970-01-01T00:00:00Z", 4999, 5000]),
        influxql.points("yb", "qzx7k2m9", 1): said(),
    }
    return pages | changed


def test_a_store_that_shows_people_is_exposed_with_the_points_that_it_counts():
    played = play(ENTRY, site_of(store()))
    observation = played.observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, PLACE)
    records = observation.records
    assert (records.low, records.high, records.sampled) == (5000, 5000, False)
    assert played.asked[:4] == ["/", influxql.DATABASES, MEASUREMENTS, POINTS]
    assert resident_id(1)[:10] not in repr(observation)


def test_where_the_points_are_not_counted_nothing_bounds_them():
    for answer in (REFUSED, said(error="timeout"), {"text": "", "status": 502}):
        records = play(ENTRY, site_of(store(**{COUNT: answer}))).observation.records
        assert (records.low, records.point, records.high, records.sampled) == (5, None, None, True)


def test_an_ordinary_website_costs_nothing():
    played = play(ENTRY, site_of({"/": "<html>welcome</html>"}))
    assert (played.observation.answer, played.asked) == (Answer.NOT_EXPOSED, ["/"])


@pytest.mark.parametrize(
    "changed",
    [
        {influxql.DATABASES: REFUSED},
        {influxql.DATABASES: {"text": "forbidden", "status": 403}},
        {influxql.DATABASES: page_of("/login.html", "<input type=password>")},
        {influxql.DATABASES: said(["_internal"])},
        {influxql.DATABASES: said()},
        {MEASUREMENTS: said()},
        {MEASUREMENTS: REFUSED},
        {POINTS: REFUSED},
        {POINTS: NUMBERS},
        {POINTS: said(["2015-01-01T00:00:00Z", resident_id(1)])},
    ],
    ids=[
        "login", "proxy", "sent on to a login", "its own database alone", "nothing", "an empty database",
        "no right to list", "no right to read", "figures", "a specimen",
    ],
)  # fmt: skip
def test_a_store_that_gives_nobody_away_is_not_exposed(changed):
    assert play(ENTRY, site_of(store(**changed))).observation.answer is Answer.NOT_EXPOSED


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({influxql.DATABASES: '{"code": 0}'}, Cause.CATCH_ALL),
        ({influxql.DATABASES: "<form><input type=password></form>"}, Cause.LOGIN_PAGE),
        ({influxql.DATABASES: {"text": "x", "status": 502}}, Cause.SERVER_ERROR),
        ({influxql.DATABASES: {"text": said(["yb"]), "cut": True}}, Cause.TOO_LARGE),
        ({MEASUREMENTS: said(error="timeout")}, Cause.SERVER_ERROR),
        ({MEASUREMENTS: said(*([f"m{number}"] for number in range(200)))}, Cause.OVER_BUDGET),
        ({influxql.DATABASES: said(*([f"d{number}"] for number in range(5)))}, Cause.OVER_BUDGET),
        ({influxql.DATABASES: said([resident_id(1)])}, Cause.OVER_BUDGET),
        ({influxql.DATABASES: said(['yb"; DROP DATABASE "yb'])}, Cause.OVER_BUDGET),
        ({MEASUREMENTS: said([resident_id(1)])}, Cause.OVER_BUDGET),
        ({POINTS: said()}, Cause.OVER_BUDGET),
        ({POINTS: {"text": NUMBERS, "cut": True}}, Cause.TOO_LARGE),
        ({influxql.points("yb", "qzx7k2m9", 1): PEOPLE}, Cause.HONEYPOT),
    ],
)
def test_what_stands_in_its_place_may_hide_anything(changed, cause):
    played = play(ENTRY, site_of(store(**changed)))
    assert played.observation.cause is cause
    assert not any("DROP" in asked or resident_id(1) in asked for asked in played.asked)


def test_no_point_is_asked_for_where_the_grant_lets_none_be_read_and_never_more_than_it_lets():
    played = play(ENTRY, site_of(store()), sample_records=1)
    assert played.observation.cause is Cause.NOT_GRANTED
    assert not any("SELECT" in asked for asked in played.asked)
    few = influxql.points("yb", "ry", 3)
    played = play(ENTRY, site_of(store(**{few: NUMBERS})), sample_records=3)
    assert (played.observation.cause, few in played.asked) == (Cause.NOT_GRANTED, True)


def test_a_known_measurement_is_asked_for_though_nothing_names_it():
    hidden = site_of({"/": "x", POINTS: PEOPLE, COUNT: REFUSED})
    assert play(ENTRY, hidden).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, hidden, places=(PLACE,)).observation.place == PLACE
    gone = play(ENTRY, site_of({"/": FRONT, influxql.DATABASES: REFUSED, POINTS: said()}), places=(PLACE,))
    assert gone.observation.answer is Answer.NOT_EXPOSED


def test_a_dead_server_is_undetermined():
    assert play(ENTRY, fails_with("timed-out")).observation.cause is Cause.TIMED_OUT


PIECES = [PEOPLE, NUMBERS, said(["yb"], ["ry"]), said(error="x"), "<input type=password>", "g-recaptcha"]
PAGES = st.tuples(
    st.sampled_from(PIECES),
    st.sampled_from([200, 200, 200, 302, 401, 404, 429, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=12))
def test_no_site_makes_it_raise_or_cost_more(pages):
    known = (PLACE, Place(group="/query/a/b"), Place(group="/query"), Place(group="/elsewhere"))
    turns = in_turn(pages)

    def answer(get):
        return page_of("/", **FRONT) if get.target == "/" else turns(get)

    played = play(ENTRY, answer, places=known)
    assert not played.observation.reason.startswith("the probe failed")
    assert played.observation.requests == len(played.asked) <= SPEC.cost
