# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core import identity
from mendsky.core.probes.exposed_backup import ENTRY, SPEC, USUAL
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Body, Control, Page, Place
from mendsky.nations.load import load
from tests.people import resident_id
from tests.probing import BORN, fails_with, in_turn, page_of, play

STATED = Control(front_status=200, random_status=404, catch_all=False, stated_records=5000, cause=None)
PLACE = Place(group="/old/yb_2014.sql")
COLUMNS = "-- MySQL dump 10.13\nCREATE TABLE `ac01` (`xm` varchar(40), `sfzh` varchar(18));\n"
DUMP = COLUMNS + "".join(
    f"INSERT INTO `ac01` VALUES ({number},'虚构','{resident_id(number)}');\n"  # noqa: S608 - read, never run
    for number in range(500)
)


def site(files, front="", *, robots="", ranges=True):
    """A site with files, by range where asked, and a robots.txt."""
    known = {"/robots.txt": robots, **files}

    def answer(get):
        if get.target == "/":
            return page_of("/", front)
        held = known.get(get.target)
        if held is None:
            return page_of(get.target, "<h1>404</h1>", status=404)
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


@pytest.mark.parametrize("ranges", [True, False], ids=["ranges", "no ranges"])
def test_a_dump_at_a_usual_name_is_exposed(ranges):
    played = play(ENTRY, site({"/backup.sql": DUMP}, ranges=ranges), control=STATED, sample_records=20)
    observation = played.observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, Place(group="/backup.sql"))
    assert (observation.kinds, observation.records.high) == (("cn-resident-id",), 5000)
    assert "name" in observation.classes
    assert max(page.reading.rows for page in played.pages) <= 20


def test_without_a_stated_total_the_head_stands_for_the_file():
    records = play(ENTRY, site({"/backup.sql": DUMP}), sample_records=50).observation.records
    assert records.sampled
    assert records.low <= 500 <= records.high


def test_a_packed_dump_is_looked_into():
    observation = play(ENTRY, site({"/backup.tar.gz": gzip.compress(DUMP.encode())})).observation
    assert observation.answer is Answer.EXPOSED
    assert "unpacked" in observation.evidence[0].note


def test_columns_before_the_first_record_are_passed_in_steps():
    long_head = COLUMNS * 6
    played = play(ENTRY, site({"/db.sql": long_head + DUMP[len(COLUMNS) :]}), sample_records=10)
    assert played.observation.answer is Answer.EXPOSED
    assert played.asked.count("/db.sql") == 3
    assert sum(page.reading.rows for page in played.pages) <= 10


@pytest.mark.parametrize("name", ["a page", "robots.txt"])
def test_a_backup_that_the_site_names_is_asked(name):
    files = {PLACE.group: DUMP}
    front = f'<a href="{PLACE.group}">x</a>' if name == "a page" else ""
    robots = "" if front else f"User-agent: *\nDisallow: {PLACE.group}\nDisallow: /admin/\n"
    played = play(ENTRY, site(files, front, robots=robots))
    assert played.observation.place == PLACE
    assert "/admin/" not in played.asked


def test_a_known_place_is_asked_though_nothing_names_it_any_more():
    assert play(ENTRY, site({PLACE.group: DUMP})).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, site({PLACE.group: DUMP}), places=(PLACE,)).observation.place == PLACE


@pytest.mark.parametrize(
    "held",
    ["<html>404 with 200</html>", "readme", COLUMNS, "-- a dump of no people\nINSERT INTO t VALUES (1);\n"],
)
def test_what_is_no_backup_of_people_is_not_exposed(held):
    assert play(ENTRY, site({"/backup.sql": held})).observation.answer is Answer.NOT_EXPOSED


def test_a_sound_site_is_asked_for_a_few_names_alone():
    played = play(ENTRY, site({}))
    assert played.asked == ["/", "/robots.txt", *USUAL]


@pytest.mark.parametrize(
    ("held", "cause"),
    [
        (b"Rar!\x1a\x07\x00" + bytes(900), Cause.OVER_BUDGET),
        (COLUMNS * 99, Cause.OVER_BUDGET),
        ("<form><input type=password></form>", Cause.LOGIN_PAGE),
        ("<html>" + " " * 400 + '<input name="captcha">', Cause.CAPTCHA),
    ],
)
def test_what_cannot_be_looked_into_is_undetermined(held, cause):
    assert play(ENTRY, site({PLACE.group: held}), places=(PLACE,)).observation.cause is cause


def test_where_nothing_may_be_read_only_the_signature_is_asked_for():
    played = play(ENTRY, site({"/backup.sql": DUMP}), sample_records=0)
    assert played.observation.cause is Cause.NOT_GRANTED
    assert max(len(page.reading.identifiers) for page in played.pages) == 0


def test_a_server_that_has_every_backup_is_a_honeypot():
    def everything(get):
        return site({get.target: DUMP})(get) if get.target.endswith(".sql") else site({})(get)

    assert play(ENTRY, everything).observation.cause is Cause.HONEYPOT


def test_a_guess_outside_the_grant_is_no_part_of_the_question():
    def narrow(get):
        return page_of("/", "x") if get.target == "/" else Page(target=get.target, failure=Cause.NOT_GRANTED)

    assert play(ENTRY, narrow).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, narrow, places=(PLACE,)).observation.cause is Cause.NOT_GRANTED


def test_no_number_stands_in_the_observation():
    played = play(ENTRY, site({"/backup.sql": DUMP}))
    assert resident_id(1)[:10] not in repr(played.observation)


def test_a_dead_server_is_undetermined():
    assert play(ENTRY, fails_with("timed-out")).observation.cause is Cause.TIMED_OUT


PIECES = [COLUMNS, resident_id(1), "<html>", "PK\x03\x04", "Rar!\x1a\x07", "INSERT ", "<input type=password>"]
PAGES = st.tuples(
    st.lists(st.sampled_from(PIECES), max_size=4).map(" ".join),
    st.sampled_from([200, 200, 206, 206, 302, 403, 404, 429, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=12))
def test_no_site_makes_it_raise_or_cost_more(pages):
    played = play(ENTRY, in_turn(pages), places=(PLACE,))
    assert not played.observation.reason.startswith("the probe failed")
    assert played.observation.requests == len(played.asked) <= SPEC.cost
