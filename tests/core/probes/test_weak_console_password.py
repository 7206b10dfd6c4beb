# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendsky.core.probes.console_logins import CONSOLES
from mendsky.core.probes.weak_console_password import ENTRY, SPEC
from mendsky.core.terms.answers import Answer, Cause
from mendsky.core.terms.credentials import Credential
from mendsky.core.terms.grants import Account
from mendsky.core.terms.probing import Page, Place
from mendsky.lab.counterpart import premises
from mendsky.lab.sites import build
from mendsky.lab.sound.site import assemble
from mendsky.lab.weak_console_password.forms import FORMS, PHPMYADMIN, Console
from tests.probing import ORIGIN, counterpart, in_turn, look_at, page_of, play, tries_at
from tests.rehearsal import rehearse

TRIES = tries_at(ORIGIN)
TOMCAT = "/manager/html"
PLACE = Place(group=TOMCAT)
ASKS = {"www-authenticate": 'Basic realm="Tomcat Manager Application"'}


class Site:
    """A site with Tomcat's manager; keeps every try."""

    def __init__(self, *pairs, answer=None, headers=ASKS):
        self.pairs, self.answer, self.headers, self.tried = pairs, answer, headers, []

    def __call__(self, asked):
        if asked.target != TOMCAT:
            return page_of(asked.target, "404", status=404)
        if asked.trying is None:
            return page_of(TOMCAT, "<h1>401</h1>", status=401, headers=self.headers)
        pair = (asked.trying.credential.account, asked.trying.credential.password)
        self.tried.append(pair)
        if self.answer is not None:
            return self.answer
        if self.pairs == ("anybody",) or pair in self.pairs:
            return page_of(TOMCAT, "<h1>Applications</h1>")
        return page_of(TOMCAT, "<h1>401</h1>", status=401, headers=self.headers)


def tried(site, **how):
    return play(ENTRY, site, **({"tries": TRIES} | how)).observation


def test_the_password_that_it_was_shipped_with_is_exposed_and_a_random_one_is_tried_too():
    site = Site(("tomcat", "s3cret"))
    seen = tried(site)
    assert (seen.answer, seen.place) == (Answer.EXPOSED, PLACE)
    assert site.tried[:2] == [("tomcat", "tomcat"), ("tomcat", "s3cret")]
    assert site.tried[2][1] not in {"tomcat", "s3cret"}
    assert len(site.tried) == 3


def test_another_password_is_not_exposed():
    assert tried(Site(("tomcat", "made-up"))).answer is Answer.NOT_EXPOSED


def test_a_site_without_consoles_is_sent_no_password():
    played = play(ENTRY, lambda asked: page_of(asked.target, "404", status=404), tries=TRIES)
    assert played.observation.answer is Answer.NOT_EXPOSED
    assert played.asked == [console.path for console in CONSOLES]


@pytest.mark.parametrize(
    "headers", [{}, {"www-authenticate": 'Basic realm="office"'}, {"www-authenticate": "Negotiate"}]
)
def test_what_is_not_known_for_a_products_console_is_sent_no_password(headers):
    site = Site(("tomcat", "tomcat"), headers=headers)
    assert tried(site).answer is Answer.NOT_EXPOSED
    assert site.tried == []


@pytest.mark.parametrize("budget", [0, 1, 2])
def test_no_account_is_tried_more_often_than_it_may_be(budget):
    site = Site()
    assert tried(site, tries=dict.fromkeys(TRIES, budget)).cause is Cause.OVER_BUDGET
    assert len(site.tried) == max(0, budget - 1)


def test_only_the_accounts_of_the_grant_are_tried():
    site = Site(("office", "spring"))
    accounts = (Account(name="office", passwords=("spring",)),)
    assert tried(site, accounts=accounts, tries={"office": 3}).answer is Answer.EXPOSED
    assert {account for account, _ in site.tried} == {"office"}


