# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.directory_listing import ENTRY, SPEC, USUAL
from mendsky.core.probes.targets import template
from mendsky.core.rules.severity import severity
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Control, Page, Place
from mendsky.lab.weakness import POSTS
from tests.people import resident_id, table
from tests.probing import in_turn, page_of, play
from tests.rehearsal import drawn, rehearse

STATED = Control(front_status=200, random_status=404, catch_all=False, stated_records=5000, cause=None)
BACKUP = Place(group="/backup/")
LISTINGS = {
    "nginx": (
        "<html><head><title>Index of /backup/</title></head><body><h1>Index of /backup/</h1><hr><pre>"
        '<a href="../">../</a>\n<a href="people.csv">people.csv</a>   02-Mar-2015 08:11   120000\n</pre>'
    ),
    "Apache": (
        '<title>Index of /backup</title><table><tr><th><a href="?C=N;O=D">Name</a></th></tr>'
        '<tr><td><a href="/">Parent Directory</a></td></tr>'
        '<tr><td><a href="people.csv">people.csv</a></td></tr>'
    ),
    "Python": (
        '<title>Directory listing for /backup/</title><ul><li><a href="people.csv">people.csv</a></li></ul>'
    ),
    "IIS": '<pre><A HREF="/">[To Parent Directory]</A><br><A HREF="/backup/people.csv">people.csv</A></pre>',
}
EXPORT = table(3000)


def site(listing, files, *, ranges=True, front="", at="/backup/", control=404):
    def answer(get):
        if get.target == "/":
            return page_of("/", front)
        if get.target == at:
            return page_of(at, listing)
        text = files.get(get.target)
        if text is None:
            listed = control == 200 and get.target.startswith(at)
            return page_of(get.target, listing if listed else "404", status=200 if listed else 404)
        if get.first_bytes is None or not ranges:
            length = {"content-length": str(len(text.encode()))}
            head = text.encode()[: get.max_bytes].decode(errors="ignore")
            return page_of(get.target, head, headers=length, cut=len(text) > get.max_bytes)
        head = text.encode()[: get.first_bytes].decode(errors="ignore")
        field = {"content-range": f"bytes 0-{get.first_bytes - 1}/{len(text.encode())}"}
        return page_of(get.target, head, status=206, headers=field)

    return answer


@pytest.mark.parametrize("ranges", [True, False], ids=["ranges", "no ranges"])
@pytest.mark.parametrize("server", LISTINGS)
def test_a_listing_with_an_export_of_people_is_exposed(server, ranges):
    files = {"/backup/people.csv": EXPORT}
    played = play(ENTRY, site(LISTINGS[server], files, ranges=ranges), sample_records=100)
    observation = played.observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, BACKUP)
    assert observation.records.sampled
    assert observation.records.low <= 3000 <= observation.records.high
    assert "cn-resident-id" in observation.kinds
    assert [asked for asked in played.asked if asked.endswith(".csv")] == ["/backup/people.csv"]


def test_a_stated_total_stands_before_the_sample():
    files = {"/backup/people.csv": EXPORT}
    observation = play(ENTRY, site(LISTINGS["nginx"], files), control=STATED).observation
    assert (observation.records.high, observation.records.sampled) == (5000, False)


def test_a_small_file_read_whole_is_counted_exactly():
    text = table(3)
    observation = play(ENTRY, site(LISTINGS["nginx"], {"/backup/people.csv": text}, ranges=False)).observation
    assert (observation.records.low, observation.records.point, observation.records.high) == (3, 3, 3)


def test_no_file_is_asked_where_the_grant_lets_nothing_be_read():
    played = play(ENTRY, site(LISTINGS["nginx"], {"/backup/people.csv": EXPORT}), sample_records=0)
    assert played.observation.cause is Cause.NOT_GRANTED
    assert not any(asked.endswith(".csv") for asked in played.asked)


@pytest.mark.parametrize("most", [8, 20, 50])
def test_no_more_records_are_read_than_the_grant_lets(most):
    text = "".join(f"{resident_id(number)}\n" for number in range(500))
    played = play(ENTRY, site(LISTINGS["nginx"], {"/backup/people.csv": text}), sample_records=most)
    assert played.observation.answer is Answer.EXPOSED
    assert max(page.reading.rows for page in played.pages) <= most


