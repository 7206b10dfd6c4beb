# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every address of the portal, asked by an outsider: what is public is named here, all else is closed."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC = {
    "": 200,
    "cases/<str:public_id>/": 404,
    "releases/": 200,
    "releases/key": 200,
    "releases/<slug:release_id>.json": 404,
    "releases/<slug:release_id>/": 404,
    "method/": 200,
    "language/<str:code>/": 404,
    "fonts/nation.woff2": 200,
    ".well-known/security.txt": 200,
    "robots.txt": 200,
    "accounts/login/": 200,
    "accounts/password/reset/": 200,
    "accounts/password/reset/done/": 200,
    "accounts/password/reset/key/done/": 200,
    "accounts/signup/": 200,
    "accounts/inactive/": 200,
    "accounts/confirm-email/": 200,
}
"""What anyone may ask for, and the answer for a made-up name. Sign-up answers that it is closed."""
HOME = {"accounts/logout/"}
"""Who is not logged in has nothing to log out of, and is led home."""
CLOSED = {301, 302, 403, 404, 405}
VALUES = {
    "str:public_id": "MS-CN-2015-9999",
    "slug:release_id": "2015-01-01-1",
    "str:code": "xx",
    "str:token": "forged",
}


def addresses(resolver=None, before=""):
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        elif isinstance(entry, URLPattern):
            yield route


def filled(route):
    for name, value in VALUES.items():
        route = route.replace(f"<{name}>", value)
    return "/" + route


ADDRESSES = sorted({route for route in addresses() if "^" not in route and "(" not in route})


def test_there_are_addresses_to_ask():
    assert {"desk/", "o/<str:token>/"} <= set(ADDRESSES)


@pytest.mark.parametrize("route", ADDRESSES)
def test_an_outsider_sees_what_is_public_and_nothing_else(client, synthetic, home, route):
    answer = client.get(filled(route))
    if route in PUBLIC:
        assert answer.status_code == PUBLIC[route]
    else:
        assert answer.status_code in CLOSED
        if answer.status_code in {301, 302}:
            assert answer["Location"].startswith("/" if route in HOME else "/accounts/login/")


@pytest.mark.parametrize("route", ["desk/", "desk/cases/<str:public_id>/"])
def test_the_desk_leads_an_outsider_to_the_login(client, synthetic, route):
    answer = client.get(filled(route))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=")


def test_an_unknown_address_is_a_calm_page(english, synthetic):
    answer = english.get("/nothing-here/")
    assert answer.status_code == 404
    assert "There is nothing at this address." in answer.text


def test_every_page_forbids_scripts_and_styles_of_its_own(english, synthetic, home):
    answer = english.get("/")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "<script" not in answer.text
    assert " style=" not in answer.text
