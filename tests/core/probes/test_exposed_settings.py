# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core import identity
from mendsky.core.probes import exposed_backup
from mendsky.core.probes.exposed_settings import ENTRY, SPEC, USUAL
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Body, Control, Page, Place
from mendsky.nations.load import load
from tests.people import resident_id
from tests.probing import BORN, NONCE, fails_with, in_turn, page_of, play

STATED = Control(front_status=200, random_status=404, catch_all=False, stated_records=5000, cause=None)
ENV = "APP_NAME=made-up\nDB_HOST=10.0.0.12\nDB_PASSWORD=Zq71kk\n"
PLACE = Place(group="/.env")
LOG = "".join(f"10.0.0.9 - - GET /cx?sfzh={resident_id(number)} 200\n" for number in range(500))
PHP = "<?php\n$db['password'] = 'Zq71kk';\n"
NET = '<?xml version="1.0"?>\n<configuration><add x="User Id=web;Password=Zq71kk;"/></configuration>'
CORE = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x04\x00" + bytes(40)


def site(files, front="", *, ranges=True, status=404):
    """A site with files, by range where asked."""

    def answer(get):
        if get.target == "/":
            return page_of("/", front)
        held = files.get(get.target)
        if held is None:
            return page_of(get.target, "<h1>404</h1>", status=status)
        if isinstance(held, int):
            return page_of(get.target, "closed", status=held)
        held = held.encode() if isinstance(held, str) else held
        asked = get.first_bytes if ranges and get.first_bytes else None
        head = held[: asked or get.max_bytes]
        return Page(
            target=get.target,
            status=206 if asked else 200,
            headers={"content-range": f"bytes 0-{len(head) - 1}/{len(held)}"} if asked else {},
            body=Body(head),
            reading=identity.read(head, load("cn"), BORN),
            cut=not asked and len(held) > len(head),
        )

    return answer


@pytest.mark.parametrize(
    ("path", "held", "front"),
    [
        ("/.env", ENV, ""),
        ("/.env", "# long\n" * 90 + ENV, ""),
        ("/config.php.bak", PHP, '<a href="/list.php">x</a>'),
        ("/application.yml", "spring:\n  datasource:\n    password: Zq71kk\n", '<a href="/a.do">x</a>'),
        ("/application.properties", "spring.datasource.password=Zq71kk\n", '<a href="/a;jsessionid=1">x</a>'),
        ("/web.config", NET, '<a href="/main.aspx">x</a>'),
        ("/core", CORE, '<a href="/list.php">x</a>'),
    ],
)
@pytest.mark.parametrize("ranges", [True, False], ids=["ranges", "no ranges"])
def test_keys_in_the_clear_are_exposed_and_count_nobody(path, held, front, ranges):
    observation = play(ENTRY, site({path: held}, front, ranges=ranges), control=STATED).observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, Place(group=path))
    assert (observation.records.low, observation.records.point, observation.records.high) == (0, None, 5000)
    assert observation.kinds == ()
    assert "Zq71kk" not in repr(observation)


@pytest.mark.parametrize("path", ["/logs/access.log", "/error.log"])
def test_a_log_with_people_is_exposed_and_counts_them(path):
    played = play(ENTRY, site({path: LOG}), sample_records=20)
    observation = played.observation
    assert (observation.place, observation.kinds) == (Place(group=path), ("cn-resident-id",))
    assert observation.records.low <= 500 <= observation.records.high
    assert max(page.reading.rows for page in played.pages) <= 20
    assert resident_id(1)[:10] not in repr(observation)
    assert play(ENTRY, site({path: LOG}), control=STATED).observation.records.high == 5000


def test_other_logs_are_asked_only_beside_one_that_is_there_or_refused():
    other = {"/access.log": LOG}
    assert play(ENTRY, site(other)).observation.answer is Answer.NOT_EXPOSED
    for beside in (403, "started\n"):
        played = play(ENTRY, site({"/error.log": beside, **other}))
        assert played.observation.place == Place(group="/access.log")


def test_a_sound_site_is_asked_for_three_names_alone():
    played = play(ENTRY, site({}, "<a href='/list'>x</a>"))
    assert played.observation.answer is Answer.NOT_EXPOSED
    assert [target for target in played.asked if target not in {"/", "/list", f"/{NONCE}"}] == list(USUAL)


@pytest.mark.parametrize(
    "held",
    [
        "DB_PASSWORD=${SECRET}\n",
        "DB_PASSWORD=\nDB_HOST=10.0.0.12\n",
        "password=ENC(Zq71kk)\n",
        "password: '******'\n",
        "password: null\n",
        "password=your-password\n",
        f"MAIL=a@made-up.example\nID={resident_id(3)}\n",
    ],
)
def test_settings_without_a_key_in_the_clear_are_information(held):
    observation = play(ENTRY, site({"/.env": held})).observation
    assert observation.answer is Answer.NOT_EXPOSED
    assert "is there" in observation.reason