def test_a_listing_without_data_files_is_not_exposed():
    listing = '<title>Index of /files/</title><a href="form.pdf">x</a><a href="readme.txt">x</a>'
    played = play(ENTRY, site(listing, {}, at="/files/"))
    assert played.observation.answer is Answer.NOT_EXPOSED


def test_a_data_file_without_people_is_not_exposed():
    files = {"/backup/people.csv": "year,budget\n2014,17\n"}
    assert play(ENTRY, site(LISTINGS["nginx"], files)).observation.answer is Answer.NOT_EXPOSED


def test_a_file_of_many_names_without_numbers_is_exposed_with_classes_only():
    names = "姓名,岗位\n" + "".join(f"虚构{number},协理员\n" for number in range(90))
    observation = play(ENTRY, site(LISTINGS["nginx"], {"/backup/people.csv": names})).observation
    assert (observation.answer, observation.kinds, observation.classes) == (Answer.EXPOSED, (), ("name",))
    assert observation.records.low <= 90 <= observation.records.high


def test_a_file_of_few_names_is_not_exposed():
    files = {"/backup/people.csv": "姓名,岗位\n" + "虚构,协理员\n" * 9}
    listing = site(LISTINGS["nginx"], files)
    assert play(ENTRY, listing, sample_records=50).observation.answer is Answer.NOT_EXPOSED


def test_of_several_data_files_one_without_people_does_not_clear_the_others():
    listing = LISTINGS["nginx"] + '<a href="more.csv">more.csv</a>'
    files = {"/backup/people.csv": "year\n2014\n", "/backup/more.csv": "x"}
    assert play(ENTRY, site(listing, files)).observation.cause is Cause.OVER_BUDGET


def test_packed_files_alone_cannot_be_told():
    listing = '<title>Index of /backup/</title><a href="all.zip">all.zip</a>'
    assert play(ENTRY, site(listing, {})).observation.cause is Cause.OVER_BUDGET


def test_a_directory_below_a_listing_is_looked_into():
    listing = '<title>Index of /backup/</title><a href="../">../</a><a href="2015/">2015/</a>'
    below = LISTINGS["nginx"].replace("/backup/", "/backup/2015/")
    pages = {"/backup/2015/": below, "/backup/2015/people.csv": EXPORT}
    observation = play(ENTRY, site(listing, pages, ranges=True)).observation
    assert observation.place == Place(group="/backup/{n}/")


def test_a_directory_linked_from_a_page_is_asked():
    listing = LISTINGS["nginx"].replace("/backup/", "/shuju/")
    files = {"/shuju/people.csv": EXPORT}
    for link in ("/shuju/", "/shuju/people.csv"):
        front = f'<a href="{link}">x</a>'
        assert (
            play(ENTRY, site(listing, files, at="/shuju/", front=front)).observation.place.group == "/shuju/"
        )


SHELVES = {
    "/shuju/2015/form.pdf": "/shuju/2015/",
    "/shuju/photo.jpg": "/shuju/",
    "/Attachment/2015/04/notice.doc": "/Attachment/",
    "/userfiles/2015/list.xls": "/userfiles/",
    "/fujian/17/form.docx": "/fujian/",
}


@pytest.mark.parametrize("link", SHELVES)
def test_the_folder_of_a_linked_document_and_the_shelf_above_it_are_asked(link):
    at = SHELVES[link]
    listing = LISTINGS["nginx"].replace("/backup/", at)
    shelf = site(listing, {f"{at}people.csv": EXPORT}, at=at, front=f'<a href="{link}">x</a>')
    observation = play(ENTRY, shelf).observation
    assert (observation.answer, observation.place) == (Answer.EXPOSED, Place(group=template(at)))


def test_a_folder_above_a_linked_file_is_asked_only_where_its_name_says_that_files_are_put_there():
    front = (
        '<a href="/news/2015/form.pdf">x</a><a href="/uploads/list.jsp">x</a><a href="/a/b/style.css">x</a>'
    )
    asked = play(ENTRY, site("x", {}, front=front)).asked
    assert "/news/2015/" in asked
    assert {"/news/", "/a/b/", "/a/"}.isdisjoint(asked)


