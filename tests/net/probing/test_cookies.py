# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.net.probing.cookies import MOST_COOKIES, Cookies


def carried(*fields, session="a"):
    cookies = Cookies()
    cookies.take("a", fields)
    return cookies.carried(session)


def test_what_a_session_was_given_it_carries_and_no_other_does():
    assert carried("id=7; Path=/; HttpOnly", "lang=zh") == "id=7; lang=zh"
    assert carried("id=7", session="b") == ""


@pytest.mark.parametrize(
    ("attributes", "foreign"),
    [("; SameSite=Lax", ""), ("; Secure; samesite=strict", ""), ("; SameSite=None", "id=7"), ("", "id=7")],
)
def test_a_cookie_that_is_bound_to_its_site_goes_with_no_foreign_page(attributes, foreign):
    cookies = Cookies()
    cookies.take("a", [f"id=7{attributes}"])
    assert cookies.carried("a") == "id=7"
    assert cookies.carried("a", foreign=True) == foreign


def test_a_question_without_a_session_keeps_nothing():
    cookies = Cookies()
    cookies.take("", ["id=7"])
    assert cookies.carried("") == ""


def test_a_cookie_is_replaced_and_ended():
    assert carried("id=7", "id=8") == "id=8"
    assert carried("id=7", "id=; Max-Age=0") == ""


@pytest.mark.parametrize("field", ["", "id", "=7", "a b=7", "id=7\r\nX: 1", "id=" + "x" * 5000, "id=é"])
def test_what_cannot_be_read_is_left(field):
    assert carried(field) == ""


def test_no_server_makes_a_session_carry_ever_more():
    assert carried(*(f"c{number}=1" for number in range(500))).count("=") == MOST_COOKIES
