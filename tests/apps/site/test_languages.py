# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page speaks the language of the cookie, of the browser, or of the nation."""

import pytest

from mendsky.apps.site.languages import choose, language_of, nation


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("", "zh-Hans"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("fr,en;q=0.5", "en"),
        ("fr", "zh-Hans"),
    ],
)
def test_the_browser_is_asked(rf, asked, given):
    assert choose(rf.get("/", HTTP_ACCEPT_LANGUAGE=asked), nation()) == given


def test_the_cookie_goes_before_the_browser(rf):
    request = rf.get("/", HTTP_ACCEPT_LANGUAGE="en")
    request.COOKIES["language"] = "zh-Hans"
    assert language_of(request) == "zh-Hans"


def test_a_language_that_the_nation_has_not_is_ignored(rf):
    request = rf.get("/", HTTP_ACCEPT_LANGUAGE="en")
    request.COOKIES["language"] = "xx"
    assert language_of(request) == "en"


def test_answers_name_their_language_and_vary_by_it(english, synthetic):
    answer = english.get("/method/")
    assert answer["Content-Language"] == "en"
    assert {"Accept-Language", "Cookie"} <= {part.strip() for part in answer["Vary"].split(",")}
