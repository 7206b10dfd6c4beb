# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mendsky.core.probes.surface import LINKED, MOST_HOSTS, elsewhere, explore, filling
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Page, Target
from tests.people import resident_id
from tests.probing import NONCE, ORIGIN, WELL, page_of, site_of

TARGET = Target(origin=ORIGIN, control=WELL, nonce=NONCE)


def explored(site, target=TARGET, **how):
    asked, generator = [], explore(target, **({"most": 3} | how))
    get = next(generator)
    while True:
        asked.append(get.target)
        try:
            get = generator.send(site(get))
        except StopIteration as end:
            return end.value, asked


def test_links_of_the_same_origin_are_gathered_once():
    front = (
        '<a href="/a">1</a><A class=x HREF=\'/a\'>2</A><a href=b.html>3</a><a href="http://other.test/">4</a>'
    )
    surface, asked = explored(site_of({"/": front}))
    assert surface.links == ("/a", "/b.html")
    assert asked == ["/", "/a", "/b.html"]


def test_other_hosts_are_noted_and_never_asked():
    front = (
        f'<a href="http://other.test/a?id=1">1</a><a href="//third.test:81/">2</a><a href="{ORIGIN}/a">3</a>'
        '<a href="http://other.test/b">4</a><a href="mailto:a@b.test">5</a><a href="http://[">6</a>'
    )
    page = page_of("/", front)
    surface, asked = explored(lambda get: page if get.target == "/" else page_of(get.target, "", status=404))
    assert page.body.notes[LINKED] == ("http://other.test:80", "http://third.test:81")
    assert (surface.links, asked) == (("/a",), ["/", "/a"])


def test_no_page_brings_more_hosts_than_are_worth_a_look():
    page = page_of(
        "/", "".join(f'<a href="http://h{number}.test/">x</a>' for number in range(2 * MOST_HOSTS))
    )
    explored(lambda get: page if get.target == "/" else page_of(get.target, "", status=404))
    assert len(page.body.notes[LINKED]) == MOST_HOSTS


def test_what_leads_elsewhere_is_an_origin_of_the_web_without_a_persons_number():
    assert elsewhere(f"{ORIGIN}/", "https://name:word@A.test/x") == "https://a.test:443"
    assert elsewhere(f"{ORIGIN}/", "http://[::1]:81/") == "http://[::1]:81"
    for reference in (
        "ftp://a.test/",
        "http://a b.test/",
        f"http://{resident_id(1)}.test/",
        "http://a.test:x/",
    ):
        assert elsewhere(f"{ORIGIN}/", reference) is None


def test_the_crawl_is_bounded_and_one_step_deep():
    pages = {
        "/": "".join(f'<a href="/p{letter}">x</a>' for letter in "abcdefgh"),
        "/pa": '<a href="/deep">x</a>',
    }
    surface, asked = explored(site_of(pages))
    assert asked == ["/", "/pa", "/pb", "/pc"]
    assert "/deep" in surface.links


def test_records_pictures_and_what_may_act_are_not_followed():
    front = '<a href="/record/17">1</a><a href="/x?id=3">2</a><a href="/a.pdf">3</a><a href="/logout">4</a>'
    _, asked = explored(site_of({"/": front}))
    assert asked == ["/"]


def test_given_paths_come_before_links():
    _, asked = explored(site_of({"/": '<a href="/a">x</a>'}), first=("/hidden",))
    assert asked == ["/", "/hidden", "/a"]


def test_parameters_come_from_links_and_get_forms():
    front = (
        '<a href="/list?area=W01&amp;page=2">x</a><a href="/delete?id=1">x</a>'
        '<form action="/query"><input name="number"><input type=hidden name=token value=t1>'
        "<select name=kind><option value=a><option value=b></select><input type=submit></form>"
        '<form method=post action="/login"><input name=user></form>'
        '<form action="http://other.test/"><input name=q></form>'
    )
    surface, _ = explored(site_of({"/": front}), most=0)
    found = [(parameter.path, parameter.name, parameter.value) for parameter in surface.parameters]
    assert found == [
        ("/list", "area", "W01"),
        ("/list", "page", "2"),
        ("/query", "number", "1"),
        ("/query", "token", "t1"),
        ("/query", "kind", "a"),
    ]
    assert surface.parameters[2].target("x") == "/query?number=x&token=t1&kind=a"


