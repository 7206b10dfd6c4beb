# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.drive import Drive
from mendsky.core.probes.named import MOST_OF_INDEX, Named, named
from mendsky.core.terms.answers import Cause
from mendsky.core.terms.probing import Body, Page, Target
from tests.people import resident_id
from tests.probing import NONCE, ORIGIN, WELL, fails_with, in_turn, site_of

ROBOTS, USUAL = "/robots.txt", "/sitemap.xml"


def urls(*paths, origin=ORIGIN):
    return f"<urlset>{''.join(f'<url><loc> {origin}{path}</loc></url>' for path in paths)}</urlset>"


def index(*paths):
    return (
        f"<sitemapindex>{''.join(f'<sitemap><loc>{path}</loc></sitemap>' for path in paths)}</sitemapindex>"
    )


def look(site):
    """Ask a site for what it names; gives that, and what was asked."""
    target = Target(origin=ORIGIN, control=WELL, nonce=NONCE)
    drive = Drive(named(target), cost=9, give_up=lambda cause, _: Named(targets=(), cause=cause))
    asked = []
    while drive.next is not None:
        asked.append(drive.next.target)
        drive.send(site(drive.next))
    return drive.result, asked


def test_a_site_that_names_nothing_costs_two_requests():
    assert look(site_of({})) == (Named(targets=(), cause=None), [ROBOTS, USUAL])


def test_a_sitemap_and_the_rules_of_robots_are_read():
    site = {ROBOTS: "Disallow: /m/export\n", USUAL: urls("/gs/list.html", "/a?b=1&amp;c=2", "/gs/list.html")}
    assert look(site_of(site))[0].targets == ("/m/export", "/gs/list.html", "/a?b=1&c=2")


def test_the_sitemap_that_robots_names_is_asked_in_place_of_the_usual_one():
    site = {ROBOTS: f"Sitemap: {ORIGIN}/map.xml\n", "/map.xml": urls("/a"), USUAL: urls("/b")}
    assert look(site_of(site)) == (Named(targets=("/a",), cause=None), [ROBOTS, "/map.xml"])


def test_of_an_index_the_sitemaps_that_speak_of_lists_are_read_first_and_no_index_below_it():
    parts = ("/1.xml", "/2.xml", "/map-mingdan.xml.gz")
    packed = gzip.compress(urls("/far").encode(), mtime=0)
    site = {
        USUAL: index(*parts),
        "/1.xml": index("/deeper.xml"),
        parts[2]: Page(target=parts[2], status=200, body=Body(packed)),
    }
    found, asked = look(site_of(site))
    assert asked == [ROBOTS, USUAL, parts[2], "/1.xml"]
    assert len(asked) == 2 + MOST_OF_INDEX
    assert found == Named(targets=("/far",), cause=None)


def test_nothing_is_named_that_acts_is_elsewhere_or_holds_somebodys_number():
    site = {
        USUAL: urls("/user/delete", f"/card/{resident_id(1)}") + urls("/x", origin="http://other.lab.test"),
        ROBOTS: "Disallow: /logout\n",
    }
    assert look(site_of(site))[0].targets == ()


@pytest.mark.parametrize(
    ("shown", "robots", "cause"),
    [
        ({"text": "x", "status": 500}, "", None),
        ({"text": "x", "status": 500}, f"Sitemap: {ORIGIN}{USUAL}", Cause.SERVER_ERROR),
        ({"text": "x", "status": 429}, "", Cause.BLOCKED),
        ({"failure": Cause.TIMED_OUT}, "", Cause.TIMED_OUT),
        ({"failure": Cause.NOT_GRANTED}, "", None),
        ("<html>our front page", "", None),
        (Page(target=USUAL, status=200, body=Body(b"\x1f\x8bdamaged")), "", Cause.UNREADABLE),
    ],
)
def test_a_guessed_sitemap_may_fail_and_what_the_site_names_may_not(shown, robots, cause):
    assert look(site_of({USUAL: shown, ROBOTS: robots}))[0].cause is cause


def test_a_dead_server_is_a_cause():
    assert look(fails_with("timed-out"))[0].cause is Cause.TIMED_OUT


PAGES = st.tuples(
    st.lists(st.sampled_from([urls("/a"), index("/b.xml"), "Disallow: /c\n", "\x1f"]), max_size=3).map(
        "".join
    ),
    st.sampled_from([200, 200, 404, 500]),
    st.sampled_from([None, None, *Cause]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=5))
def test_no_site_makes_it_raise_or_ask_more(pages):
    found, asked = look(in_turn(pages))
    assert len(asked) <= 2 + MOST_OF_INDEX
    assert set(found.targets) <= {"/a", "/b.xml", "/c"}
