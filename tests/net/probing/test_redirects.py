# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from mendsky.core.terms.credentials import Credential, Try
from mendsky.core.terms.probing import Get, Post
from mendsky.net.probing.redirects import onward

PAIR = Credential(account="admin", password="made-up")


def test_a_question_goes_on_without_its_password():
    asked = Get("/a", max_bytes=99, records=20, trying=Try(credential=PAIR))
    assert onward(asked, "/b") == Get("/b", max_bytes=99, records=20)


def test_a_login_is_followed_in_its_session_and_sends_nothing_again():
    fields = (("password", "made-up"),)
    asked = Post("/login", trying=Try(credential=PAIR), fields=fields, session="s", max_bytes=99)
    assert onward(asked, "/home") == Get("/home", max_bytes=99, session="s")