@pytest.mark.parametrize("name", ["of:fice", "of\r\nfice"])
def test_a_name_that_would_be_another_is_not_sent(name):
    site = Site()
    accounts = (Account(name=name, passwords=("spring",)),)
    assert tried(site, accounts=accounts, tries={name: 3}).cause is Cause.NOT_GRANTED
    assert site.tried == []


def test_a_pair_that_worked_is_the_only_one_tried_again():
    pair = Credential(account="tomcat", password="s3cret")
    for site, answer in ((Site(("tomcat", "s3cret")), Answer.EXPOSED), (Site(), Answer.NOT_EXPOSED)):
        seen = tried(site, credentials=(pair,), places=(PLACE,), tries={"tomcat/tomcat": 1})
        assert (seen.answer, site.tried) == (answer, [("tomcat", "s3cret")])


def test_a_known_console_with_another_name_is_still_tried():
    pair = Credential(account="tomcat", password="s3cret")
    site = Site(("tomcat", "s3cret"), headers={"www-authenticate": 'Basic realm="office"'})
    assert tried(site, credentials=(pair,), places=(PLACE,)).answer is Answer.EXPOSED


def test_a_known_console_that_asks_for_nothing_any_more_cannot_be_told():
    open_ = page_of(TOMCAT, "<h1>Applications</h1>")
    assert tried(lambda _: open_.again(), places=(PLACE,)).cause is Cause.UNSTABLE


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (page_of(TOMCAT, "x", status=429), Cause.BLOCKED),
        (page_of(TOMCAT, "x", status=502), Cause.SERVER_ERROR),
        (page_of("/elsewhere", "x"), Cause.UNSTABLE),
    ],
)
def test_a_login_that_is_neither_let_in_nor_refused_ends_it(answer, cause):
    site = Site(answer=answer)
    assert tried(site).cause is cause
    assert len(site.tried) == 1


def test_whoever_lets_everybody_in_proves_nothing():
    assert tried(Site("anybody")).cause is Cause.HONEYPOT


PAGES = [("x", 200, None), ("x", 401, None, ASKS), ("x", 403, None), ("x", 429, None), ("", 0, "timed-out")]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PAGES), min_size=1, max_size=8))
def test_no_site_makes_it_raise_or_cost_more(pages):
    seen = play(ENTRY, in_turn(pages), tries=TRIES).observation
    assert not seen.reason.startswith("the probe failed")
    assert seen.requests <= SPEC.cost


def drawn_as(form, **changes):
    """Draw the lab's console of a product; gives its premises, the console and its site."""
    made = next(made for made in map(partial(premises, SPEC.kind), range(60)) if made.fault.form == form)
    console = Console(premises=made, form=form, **({"pair": made.fault.pair} | changes))
    return made, console, assemble(made, pages=console.pages())


def seen_at(made, site, **how):
    told = {"tries": tries_at(ORIGIN, *how.get("accounts", ())), "sample_records": 0}
    outcome = rehearse(made, site, ENTRY, **(told | how))
    return outcome.observations[0], outcome


@pytest.mark.parametrize("form", FORMS)
def test_who_was_let_in_is_logged_out_again(form):
    made, console, site = drawn_as(form)
    seen, _ = seen_at(made, site)
    assert (seen.answer, seen.place.group) == (Answer.EXPOSED, made.fault.path)
    # Of Druid and Nacos nobody can log out.
    assert bool(console.sessions) == (form not in {"druid", "nacos"})
    assert not any(console.sessions.values())


@pytest.mark.parametrize("form", FORMS)
def test_whichever_console_lets_everybody_in_proves_nothing_and_they_too_are_logged_out(form):
    made, console, site = drawn_as(form, anybody=True)
    assert seen_at(made, site)[0].cause is Cause.HONEYPOT
    assert not any(console.sessions.values())


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_tried_with_the_accounts_of_the_grant_alone(form):
    account = Account(name="office", passwords=("spring",))
    made, _, site = drawn_as(form, pair="office/spring")
    seen, outcome = seen_at(made, site, accounts=(account,))
    assert seen.answer is Answer.EXPOSED
    shared = "mysql://yb.lab.test/office" if form == PHPMYADMIN else "office"
    assert outcome.tried == {shared: 2}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("most", [0, 1, 2])