def test_a_test_identity_fills_an_empty_field():
    target = Target(origin=ORIGIN, control=WELL, nonce=NONCE, test_identities=("T-1",))
    surface, _ = explored(site_of({"/": "<form action=/q><input name=n></form>"}), target, most=0)
    assert surface.parameters[0].value == "T-1" == filling(target)


def test_a_page_that_could_not_be_seen_is_remembered():
    pages = {"/": '<a href="/a">x</a>', "/a": Page(target="/a", failure=Cause.TIMED_OUT)}
    assert explored(site_of(pages))[0].cause is Cause.TIMED_OUT
    assert explored(site_of({"/": '<a href="/a">x</a>'}))[0].cause is None
    assert explored(site_of({"/": page_of("/", "x", status=502)}))[0].cause is Cause.SERVER_ERROR


def test_a_login_box_on_the_front_page_is_remembered():
    assert explored(site_of({"/": "<input type=password>"}))[0].login_box


PIECES = st.sampled_from(
    [
        *"<>\"'=/ &;#%",
        "<a href=",
        "<form action=",
        "</form>",
        "<input name=",
        "http://[",
        "/x?a=1",
        "<option value=",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_page_makes_the_exploration_raise(text):
    surface, asked = explored(lambda get: page_of(get.target, text))
    assert len(asked) <= 4
    assert all(link.startswith("/") for link in surface.links)


def test_pages_with_a_field_for_a_password_are_logins():
    box = "<form method=post><input name=u><input type=password name=p></form>"
    surface, _ = explored(site_of({"/": '<a href="/a">x</a><a href="/b">x</a>', "/a": box, "/b": "<p>x</p>"}))
    assert surface.logins == ("/a",)
    assert not surface.login_box


def test_files_that_may_hold_many_records_are_not_followed_and_what_a_directory_lists_is_no_link():
    pages = {
        "/": '<a href="/all.csv">1</a><a href="/old.zip">2</a><a href="/backup/">3</a>',
        "/backup/": '<title>Index of /backup/</title><a href="people.html">x</a>',
    }
    surface, asked = explored(site_of(pages))
    assert asked == ["/", "/backup/"]
    assert surface.links == ("/all.csv", "/old.zip", "/backup/")


def test_explored_pages_are_kept_with_their_reading_and_can_be_had_again():
    pages = {"/": '<p>姓名</p><a href="/a">x</a>', "/a": {"text": "x", "status": 404}}
    surface, _ = explored(site_of(pages))
    assert [(page.asked, page.reading.classes) for page in surface.pages] == [("/", {"name"})]
    assert (surface.pages[0].again.target, surface.pages[0].again.fresh) == ("/", False)


def test_those_who_explore_alike_share_what_was_made_out():
    pages = {"/": '<a href="/a">x</a><a href="/b">x</a>', "/a": "x", "/b": "x"}
    front = page_of("/", pages["/"])

    def site(get):
        return replace(front, body=front.body.again()) if get.target == "/" else site_of(pages)(get)

    first, asked = explored(site)
    again, asked_again = explored(site)
    other, asked_otherwise = explored(site, first=("/hidden",))
    assert again == first
    assert asked == ["/", "/a", "/b"]
    assert asked_again == ["/"]
    assert asked_otherwise == ["/", "/hidden", "/a", "/b"]
    assert other.links == first.links


def test_what_our_own_end_cut_short_is_not_shared():
    front = page_of("/", '<a href="/a">x</a>')

    def site(get):
        if get.target == "/":
            return replace(front, body=front.body.again())
        return Page(target=get.target, failure=Cause.OVER_BUDGET)

    assert explored(site)[1] == ["/", "/a"]
    assert explored(site)[1] == ["/", "/a"]


def test_an_export_is_named_and_not_visited():
    front = '<a href="/a">1</a><a href="/m/export?dq=W01">2</a><a href="/m/out">导出</a>'
    surface, asked = explored(site_of({"/": front}))
    assert (surface.links, surface.exports) == (("/a",), ("/m/export?dq=W01", "/m/out"))
    assert asked == ["/", "/a"]
    assert [found.name for found in surface.parameters] == ["dq"]
