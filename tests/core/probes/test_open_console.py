# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes import error_page
from mendsky.core.probes.open_console import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Control, Page, Place
from tests.people import resident_id
from tests.probing import NONCE, fails_with, in_turn, page_of, play, site_of

STATED = Control(front_status=200, random_status=404, catch_all=False, stated_records=5000, cause=None)
ACTUATOR = '{"_links":{"self":{"href":"/actuator"},"heapdump":{"href":"x"},"env":{"href":"x"}}}'
HEAP = "JAVA PROFILE 1.0.2\x00"
KEYS = '{"propertySources":[{"properties":{"db.password":{"value":"Zq71kk"}}}]}'
MASKED = KEYS.replace("Zq71kk", "******")
DRUID = "<html><head><title>Druid Stat Index</title>"
SESSIONS = '{"ResultCode":1,"Content":[{"SESSIONID":"Zq71kk"}]}'
DATABASE = '<title>phpMyAdmin</title><a href="index.php?route=/server/databases">x</a>'
PHPINFO = '<title>phpinfo()</title><td class="e">DB_PASSWORD </td><td class="v">Zq71kk </td>'
DEBUGGER = {"text": "<script>EVALEX = true, SECRET = 'Zq71kk';</script>", "status": 500}
JAVA, PHP, LINK = ({"/": f'<a href="{link}">x</a>'} for link in ("/a.do", "/a.php", "/tj"))
PLACE = Place(group="/actuator/heapdump")


@pytest.mark.parametrize(
    ("pages", "at"),
    [
        ({"/actuator": ACTUATOR, "/actuator/heapdump": HEAP}, "/actuator/heapdump"),
        ({"/actuator": ACTUATOR, "/actuator/env": KEYS}, "/actuator/env"),
        ({"/druid/index.html": DRUID, "/druid/websession.json": SESSIONS}, "/druid/websession.json"),
        ({"/phpmyadmin/": DATABASE}, "/phpmyadmin/"),
        ({**JAVA, "/heapdump": HEAP}, "/heapdump"),
        ({**JAVA, "/env": '{"systemProperties":{"db.password":"Zq71kk"}}'}, "/env"),
        ({**PHP, "/phpinfo.php": PHPINFO}, "/phpinfo.php"),
        ({**PHP, "/_ignition/health-check": '{"can_execute_commands":true}'}, "/_ignition/health-check"),
        ({**LINK, "/tj": DEBUGGER}, "/tj"),
        ({"/": '<a href="/tj?nd=1">x</a>', "/tj?nd=1": "works", "/tj": DEBUGGER}, "/tj"),
    ],
)
def test_a_console_without_a_login_is_exposed_and_counts_nobody(pages, at):
    observation = play(ENTRY, site_of(pages), control=STATED).observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, Place(group=at))
    assert (observation.records.low, observation.records.point, observation.records.high) == (0, None, 5000)
    assert "Zq71kk" not in repr(observation)


@pytest.mark.parametrize(
    "pages",
    [
        {"/actuator": ACTUATOR, "/actuator/env": MASKED},
        {"/druid/index.html": DRUID, "/druid/websession.json": '{"ResultCode":1,"Content":null}'},
        {**PHP, "/phpinfo.php": PHPINFO.replace("Zq71kk", "no value")},
    ],
    ids=["masked settings", "no sessions", "phpinfo"],
)
def test_what_tells_only_how_a_system_is_built_is_information(pages):
    observation = play(ENTRY, site_of(pages)).observation
    assert observation.answer is Answer.NOT_EXPOSED
    assert "how the system is built" in observation.reason


def test_a_sound_site_is_asked_for_three_addresses():
    played = play(ENTRY, site_of({"/": "welcome"}))
    assert played.observation.answer is Answer.NOT_EXPOSED
    assert "built" not in played.observation.reason
    assert set(played.asked) == {"/", f"/{NONCE}", "/actuator", "/druid/index.html", "/phpmyadmin/"}


def test_of_a_heap_and_of_sessions_no_more_is_asked_than_proves_them():
    asked = {}

    def site(get):
        asked[get.target] = get.first_bytes
        return site_of({"/actuator": ACTUATOR, "/druid/index.html": DRUID})(get)

    play(ENTRY, site)
    assert asked["/actuator/heapdump"] == 16
    assert asked["/druid/websession.json"] == len('{"ResultCode":1,"Content":[{')


