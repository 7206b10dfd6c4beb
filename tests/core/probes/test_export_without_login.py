# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes import REGISTER
from mendsky.core.probes.export_without_login import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Control, Place
from tests.people import resident_id, table
from tests.probing import fails_with, in_turn, page_of, play, site_of
from tests.rehearsal import drawn, rehearse

STATED = Control(front_status=200, random_status=404, catch_all=False, stated_records=5000, cause=None)
FRONT = '<a href="/m/export">导出</a>'
PLACE = Place(group="/m/export")
MARKUP = f"<html><table><tr><td>{'</td></tr><tr><td>'.join(map(resident_id, range(3)))}</table>"


def site(shown, front=FRONT, **more):
    return site_of({"/": front, "/m/export": shown} | more)


@pytest.mark.parametrize(
    "shown", [table(3), "\n" * 300 + table(3), MARKUP], ids=["csv", "further in", "markup"]
)
def test_an_export_that_gives_people_to_anyone_is_exposed(shown):
    observation = play(ENTRY, site(shown), control=STATED).observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, PLACE)
    assert (observation.records.low, observation.records.high) == (5000, 5000)
    assert observation.kinds == ("cn-resident-id",)
    assert resident_id(1)[:10] not in repr(observation)


def test_of_an_export_that_is_a_workbook_the_text_is_read():
    def answer(get):
        if get.target != PLACE.group:
            return site("")(get)
        if not get.records:
            return page_of(get.target, "PK\x03\x04" + "x" * 999)
        return page_of(get.target, table(10), whole=9000)

    observation = play(ENTRY, answer).observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, PLACE)
    assert "document's text hold numbers of 10 people" in observation.evidence[0].note


@pytest.mark.parametrize(
    "named",
    [
        {"/robots.txt": "User-agent: *\nDisallow: /m/export\n"},
        {"/sitemap.xml": "<urlset><url><loc>http://yb.lab.test:80/m/export</loc></url></urlset>"},
    ],
    ids=["robots.txt", "sitemap"],
)
def test_an_export_that_the_site_names_to_search_engines_alone_is_found(named):
    assert play(ENTRY, site(table(3), "", **named)).observation.place == PLACE


def test_no_more_than_a_few_heads_of_a_table_are_asked():
    asked = []

    def answer(get):
        asked.append(get)
        return site("x" * 9999)(get)

    assert play(ENTRY, answer).observation.answer is Answer.NOT_EXPOSED
    assert [get.first_bytes for get in asked if get.target == "/m/export"] == [190, 380, 570]


@pytest.mark.parametrize(
    ("shown", "cause"),
    [
        ("year,budget\n2014,17\n", None),
        (table(1), None),
        ({"text": "x", "status": 403}, None),
        (page_of("/login", "<input type=password>"), None),
        ("<html>导出须知", None),
        ("<html><input type=password>", Cause.LOGIN_PAGE),
        ("<html><p>g-recaptcha", Cause.CAPTCHA),
        ({"text": "x", "status": 502}, Cause.SERVER_ERROR),
        ({"text": "PK\x03\x04" + "x" * 999, "unread": Cause.UNREADABLE}, Cause.UNREADABLE),
    ],
)
def test_what_shows_nobody_is_not_exposed_and_what_hides_anything_cannot_be_told(shown, cause):
    observation = play(ENTRY, site(shown)).observation
    assert observation.cause is cause
    assert observation.answer is not Answer.EXPOSED


def test_a_site_that_names_no_export_is_asked_nothing_more():
    played = play(ENTRY, site(table(3), '<a href="/download.html">下载</a>'))
    assert played.asked == ["/", "/download.html", "/robots.txt", "/sitemap.xml"]


def test_an_address_that_gives_people_beside_the_export_too_proves_nothing():
    assert play(ENTRY, site(table(3), **{"/m/qzx7k2m9": table(3)})).observation.cause is Cause.HONEYPOT


def test_without_leave_to_read_a_record_no_export_is_asked():
    played = play(ENTRY, site(table(3)), sample_records=0)
    assert played.observation.cause is Cause.NOT_GRANTED
    assert "/m/export" not in played.asked


def test_a_known_export_is_asked_though_no_page_names_it():
    assert play(ENTRY, site(table(3), "")).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, site(table(3), ""), places=(PLACE,)).observation.place == PLACE


def test_a_known_format_is_asked_again_and_a_value_that_was_not_kept_cannot_be():
    lab = site_of({"/": "", "/l?format=xls": table(3)})
    place = Place(group="/l", parameters=("format",))
    assert play(ENTRY, lab, places=(place,)).observation.place == place
    assert play(ENTRY, site_of({"/": ""}), places=(place,)).observation.answer is Answer.NOT_EXPOSED
    other = Place(group="/l", parameters=("ward",))
    assert play(ENTRY, lab, places=(other,)).observation.cause is Cause.OVER_BUDGET


def test_what_a_page_asks_for_itself_is_not_its_own():
    front = '<script>fetch("/m/export")</script>'
    assert play(ENTRY, site(table(3), front)).observation.answer is Answer.NOT_EXPOSED


def test_a_dead_server_is_undetermined():
    assert play(ENTRY, fails_with("timed-out")).observation.cause is Cause.TIMED_OUT


@pytest.mark.parametrize("seed", range(1, 9))
def test_a_visit_asks_a_sound_site_nothing_and_an_export_little(seed):
    for name, most in (("sound", 0), ("repaired", 2), ("vulnerable", 5)):
        outcome = rehearse(*drawn(SPEC.kind, name, seed=seed), *REGISTER)
        (own,) = [one for one in outcome.observations if one.probe == SPEC.kind]
        assert own.requests <= most


def test_only_the_probe_and_a_test_of_its_parameter_read_the_export():
    made, lab = drawn(SPEC.kind, "vulnerable", seed=1)
    outcome = rehearse(made, lab, *REGISTER)
    readers = {sent.asked_by for sent in outcome.transcript if sent.target.startswith(made.fault.path)}
    assert SPEC.kind in readers <= {SPEC.kind, "sql-injection"}


PIECES = [FRONT, table(3), "g-recaptcha", "<input type=password>", MARKUP]
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