def test_no_account_of_a_form_is_tried_more_often_than_it_may_be(form, most):
    made, _, site = drawn_as(form, pair="nobody/made-up")
    seen, outcome = seen_at(made, site, tries=tries_at(ORIGIN, most=most))
    assert max(outcome.tried.values(), default=0) <= max(0, most - 1)
    (console,) = [one for one in CONSOLES if one.path == made.fault.path]
    wanted = max(len(account.passwords) for account in console.shipped)
    assert seen.cause is (Cause.OVER_BUDGET if most <= wanted else None)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_says_that_the_account_is_locked_is_not_tried_again(form):
    made, _, site = drawn_as(form, locks=True)
    seen, outcome = seen_at(made, site)
    assert seen.cause is Cause.BLOCKED
    assert sum(outcome.tried.values()) == 1


@pytest.mark.parametrize("seed", range(1, 60))
def test_in_a_retest_every_repair_of_every_console_is_clean_at_one_try(seed):
    made = premises(SPEC.kind, seed)
    account, _, password = made.fault.pair.partition("/")
    pair = Credential(account=account, password=password)
    known = {"places": {SPEC.kind: (Place(group=made.fault.path),)}, "credentials": {SPEC.kind: (pair,)}}
    seen, outcome = seen_at(made, build(SPEC.kind, "repaired", made), **known)
    assert (seen.answer, seen.cause) == (Answer.NOT_EXPOSED, None)
    assert sum(outcome.tried.values()) <= 1
    seen, outcome = seen_at(made, build(SPEC.kind, "pretended", made), **known)
    assert seen.answer is Answer.EXPOSED
    assert sum(outcome.tried.values()) == 1


def test_a_shipped_account_of_one_console_is_not_that_of_another_beside_it():
    made, _, grafana = drawn_as("grafana", pair="nobody/made-up")
    spent = {one: 0 if one in {"admin", "activemq/admin"} else 3 for one in tries_at(ORIGIN)}
    seen, outcome = seen_at(made, grafana, tries=spent)
    assert (seen.answer, outcome.tried) == (Answer.NOT_EXPOSED, {"grafana/admin": 1})


@pytest.mark.parametrize(
    "page",
    [
        page_of("/login", '<input type="password"><img src="/captcha.jpg">'),
        Page(target="/login", status=302, failure=Cause.REDIRECTED),
        Page(target="/login", failure=Cause.NOT_GRANTED),
    ],
)
def test_what_a_site_has_of_its_own_at_a_guessed_address_is_no_part_of_the_question(page):
    def site(asked):
        return page.again() if asked.target == "/login" else page_of(asked.target, "404", status=404)

    assert tried(site).answer is Answer.NOT_EXPOSED
    assert tried(site, places=(Place(group="/login"),)).answer is Answer.UNDETERMINED


def test_a_captcha_without_a_login_may_hide_a_console():
    asks = '<img src="/captcha.jpg"><input name="captcha">'
    assert tried(lambda asked: page_of(asked.target, asks)).cause is Cause.CAPTCHA


@pytest.mark.parametrize("form", FORMS)
def test_over_real_http_it_is_the_same(form):
    made, _, _ = drawn_as(form)
    with counterpart(SPEC.kind, "vulnerable", seed=made.seed) as said:
        left = {"tries": tries_at(said["origin"])}
        (seen,) = look_at(said, ENTRY, visit=left, classes=frozenset({0, 3})).observations
    assert (seen.answer, seen.place.group) == (Answer.EXPOSED, made.fault.path)
