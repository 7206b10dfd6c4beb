# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from ipaddress import ip_address

import pytest

from mendsky.core.terms.credentials import Credential, Try
from mendsky.core.terms.probing import FOREIGN, Get, Post
from mendsky.net.probing.cookies import Cookies
from mendsky.net.probing.curl import Way
from mendsky.net.probing.questions import asking, method
from mendsky.net.probing.signatures import Signatures

WAY = Way(
    scheme="http",
    host="yb.lab.test",
    port=80,
    authority="yb.lab.test",
    address=ip_address("127.61.1.1"),
    rate=1.0,
    user_agent="mendsky-test",
    timeout=1.0,
)
TRYING = Try(credential=Credential(account="admin", password="made-up"))
FIELDS = (("name", "admin"), ("password", "made up"))


def made(question):
    cookies = Cookies()
    cookies.take("s", ["lax=1; SameSite=Lax", "any=2"])
    return asking(question, WAY, lambda _: True, cookies, Signatures(lambda authority, _: (authority,)))


def test_a_plain_question_carries_nothing_but_the_signature():
    ready = made(Get("/a", max_bytes=9, first_bytes=8))
    assert (ready.target, ready.max_bytes, ready.first_bytes) == ("/a", 9, 8)
    assert (ready.posted, ready.cookies, ready.origin, ready.authorization) == (None, "", "", "")
    assert ready.signature == ("yb.lab.test",)


def test_a_session_and_a_password_go_along():
    ready = made(Get("/a", session="s", trying=TRYING))
    assert (ready.cookies, ready.authorization) == ("lax=1; any=2", "Basic YWRtaW46bWFkZS11cA==")


def test_a_foreign_page_names_itself_and_carries_no_cookie_that_is_bound_to_its_site():
    ready = made(Get("/a", session="s", foreign=True))
    assert (ready.cookies, ready.origin) == ("any=2", FOREIGN)


@pytest.mark.parametrize(
    ("json", "posted"),
    [(False, "name=admin&password=made%20up"), (True, '{"name": "admin", "password": "made up"}')],
)
def test_a_login_is_posted_as_a_form_or_as_json(json, posted):
    ready = made(Post("/login", trying=TRYING, fields=FIELDS, json=json, session="s"))
    assert (ready.posted, ready.json, ready.cookies) == (posted, json, "lax=1; any=2")
    assert ready.authorization == ""


def test_only_a_login_is_posted():
    assert method(Get("/")) == "GET"
    assert method(Post("/login", trying=TRYING, fields=FIELDS, session="s")) == "POST"
