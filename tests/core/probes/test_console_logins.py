# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from mendsky.core.probes.console_logins import CONSOLES
from mendsky.core.probes.weak_console_password import ENTRY
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.probing import Post
from mendsky.lab.weak_console_password.gate import PAIRS, PATHS
from tests.probing import ORIGIN, page_of, play, tries_at

DATABASE_FORM = (
    '<form method="post" action="index.php">'
    '<input name="pma_username"><input type="password" name="pma_password"></form>'
)
WITH_FORMS = [console for console in CONSOLES if console.form is not None]


def tried(site):
    return play(ENTRY, site, tries=tries_at(ORIGIN)).observation


def test_each_console_asks_at_an_address_of_its_own_in_one_way():
    assert len({console.path for console in CONSOLES}) == len({console.service for console in CONSOLES}) == 8
    for console in CONSOLES:
        assert (console.realm is None) != (console.form is None)
        assert console.shipped
        assert all(account.passwords for account in console.shipped)


def test_the_lab_has_each_console_with_a_pair_that_it_is_shipped_with():
    assert set(PATHS.values()) == {console.path for console in CONSOLES}
    for form, path in PATHS.items():
        (console,) = [one for one in CONSOLES if one.path == path]
        shipped = {f"{one.name}/{word}" for one in console.shipped for word in one.passwords}
        assert set(PAIRS[form]) <= shipped


def answers(console, text, status=200):
    """Make the page of a console whose every login is answered alike."""
    shown = {
        "mysql": DATABASE_FORM,
        "druid": "<title>druid monitor</title>",
        "nacos": "<title>Nacos</title>",
        "grafana": "<title>Grafana</title>",
        "zabbix": "<title>Zabbix</title>",
    }[console.service]

    def site(asked):
        if isinstance(asked, Post):
            return page_of(asked.target, text, status=status)
        there = asked.target == console.path
        return page_of(asked.target, shown if there else "404", status=200 if there else 404)

    return site


@pytest.mark.parametrize("console", WITH_FORMS, ids=lambda console: console.service)
@pytest.mark.parametrize(
    ("text", "status", "cause"),
    [
        ("<h1>hello</h1>", 200, Cause.UNSTABLE),
        ("gone", 404, Cause.UNSTABLE),
        ("x", 429, Cause.BLOCKED),
        ("x", 503, Cause.SERVER_ERROR),
        ("no", 403, None),
        ('<img src="/captcha.jpg">', 200, Cause.CAPTCHA),
    ],
)
def test_an_answer_to_a_form_in_no_words_of_the_product_tells_nothing(console, text, status, cause):
    assert tried(answers(console, text, status)).cause is cause


@pytest.mark.parametrize(
    ("service", "says"),
    [
        ("mysql", "mysqli::real_connect(): (HY000/2002): Connection refused"),
        ("mysql", "(HY000/4151): Access denied, this account is locked"),
        ("grafana", '{"messageId":"login-attempt.blocked"}'),
        ("zabbix", 'Account is blocked for 30 seconds. <input name="password"><button name="enter">'),
    ],
)
def test_what_is_said_for_another_reason_than_the_password_keeps_nobody_out(service, says):
    console = next(one for one in CONSOLES if one.service == service)
    again = DATABASE_FORM if service == "mysql" else ""
    assert tried(answers(console, says + again)).answer is Answer.UNDETERMINED


def test_what_phpmyadmin_says_to_who_is_inside_is_no_refusal():
    inside = (
        "Access denied for user 'pma' (HY000/1045), 4151 rows <a href='index.php?route=/server/sql'>SQL</a>"
    )
    console = next(one for one in CONSOLES if one.service == "mysql")
    assert tried(answers(console, inside)).cause is Cause.HONEYPOT


def test_a_login_that_a_product_sends_as_json_is_json():
    sent = []

    def site(asked):
        sent.append(asked)
        return answers(next(one for one in CONSOLES if one.service == "grafana"), "x", 401)(asked)

    assert tried(site).answer is Answer.NOT_EXPOSED
    (post,) = [asked for asked in sent if isinstance(asked, Post)]
    assert (post.target, post.json) == ("/login", True)
    assert dict(post.fields) == {"user": "admin", "password": "admin"}
