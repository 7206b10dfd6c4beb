# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes import REGISTER
from mendsky.core.probes.path_traversal import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Control, Page, Place
from tests.probing import fails_with, in_turn, page_of, play
from tests.rehearsal import drawn, rehearse

STATED = Control(front_status=200, random_status=404, catch_all=False, stated_records=5000, cause=None)
FRONT = '<a href="/down?file=form.pdf">x</a>'
PLACE = Place(group="/down", parameters=("file",))
ROBOTS = "User-agent: *\nDisallow: /manage\n"


def site(files, *, front=FRONT, robots=ROBOTS, otherwise=None):
    """A download that gives what it is asked for by name."""

    def answer(get):
        path, _, query = get.target.partition("?")
        if path in {"/", "/robots.txt"}:
            text = front if path == "/" else robots
            return page_of(get.target, text or "", status=200 if text else 404)
        named = parse_qs(query).get("file", [""])[0] if path == "/down" else ""
        shown = files.get(named, otherwise)
        if isinstance(shown, dict):
            return Page(**({"target": get.target} | shown))
        return page_of(get.target, shown or "404", status=200 if shown else 404)

    return answer


def names(played):
    return [parse_qs(asked.partition("?")[2])["file"][0] for asked in played.asked if "?" in asked]


@pytest.mark.parametrize("climb", ["../robots.txt", "../../robots.txt"])
def test_a_path_that_leads_out_of_its_folder_is_exposed(climb):
    observation = play(ENTRY, site({climb: ROBOTS}), control=STATED).observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, PLACE)
    assert (observation.records.low, observation.records.high) == (5000, 5000)
    assert "robots" not in observation.evidence[0].target


def test_nothing_is_asked_for_but_the_marker_and_what_cannot_exist():
    played = play(ENTRY, site({"../../robots.txt": ROBOTS}), control=STATED)
    assert set(names(played)) == {
        "form.pdf",
        "../robots.txt",
        "../../robots.txt",
        "../../qzx7k2m9.txt",
        "robots.txt",
    }


def test_the_folders_that_a_value_names_are_climbed_too():
    front = FRONT.replace("form.pdf", "2015/a/form.pdf")
    played = play(ENTRY, site({"2015/a/../../../robots.txt": ROBOTS}, front=front), control=STATED)
    assert played.observation.answer is Answer.EXPOSED


def test_without_robots_txt_the_front_page_is_the_marker():
    lab = site({"../index.html": FRONT}, robots=None)
    assert play(ENTRY, lab, control=STATED).observation.answer is Answer.EXPOSED


def test_a_climb_that_is_cut_off_or_leads_to_the_sites_own_pages_is_not_exposed():
    files = {"../robots.txt": ROBOTS, "robots.txt": ROBOTS}
    assert play(ENTRY, site(files), control=STATED).observation.answer is Answer.NOT_EXPOSED


def test_a_file_for_every_name_proves_nothing():
    assert play(ENTRY, site({}, otherwise=ROBOTS), control=STATED).observation.cause is Cause.HONEYPOT


def test_where_nothing_speaks_of_people_it_cannot_be_told_whom_it_exposes():
    assert play(ENTRY, site({"../robots.txt": ROBOTS})).observation.cause is Cause.NOT_GRANTED
    labelled = site({"../robots.txt": ROBOTS}, front=f"{FRONT}<p>姓名：张三，身份证号：</p>")
    assert play(ENTRY, labelled).observation.answer is Answer.EXPOSED


@pytest.mark.parametrize(
    "front", ['<a href="/down?file=17">x</a>', '<a href="/down?v=2.10">x</a>', '<a href="/form.pdf">x</a>']
)
def test_a_parameter_that_names_no_file_is_not_asked(front):
    played = play(ENTRY, site({"../robots.txt": ROBOTS}, front=front), control=STATED)
    assert played.observation.answer is Answer.NOT_EXPOSED
    assert not any(".." in asked or "%2F" in asked for asked in played.asked)


@pytest.mark.parametrize(
    ("shown", "cause"),
    [
        ("<form><input type=password></form>", Cause.LOGIN_PAGE),
        ('<form><input name="captcha"></form>', Cause.CAPTCHA),
        ({"status": 502}, Cause.SERVER_ERROR),
        ({"status": 403}, None),
        ("<p>文件不存在", None),
    ],
)
def test_what_stands_in_the_files_place(shown, cause):
    lab = site({"form.pdf": "x" * 30}, otherwise=shown)
    assert play(ENTRY, lab, control=STATED).observation.cause is cause


def test_a_known_place_is_asked_though_no_page_links_it():
    lab = site({"../robots.txt": ROBOTS}, front="<p>x</p>")
    assert play(ENTRY, lab, control=STATED).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, lab, control=STATED, places=(PLACE,)).observation.place == PLACE


def test_a_dead_server_is_undetermined():
    assert play(ENTRY, fails_with("timed-out")).observation.cause is Cause.TIMED_OUT


@pytest.mark.parametrize("seed", range(1, 7))
def test_a_visit_asks_a_sound_site_nothing_and_a_repaired_download_little(seed):
    for name, most in (("sound", 0), ("repaired", 2)):
        outcome = rehearse(*drawn(SPEC.kind, name, seed=seed), *REGISTER)
        (own,) = [one for one in outcome.observations if one.probe == SPEC.kind]
        assert own.requests <= most


PIECES = [FRONT, ROBOTS, "g-recaptcha", "<input type=password>"]
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
