# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.exposed_repository import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Control, Page, Place
from tests.probing import NONCE, fails_with, in_turn, page_of, play, site_of

STATED = Control(front_status=200, random_status=404, catch_all=False, stated_records=5000, cause=None)
HEAD, DETACHED = "ref: refs/heads/main\n", "4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
INDEX = "DIRC\x00\x00\x00\x02\x00\x00\x00\x09"
OLD = "10\n\ndir\n1742\n"
DATABASE = "SQLite format 3\x00"
REQUIRES = "dotencode\nfncache\nrevlogv1\nstore\n"
GIT, SVN, HG = "/.git/", "/.svn/", "/.hg/"
DENIED = {"text": "403", "status": 403}


@pytest.mark.parametrize(
    ("files", "at"),
    [
        ({"/.git/HEAD": HEAD, "/.git/index": INDEX}, GIT),
        ({"/.git/HEAD": DETACHED, "/.git/config": "[core]\n\tbare = false\n"}, GIT),
        ({"/.svn/entries": "12\n", "/.svn/wc.db": DATABASE}, SVN),
        ({"/.svn/entries": OLD}, SVN),
        ({"/.git/HEAD": DENIED, "/.hg/requires": REQUIRES, "/.hg/00changelog.i": "\x00\x00\x00\x02 x"}, HG),
    ],
    ids=["git", "git without an index", "svn", "svn 1.6", "hg beside a rule for git"],
)
def test_a_repository_whose_files_answer_is_exposed(files, at):
    observation = play(ENTRY, site_of(files), control=STATED).observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, Place(group=at))
    assert (observation.kinds, observation.classes) == ((), ())


def test_it_counts_nobody_and_is_bounded_by_what_the_front_page_states():
    site = site_of({"/.git/HEAD": HEAD, "/.git/index": INDEX})
    stated, unstated = (play(ENTRY, site, **how).observation.records for how in ({"control": STATED}, {}))
    assert (stated.low, stated.point, stated.high) == (0, None, 5000)
    assert (unstated.low, unstated.point, unstated.high) == (0, None, None)


def test_of_no_file_more_is_asked_than_it_is_known_by():
    asked = []

    def site(get):
        asked.append(get)
        return site_of({"/.git/HEAD": HEAD, "/.git/config": "[core]\n"})(get)

    play(ENTRY, site)
    assert max(get.first_bytes for get in asked if get.target != "/") <= 80


def test_a_sound_site_is_asked_twice():
    played = play(ENTRY, site_of({"/": "welcome"}))
    assert played.observation.answer is Answer.NOT_EXPOSED
    assert played.asked == ["/", "/.git/HEAD", "/.svn/entries"]


def test_a_repository_that_names_itself_and_gives_nothing_is_information():
    observation = play(ENTRY, site_of({"/.git/HEAD": HEAD, "/.git/index": DENIED})).observation
    assert observation.answer is Answer.NOT_EXPOSED
    assert "names itself" in observation.reason
    assert "names itself" not in play(ENTRY, site_of({"/.git/HEAD": DENIED})).observation.reason


@pytest.mark.parametrize(
    "text",
    ["<html>ref: refs/heads/main", "ref: elsewhere", "4b825dc642cb6eb9", "", "12345\n", "99", '{"a":1}'],
)
def test_what_is_no_repository_is_not_exposed(text):
    def site(get):
        return page_of(get.target, text)

    assert play(ENTRY, site).observation.answer is Answer.NOT_EXPOSED


def test_a_known_place_in_a_sub_folder_is_asked_though_its_first_file_is_denied():
    files = {"/app/.git/HEAD": DENIED, "/app/.git/index": INDEX}
    assert play(ENTRY, site_of(files)).observation.answer is Answer.NOT_EXPOSED
    for written in ("/app/.git/", "/app/.git", "/app/.git/config"):
        played = play(ENTRY, site_of(files), places=(Place(group=written),))
        assert played.observation.place == Place(group="/app/.git/")
        assert f"/app/.{NONCE}/index" in played.asked


def test_a_known_place_that_is_gone_or_leads_to_a_login_is_not_exposed():
    place = (Place(group=GIT),)
    assert play(ENTRY, site_of({}), places=place).observation.answer is Answer.NOT_EXPOSED

    def sent_on(get):
        return page_of("/login", "<input type=password>") if get.target.startswith(GIT) else site_of({})(get)

    assert play(ENTRY, sent_on, places=place).observation.answer is Answer.NOT_EXPOSED


@pytest.mark.parametrize(
    ("shown", "cause"),
    [
        (("<form><input type=password></form>",), Cause.LOGIN_PAGE),
        (("<html>" + " " * 400 + '<input name="captcha">',), Cause.CAPTCHA),
        (("x", 502), Cause.SERVER_ERROR),
        (("x", 429), Cause.BLOCKED),
    ],
)
def test_what_stands_in_a_known_place_may_tell_nothing(shown, cause):
    def site(get):
        return page_of(get.target, *shown) if get.target.startswith(GIT) else site_of({})(get)

    assert play(ENTRY, site, places=(Place(group=GIT),)).observation.cause is cause


def test_a_server_that_has_such_files_in_every_folder_is_a_honeypot():
    def everywhere(get):
        held = {"HEAD": HEAD, "index": INDEX}.get(get.target.rpartition("/")[2])
        return page_of(get.target, held) if held else site_of({})(get)

    assert play(ENTRY, everywhere).observation.cause is Cause.HONEYPOT


def test_a_guess_outside_the_grant_is_no_part_of_the_question():
    def narrow(get):
        return page_of("/", "x") if get.target == "/" else Page(target=get.target, failure=Cause.NOT_GRANTED)

    assert play(ENTRY, narrow).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, narrow, places=(Place(group=GIT),)).observation.cause is Cause.NOT_GRANTED


def test_a_dead_server_is_undetermined():
    assert play(ENTRY, fails_with("timed-out")).observation.cause is Cause.TIMED_OUT


PIECES = [HEAD, INDEX, OLD, DATABASE, REQUIRES, "<html>", "<input type=password>", "g-recaptcha"]
PAGES = st.tuples(
    st.lists(st.sampled_from(PIECES), max_size=2).map("".join),
    st.sampled_from([200, 200, 206, 206, 302, 403, 404, 429, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=12))
def test_no_site_makes_it_raise_or_cost_more(pages):
    played = play(ENTRY, in_turn(pages), places=(Place(group=GIT), Place(group="/app/.svn/")))
    assert not played.observation.reason.startswith("the probe failed")
    assert played.observation.requests == len(played.asked) <= SPEC.cost
