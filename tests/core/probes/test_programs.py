# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.drive import Drive
from mendsky.core.probes.programs import JAVA, NET, PHP, running
from mendsky.core.probes.surface import explore
from mendsky.core.terms.probing import Target
from tests.probing import NONCE, ORIGIN, WELL, fails_with, page_of, site_of

TARGET = Target(origin=ORIGIN, control=WELL, nonce=NONCE)


def shown_by(site):
    def looking():
        surface = yield from explore(TARGET, most=2)
        return (yield from running(TARGET, surface))

    drive = Drive(looking(), cost=9, give_up=lambda *_: None)
    while drive.next is not None:
        drive.send(site(drive.next))
    return drive.result


@pytest.mark.parametrize(
    ("link", "language"),
    [
        ("/list.php?a=1", PHP),
        ("/grcx.jsp", JAVA),
        ("/a.do", JAVA),
        ("/x;jsessionid=1", JAVA),
        ("/a.aspx", NET),
    ],
)
def test_a_link_shows_what_runs(link, language):
    assert shown_by(site_of({"/": f'<a href="{link}">x</a>'})) == {language}


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({"x-powered-by": "PHP/5.3.3"}, PHP),
        ({"x-powered-by": "ASP.NET"}, NET),
        ({"server": "Apache-Coyote/1.1"}, JAVA),
    ],
)
def test_a_header_shows_what_runs(headers, language):
    assert shown_by(site_of({"/": {"text": "x", "headers": headers}})) == {language}


@pytest.mark.parametrize("text", ["<h1>Whitelabel Error Page</h1>", '{"status":404,"error":"Not Found"}'])
def test_the_answer_to_the_random_path_shows_a_framework(text):
    assert shown_by(site_of({f"/{NONCE}": {"text": text, "status": 404}})) == {JAVA}


def test_a_plain_site_shows_nothing():
    site = site_of({"/": '<a href="/list.html">x</a>'})
    assert shown_by(site) == frozenset()
    assert shown_by(lambda get: page_of(get.target, "x", headers={"server": "nginx"})) == frozenset()


def test_a_dead_server_shows_nothing():
    assert shown_by(fails_with("timed-out")) == frozenset()