@pytest.mark.parametrize("folder", ["/upload/", "/uploads/", "/export/", "/download/"])
def test_usual_folders_are_asked_though_no_page_links_them(folder):
    listing = LISTINGS["nginx"].replace("/backup/", folder)
    hidden = site(listing, {f"{folder}people.csv": EXPORT}, at=folder)
    assert play(ENTRY, hidden).observation.place == Place(group=folder)


def test_a_sound_site_is_asked_for_one_page_robots_txt_the_root_and_the_usual_folders():
    asked = play(ENTRY, site("x", {})).asked
    assert len(asked) == len(set(asked)) + 1 == len(USUAL) + 3


def test_a_folder_of_files_that_robots_txt_alone_names_is_asked_and_no_other():
    robots = "User-agent: *\nDisallow: /web/upload/2015/\nDisallow: /admin/\nDisallow: /upload/delete/\n"
    folder = "/web/upload/2015/"
    listing = LISTINGS["nginx"].replace("/backup/", folder)
    files = {f"{folder}people.csv": EXPORT, "/robots.txt": robots}
    played = play(ENTRY, site(listing, files, at=folder))
    assert played.observation.place == Place(group=template(folder))
    assert {"/admin/", "/upload/delete/"}.isdisjoint(played.asked)


def test_a_known_place_is_asked_though_no_page_links_it():
    listing = LISTINGS["nginx"].replace("/backup/", "/shuju/")
    hidden = site(listing, {"/shuju/people.csv": EXPORT}, at="/shuju/")
    assert play(ENTRY, hidden).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, hidden, places=(Place(group="/shuju/"),)).observation.answer is Answer.EXPOSED


def test_a_server_that_lists_any_directory_is_a_honeypot():
    files = {"/backup/people.csv": EXPORT}
    assert play(ENTRY, site(LISTINGS["nginx"], files, control=200)).observation.cause is Cause.HONEYPOT


def test_a_guessed_directory_outside_the_grant_is_no_part_of_the_question():
    def narrow(get):
        return page_of("/", "x") if get.target == "/" else Page(target=get.target, failure=Cause.NOT_GRANTED)

    assert play(ENTRY, narrow).observation.answer is Answer.NOT_EXPOSED
    assert play(ENTRY, narrow, places=(BACKUP,)).observation.cause is Cause.NOT_GRANTED


def test_no_file_name_stands_in_the_evidence():
    played = play(ENTRY, site(LISTINGS["nginx"], {"/backup/people.csv": EXPORT}))
    assert {line.target for line in played.observation.evidence} == {"/backup/", "/backup/…"}


PIECES = [
    *LISTINGS.values(),
    '<a href="/x/">x</a>',
    '<a href="y/">y</a>',
    resident_id(1),
    "<input type=password>",
]
PAGES = st.tuples(
    st.lists(st.sampled_from(PIECES), max_size=4).map(" ".join),
    st.sampled_from([200, 200, 200, 206, 302, 403, 404, 429, 502]),
    st.sampled_from([None, None, None, None, *Cause]),
)
FIELDS = st.sampled_from(
    [{}, {"content-range": "bytes 0-1/x"}, {"content-range": "bytes 0-1/0"}, {"content-length": "7"}]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(PAGES, FIELDS), min_size=1, max_size=12))
def test_no_site_makes_it_raise_or_cost_more(pages):
    site = in_turn([(*page, headers) for page, headers in pages])
    played = play(ENTRY, site, places=(BACKUP,))
    assert not played.observation.reason.startswith("the probe failed")
    assert played.observation.requests == len(played.asked) <= SPEC.cost


@pytest.mark.parametrize("seed", range(1, 5))
def test_a_listing_of_the_lab_with_names_and_posts_is_exposed_at_a_lower_severity(seed, nation):
    made, lab = drawn("directory-listing", "vulnerable", seed=seed, shows=POSTS)
    (observation,) = rehearse(made, lab, ENTRY).observations
    assert (observation.answer, observation.place) == (Answer.EXPOSED, Place(group=made.fault.path))
    assert (observation.kinds, observation.classes) == ((), ("employer", "name"))
    assert not severity(SPEC.kind, (), observation.classes, 8000, nation).high_risk
