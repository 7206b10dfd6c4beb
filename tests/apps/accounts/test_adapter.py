# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache

PASSWORD = "a long made-up sentence"
LOGIN = {"login": "handler@desk.test", "password": PASSWORD}


@pytest.fixture(autouse=True)
def _no_rate_from_other_tests():
    cache.clear()
    yield
    cache.clear()


def test_a_person_logs_in_by_address_and_password(client, handler):
    assert client.get("/accounts/login/").status_code == 200
    answer = client.post("/accounts/login/", LOGIN)
    assert answer.status_code == 302
    assert answer["Location"] == "/desk/"
    assert client.session["_auth_user_id"] == str(handler.pk)


def test_the_login_leads_back_to_the_page_asked_for_and_nowhere_else(client, handler):
    asked = client.post("/accounts/login/?next=/desk/cases/7/", {**LOGIN, "next": "/desk/cases/7/"})
    assert asked["Location"] == "/desk/cases/7/"
    client.logout()
    away = client.post("/accounts/login/", {**LOGIN, "next": "https://other.test/"})
    assert away["Location"] == "/desk/"


@pytest.mark.parametrize(
    "wrong", [{"password": "another sentence"}, {"login": "nobody@desk.test"}, {"login": "' or 1=1 --"}]
)
def test_a_wrong_address_or_password_lets_nobody_in(client, handler, wrong):
    answer = client.post("/accounts/login/", {**LOGIN, **wrong})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_user_name_is_no_way_in(client, handler):
    client.post("/accounts/login/", {**LOGIN, "login": handler.username})
    assert "_auth_user_id" not in client.session


def test_an_account_without_a_password_lets_nobody_in(client, appoint):
    appoint("handler", password=None)
    for password in ("", "!", "None"):
        client.post("/accounts/login/", {**LOGIN, "password": password})
        assert "_auth_user_id" not in client.session


def test_a_closed_account_lets_nobody_in_and_ends_its_sessions(client, handler):
    from mendsky.apps.accounts.services import dismiss
    from mendsky.core.terms.roles import Role

    client.post("/accounts/login/", LOGIN)
    dismiss(user=handler, role=Role.HANDLER, division="220100")
    assert not client.get("/accounts/login/").wsgi_request.user.is_authenticated
    client.cookies.clear()
    client.post("/accounts/login/", LOGIN)
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client, db):
    page = client.get("/accounts/signup/")
    assert b"password1" not in page.content
    client.post("/accounts/signup/", {"email": "new@desk.test", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.exists()