def test_a_login_page_of_the_product_is_shut():
    login = '<title>phpMyAdmin</title><input name="pma_username"><input type="password">'
    for places in ((), (Place(group="/phpmyadmin/"),)):
        observation = play(ENTRY, site_of({"/phpmyadmin/": login}), places=places).observation
        assert (observation.answer, observation.cause) == (Answer.NOT_EXPOSED, None)


def test_a_debugger_that_asks_for_a_pin_or_is_gone_is_not_exposed():
    shut = {**DEBUGGER, "text": "EVALEX = true, EVALEX_TRUSTED = false"}
    for answer in (shut, {"text": "busy", "status": 500}, "works"):
        played = play(ENTRY, site_of({**LINK, "/tj": answer}), places=(Place(group="/tj"),))
        assert played.observation.answer is Answer.NOT_EXPOSED


def test_an_error_page_with_people_is_one_loophole():
    text = f"Traceback (most recent call last) {resident_id(1)} {DEBUGGER['text']}"
    site = site_of({**LINK, "/tj": {"text": text, "status": 500}})
    assert play(ENTRY, site).observation.answer is Answer.NOT_EXPOSED
    assert play(error_page.ENTRY, site).observation.answer is Answer.EXPOSED


def test_a_known_place_is_asked_though_nothing_leads_to_it():
    site = site_of({"/actuator/heapdump": HEAP})
    assert play(ENTRY, site).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, site, places=(PLACE,)).observation.place == PLACE
    assert play(ENTRY, site_of({}), places=(PLACE,)).observation.answer is Answer.NOT_EXPOSED


@pytest.mark.parametrize("at", ["/actuator/heapdump", "/tj"])
@pytest.mark.parametrize(
    ("shown", "cause"),
    [
        (("<form><input type=password></form>",), Cause.LOGIN_PAGE),
        (("<html>" + " " * 400 + '<input name="captcha">',), Cause.CAPTCHA),
        (("x", 502), Cause.SERVER_ERROR),
        (("x", 429), Cause.BLOCKED),
    ],
)
def test_what_stands_in_a_known_place_may_tell_nothing(at, shown, cause):
    def site(get):
        return page_of(get.target, *shown) if get.target == at else site_of({})(get)

    assert play(ENTRY, site, places=(Place(group=at),)).observation.cause is cause


@pytest.mark.parametrize("pages", [{"/phpmyadmin/": DATABASE}, {**LINK, "/tj": DEBUGGER}])
def test_a_server_that_has_the_console_below_every_folder_is_a_honeypot(pages):
    def everywhere(get):
        (found, *_) = [page for at, page in pages.items() if get.target.endswith(at)] or [None]
        if found is None or (get.target.startswith(f"/{NONCE}") and get.target.count("/") == 1):
            return site_of({})(get)
        return site_of({get.target: found})(get)

    assert play(ENTRY, everywhere).observation.cause is Cause.HONEYPOT


def test_a_guess_outside_the_grant_is_no_part_of_the_question():
    def narrow(get):
        return page_of("/", "x") if get.target == "/" else Page(target=get.target, failure=Cause.NOT_GRANTED)

    assert play(ENTRY, narrow).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, narrow, places=(PLACE,)).observation.cause is Cause.NOT_GRANTED


def test_a_dead_server_is_undetermined():
    assert play(ENTRY, fails_with("timed-out")).observation.cause is Cause.TIMED_OUT


PIECES = [
    ACTUATOR,
    HEAP,
    KEYS,
    DRUID,
    SESSIONS,
    DATABASE,
    PHPINFO,
    "<input type=password>",
    JAVA["/"],
    PHP["/"],
]
PAGES = st.tuples(
    st.lists(st.sampled_from(PIECES), max_size=3).map("".join),
    st.sampled_from([200, 200, 206, 302, 403, 404, 429, 500, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=12))
def test_no_site_makes_it_raise_or_cost_more(pages):
    played = play(ENTRY, in_turn(pages), places=(PLACE, Place(group="/tj")))
    assert not played.observation.reason.startswith("the probe failed")
    assert played.observation.requests == len(played.asked) <= SPEC.cost