@pytest.mark.parametrize(
    "held",
    [
        "<html>password: 'abcd'</html>",
        "<?xml version='1.0'?><!DOCTYPE html><html>password='abcd'",
        "",
        "<pre>" + LOG,
    ],
    ids=["a page", "a page as XML", "nothing", "a page of people"],
)
@pytest.mark.parametrize("path", ["/.env", "/error.log"])
def test_what_is_no_file_of_a_program_is_not_exposed(path, held):
    observation = play(ENTRY, site({path: held})).observation
    assert (observation.answer, "is there" in observation.reason) == (Answer.NOT_EXPOSED, False)


def test_a_dump_is_the_backup_probes_and_settings_are_this_ones():
    dump = "-- MySQL dump\n" + "".join(f"INSERT INTO t VALUES ('{resident_id(1)}');\n" for _ in range(9))  # noqa: S608
    for files, finding, other in (
        ({"/backup.sql": dump}, exposed_backup.ENTRY, ENTRY),
        ({"/.env": ENV, "/logs/access.log": LOG}, ENTRY, exposed_backup.ENTRY),
    ):
        assert play(finding, site(files)).observation.answer is Answer.EXPOSED
        assert play(other, site(files)).observation.answer is Answer.NOT_EXPOSED


def test_a_log_that_shows_nobody_for_longer_than_may_be_read_is_undetermined():
    played = play(ENTRY, site({"/error.log": "started\n" * 4000}))
    assert played.observation.cause is Cause.OVER_BUDGET
    assert len(played.asked) <= 20


def test_where_nothing_may_be_read_only_a_few_bytes_are_asked_for():
    played = play(ENTRY, site({"/error.log": LOG}), sample_records=0)
    assert played.observation.cause is Cause.NOT_GRANTED
    assert max(len(page.reading.identifiers) for page in played.pages) == 0


@pytest.mark.parametrize(
    ("held", "cause"),
    [
        ("<form><input type=password></form>", Cause.LOGIN_PAGE),
        ("<html>" + " " * 400 + '<input name="captcha">', Cause.CAPTCHA),
        (502, Cause.SERVER_ERROR),
        (429, Cause.BLOCKED),
    ],
)
def test_what_stands_in_a_known_place_may_tell_nothing(held, cause):
    assert play(ENTRY, site({"/.env": held}), places=(PLACE,)).observation.cause is cause


def test_a_known_place_is_asked_though_nothing_shows_what_runs():
    place = (Place(group="/config.php.bak"),)
    assert play(ENTRY, site({"/config.php.bak": PHP})).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, site({"/config.php.bak": PHP}), places=place).observation.place == place[0]
    for closed in (403, 404):
        observation = play(ENTRY, site({"/config.php.bak": closed}), places=place).observation
        assert (observation.answer, observation.cause) == (Answer.NOT_EXPOSED, None)


@pytest.mark.parametrize(
    ("path", "held"),
    [("/.env", ENV), ("/logs/access.log", LOG), ("/web.config", NET)],
    ids=["settings", "a log", "markup"],
)
def test_a_server_that_has_every_such_file_is_a_honeypot(path, held):
    suffix = path.rpartition(".")[2]

    def everything(get):
        return site({get.target: held} if get.target.endswith(f".{suffix}") else {})(get)

    played = play(ENTRY, everything, places=(Place(group=path),))
    assert played.observation.cause is Cause.HONEYPOT
    assert any(NONCE in target for target in played.asked)


def test_a_guess_outside_the_grant_is_no_part_of_the_question():
    def narrow(get):
        return page_of("/", "x") if get.target == "/" else Page(target=get.target, failure=Cause.NOT_GRANTED)

    assert play(ENTRY, narrow).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, narrow, places=(PLACE,)).observation.cause is Cause.NOT_GRANTED


def test_a_dead_server_is_undetermined():
    assert play(ENTRY, fails_with("timed-out")).observation.cause is Cause.TIMED_OUT


PIECES = [
    ENV,
    LOG[:200],
    PHP,
    NET,
    "<html>",
    "<input type=password>",
    "g-recaptcha",
    '<a href="/a.php">x</a>',
]
PAGES = st.tuples(
    st.lists(st.sampled_from(PIECES), max_size=3).map("\n".join),
    st.sampled_from([200, 200, 206, 206, 302, 403, 404, 429, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=12))
def test_no_site_makes_it_raise_or_cost_more(pages):
    played = play(ENTRY, in_turn(pages), places=(PLACE,))
    assert not played.observation.reason.startswith("the probe failed")
    assert played.observation.requests == len(played.asked) <= SPEC.cost
