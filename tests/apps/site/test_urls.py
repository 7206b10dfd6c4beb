# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every address of the portal, asked by an outsider: what is public is named here, all else is closed."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC = {
    "": 200,
    "cases/<str:public_id>/": 404,
    "places/": 200,
    "provinces/<str:code>/": 404,
    "cities/<str:code>/": 404,
    "organisations/<uuid:organisation_id>/": 404,
    "affected/": 200,
    "affected/report/": 200,
    "reports/": 200,
    "reports/<str:code>/": 404,
    "releases/": 200,
    "releases/key": 200,
    "releases/<slug:release_id>.json": 404,
    "releases/<slug:release_id>/": 404,
    "method/": 200,
    "probing/": 200,
    "language/<str:code>/": 404,
    "fonts/nation.woff2": 200,
    ".well-known/security.txt": 200,
    ".well-known/http-message-signatures-directory": 200,
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
    "uuid:organisation_id": "6c1f6a0e-0000-4000-8000-000000000000",
    "uuid:system_id": "6c1f6a0e-0000-4000-8000-000000000000",
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


def linked(client, seen, address):
    """Follow every link of a public page to pages of ours, each once."""
    import re

    if address in seen or len(seen) > 400:
        return
    answer = client.get(address)
    seen[address] = answer.content.decode()
    for found in re.findall(r'href="(/[^"#]*)', seen[address]):
        if not found.startswith(("/static/", "/accounts/", "/language/", "/fonts/")):
            linked(client, seen, found.replace("&amp;", "&"))


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_no_public_page_and_no_release_names_an_owner_before_its_case_is(client, named, world, language):
    """Walk all that anyone can reach: one owner of three is named, the others nowhere."""
    client.cookies["language"] = language
    seen = {}
    linked(client, seen, "/")
    for case in world.cases:
        linked(client, seen, f"/cases/{case.public_id}/")
    assert {"/", "/places/", "/provinces/220000/", f"/releases/{named[0].id}.json"} <= set(seen)
    assert any("Cangzhou Medical" in text or "沧州市医疗" in text for text in seen.values())
    for address, text in seen.items():
        for name in ("Changchun Medical", "Tongchuan Medical", "长春市医疗", "铜川市医疗", "lab.test"):
            assert name not in text, (address, name)
    for system in world.systems[1:]:
        assert client.get(f"/organisations/{system.organisation}/").status_code == 404
